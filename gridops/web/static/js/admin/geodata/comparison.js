// What a set changes beside the one before it: each change with m², households and open cases. A click shows the place.

import { api } from '../../shared/api.js';
import { h, toast } from '../../shared/dom.js';
import { table } from '../page.js';
import { CHANGES, areaWord, levelWord } from './words.js';

const SHOWN = 300;
// What needs thought comes first; a whole town that joins is long and last.
const ORDER = ['merged', 'split', 'redrawn', 'recoded', 'gone', 'edges_moved', 'renamed', 'added'];
function codes({ old_codes: olds, new_codes: news }) {
  if (olds.join() === news.join()) return listed(olds);
  return `${olds.length ? listed(olds) : '无'} → ${news.length ? listed(news) : '无'}`;
}

const listed = (codes) => (codes.length > 4 ? `${codes.slice(0, 4).join('、')} 等 ${codes.length} 个` : codes.join('、') || '—');

function faults(found) {
  const nodes = [];
  if (found.forbidden_codes.length) nodes.push(h('p', { class: 'problem' }, `用了停用过的或属于别处的编码，不能启用：${listed(found.forbidden_codes)}`));
  if (found.orphans.length) nodes.push(h('p', { class: 'problem' }, `缺少上级，不能启用：${listed(found.orphans)}`));
  return nodes;
}

/** The comparison's nodes; `sets` know the ids by which an area's border is asked for. */
export async function comparison(set, { sets, ground, from }) {
  const asked = from ? `?from=${from}` : '';
  const response = await api.raw('GET', `/boundary-sets/${set.id}/comparison${asked}`, { timeoutMs: 600000 });
  const found = await response.json();
  const before = sets.find((other) => other.name === found.against);
  const show = async (change) => {
    const [id, code] = change.new_codes.length ? [set.id, change.new_codes[0]] : [before && before.id, change.old_codes[0]];
    try {
      await ground.markArea(id, code);
    } catch (problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  const place = (change) => [
    h('button', { type: 'button', class: 'small quiet', onclick: () => show(change) }, change.names[0] || '看位置'),
    h('small', { class: 'codes' }, codes(change)),
  ];
  const sorted = found.changes.map((change, n) => [ORDER.indexOf(change.kind), n, change]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , change]) => change);
  const kinds = Object.keys(CHANGES).map((kind) => [kind, found.changes.filter((change) => change.kind === kind).length]).filter(([, n]) => n);
  return h('div', { class: 'comparison' },
    h('p', null, `与「${found.against}」相比：`, kinds.length ? kinds.map(([kind, n]) => `${CHANGES[kind]} ${n}`).join('，') : h('strong', null, '没有变化')),
    faults(found),
    found.changes.length > SHOWN ? h('p', { class: 'hint' }, `这里列出前 ${SHOWN} 项，共 ${found.changes.length} 项。`) : null,
    table([
      ['变化', (c) => [h('span', { class: 'tag' }, CHANGES[c.kind] || c.kind), h('small', { class: 'codes' }, levelWord(c.level))], 'nowrap'],
      ['名称与编码（点名称看位置）', place], ['涉及面积', (c) => areaWord(c.area_m2), 'nowrap'],
      ['户数', (c) => (c.households === null ? '—' : String(c.households)), 'nowrap'], ['未结事件', (c) => String(c.open_cases), 'nowrap'],
    ], sorted.slice(0, SHOWN), ''));
}
