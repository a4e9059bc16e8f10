// @ts-check
// What a set changes beside the one before it: each change with m², households and open cases. A click shows the place.

import { areaWord } from '../../parts/boundary_sets.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { listed, t, word, wordPairs } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { layerWord } from './words.js';

const SHOWN = 300;
const MANY = 4;
// What needs thought comes first; a whole town that joins is long and last.
const ORDER = ['merged', 'split', 'redrawn', 'recoded', 'gone', 'edges_moved', 'renamed', 'added'];

/** @param {string[]} codes */
function few(codes) {
  if (codes.length > MANY)
    return t('{some} 等 {n} 个', { some: listed(codes.slice(0, MANY)), n: codes.length });
  return listed(codes) || '—';
}

/** @param {any} change */
function codesOf({ old_codes: olds, new_codes: news }) {
  if (olds.join() === news.join()) return few(olds);
  return `${olds.length ? few(olds) : t('无')} → ${news.length ? few(news) : t('无')}`;
}

/** The comparison of `set`, as the service answered it; `sets` know the ids by which an area's border is asked for.
 * @param {{ set: any, found: any, sets: any[], ground: any }} props */
export function Comparison({ set, found, sets, ground }) {
  const before = sets.find((other) => other.name === found.against);
  /** @param {any} change */
  const show = async (change) => {
    const isNew = change.new_codes.length > 0;
    try {
      await ground.markArea(isNew ? set.id : before?.id, isNew ? change.new_codes[0] : change.old_codes[0]);
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  /** @param {string} kind */
  const count = (kind) => found.changes.filter((/** @type {any} */ change) => change.kind === kind).length;
  const kinds = listed(
    wordPairs('boundary_change').map(([kind, words]) => count(kind) > 0 && `${words} ${count(kind)}`),
  );
  const rows = found.changes
    .slice()
    .sort((/** @type {any} */ a, /** @type {any} */ b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
    .slice(0, SHOWN);
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    {
      head: t('变化'),
      cell: (c) =>
        html`<span class="tag">${word('boundary_change', c.kind)}</span><small class="codes">${layerWord(c.level)}</small>`,
      name: 'nowrap',
    },
    {
      head: t('名称与编码（点名称看位置）'),
      cell: (c) =>
        html`<button type="button" class="small quiet" onClick=${() => show(c)}>${c.names[0] || t('看位置')}</button><small class="codes">${codesOf(c)}</small>`,
    },
    { head: t('涉及面积'), cell: (c) => areaWord(c.area_m2), by: (c) => c.area_m2 || 0 },
    {
      head: t('户数'),
      cell: (c) => (c.households === null ? '—' : String(c.households)),
      by: (c) => c.households || 0,
      name: 'nowrap',
    },
    { head: t('未结事件'), cell: (c) => String(c.open_cases), by: (c) => c.open_cases, name: 'nowrap' },
  ];
  return html`<div class="comparison">
    <p>${t('与「{set}」相比：', { set: found.against })}${kinds || html`<strong>${t('没有变化')}</strong>`}</p>
    ${found.forbidden_codes.length > 0 && html`<p class="problem">${t('用了停用过的或属于别处的编码，不能启用：{codes}', { codes: few(found.forbidden_codes) })}</p>`}
    ${found.orphans.length > 0 && html`<p class="problem">${t('缺少上级，不能启用：{codes}', { codes: few(found.orphans) })}</p>`}
    ${found.changes.length > SHOWN && html`<p class="hint">${t('这里列出前 {n} 项，共 {total} 项。', { n: SHOWN, total: found.changes.length })}</p>`}
    <${Table} columns=${columns} rows=${rows} empty="" />
  </div>`;
}
