// A place without a map: street, village, grid from lists; the grid's middle is taken. For phones too old for maps.

import { api, query } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';

async function areasBelow(level, parent) {
  const found = [];
  let cursor = '';
  do {
    const page = await api.get(`/areas${query({ level, parent, cursor })}`);
    found.push.apply(found, page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

function select(words, onChoose) {
  const node = h('select', { onchange: () => onChoose(node.value) }, h('option', { value: '' }, '请选择'));
  return { node, label: h('label', null, h('span', null, words), node) };
}

function offer(box, areas) {
  fill(box.node, h('option', { value: '' }, '请选择'),
    areas.map((area) => h('option', { value: area.code }, area.short_name || area.name)));
}

// onDone({lon, lat}) in CGCS2000 degrees.
export async function areaChooser(place, onDone) {
  const say = h('p', { class: 'problem', role: 'alert', hidden: true });
  const guarded = (act) => async (code) => {
    if (!code) return;
    say.hidden = true;
    try {
      await act(code);
    } catch (problem) {
      say.textContent = problem.words || problem.message;
      say.hidden = false;
    }
  };
  const grid = select('网格', guarded(async (code) => {
    const area = await api.get(`/areas/${encodeURIComponent(code)}`);
    onDone({ lon: Number(area.label_lon.toFixed(7)), lat: Number(area.label_lat.toFixed(7)) });
  }));
  const village = select('村社区', guarded(async (code) => {
    const grids = await areasBelow('grid', code);
    offer(grid, grids.filter((area) => area.kind === 'base'));
  }));
  const street = select('镇街', guarded(async (code) => offer(village, await areasBelow('village', code))));
  fill(place, h('p', null, '这部手机打不开地图：按网格选，取网格中部的位置，请在描述里写清地点。'),
    street.label, village.label, grid.label, say);
  await guarded(async () => offer(street, await areasBelow('township')))('first');
}
