// The units in a window: how busy each is, and its number to call.

import { clear, h } from '../shared/dom.js';
import { callLink } from '../desk/unconverted.js';
import { openDialog } from '../desk/dialog.js';
import { choice } from '../desk/forms.js';
import { throttled } from '../desk/page.js';
import { STATUS_WORDS } from '../desk/unconverted.js';

const KINDS = [['', '全部力量'], ['agency', '部门与派驻机构'], ['village', '村社区'], ['grid', '网格'], ['busy', '正在处置']];
const MOST = 150;

function fits(unit, kind, words) {
  if (kind === 'busy' && unit.status === 'available') return false;
  if (kind === 'agency' && (unit.kind === 'village' || unit.kind === 'grid')) return false;
  if ((kind === 'village' || kind === 'grid') && unit.kind !== kind) return false;
  return !words || `${unit.name} ${unit.agency_name} ${unit.phone || ''}`.includes(words);
}

/** One unit with status and call button. */
export function unitLine(unit) {
  const busy = unit.open_dispatches > 0 ? `，在办 ${unit.open_dispatches} 件` : '';
  return h('li', { class: 'unit', 'data-unit': unit.id },
    h('div', null, h('strong', null, unit.name), h('small', null, unit.agency_name)),
    h('span', { class: 'tag', 'data-status': unit.status }, `${STATUS_WORDS[unit.status] || unit.status}${busy}`),
    callLink(unit.phone, unit.name) || h('small', null, '无电话'));
}

/** Open the window; it follows the stream until it is closed. */
export function openUnitPanel({ units, store }) {
  const search = h('input', { type: 'search', placeholder: '按名称、部门、电话查找', 'aria-label': '查找力量 Search units' });
  const kind = choice('kind', KINDS, 'agency');
  kind.setAttribute('aria-label', '种类 Kind');
  const list = h('ul', { class: 'unit-list' }, h('li', { class: 'hint' }, '正在读取…'));
  const draw = () => {
    const found = units.all().filter((unit) => fits(unit, kind.value, search.value.trim()));
    clear(list);
    found.slice(0, MOST).forEach((unit) => list.append(unitLine(unit)));
    if (found.length === 0) list.append(h('li', { class: 'empty' }, '没有符合的处置力量'));
    if (found.length > MOST) list.append(h('li', { class: 'hint' }, `还有 ${found.length - MOST} 个，请用上面的查找缩小范围`));
  };
  const soon = throttled(draw, 300);
  search.addEventListener('input', draw);
  kind.addEventListener('change', draw);
  store.addEventListener('unit', soon);
  openDialog({
    title: '处置力量', name: 'units', wide: true, onClose: () => store.removeEventListener('unit', soon),
    content: [h('div', { class: 'line' }, search, kind), list],
  });
  search.focus();
  units.load().then(draw, (problem) => clear(list).append(h('li', { class: 'problem' }, problem.words || problem.message)));
}
