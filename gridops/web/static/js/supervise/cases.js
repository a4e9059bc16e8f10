// @ts-check
// The cases behind the figures, page by page; one row opens the whole case in a window.

import { shortAreaName } from '../desk/areas.js';
import { DueMark, StatePill, shortNumber } from '../desk/case_marks.js';
import { CaseView, readCase } from '../desk/case_view.js';
import { openDialog } from '../parts/dialog.js';
import { Asked, Fault, useAsked } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { t } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { PAGE_ROWS, readCases } from './question.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {Wire['IncidentsOut']} CasePage */
/** @typedef {(place: { lon: number, lat: number }) => void} ShowPlace */

/** @param {{ id: string, matters: import('../desk/matters.js').Matters, onPlace: ShowPlace }} props */
function WholeCase({ id, matters, onPlace }) {
  const asked = useAsked(() => readCase(id), [id]);
  const companions = { matters: matters.byCode, units: new Map() };
  return html`<div class="case">
    <${Asked} asked=${asked}>${(/** @type {any} */ found) => html`<${CaseView} found=${found} companions=${companions} onPlace=${onPlace} />`}</${Asked}>
  </div>`;
}

/** @param {string} id @param {import('../desk/matters.js').Matters} matters @param {ShowPlace} onPlace */
function openCase(id, matters, onPlace) {
  openDialog({
    title: t('事件'),
    name: 'case',
    wide: true,
    view: (close) => {
      /** @type {ShowPlace} */
      const show = (place) => {
        close();
        onPlace(place);
      };
      return html`<${WholeCase} id=${id} matters=${matters} onPlace=${show} />`;
    },
  });
}

/** @param {(id: string) => void} open @returns {import('../parts/table.js').Column[]} */
function columns(open) {
  return [
    {
      head: t('编号'),
      cell: (one) =>
        html`<button type="button" class="quiet small number" onClick=${() => open(one.id)}>${shortNumber(one.case_number)}</button>`,
      name: 'nowrap',
    },
    { head: t('上报'), cell: (one) => clock(one.reported_at), name: 'nowrap' },
    {
      head: t('事项'),
      cell: (one) => (one.restricted ? t('受限事件') : html`<span class="stored">${one.service_name}</span>`),
    },
    { head: t('状态'), cell: (one) => html`<${StatePill} incident=${one} />` },
    {
      head: t('时限#column'),
      cell: (one) => (one.due_at ? html`<${DueMark} incident=${one} />` : '—'),
      name: 'nowrap',
    },
    {
      head: t('网格'),
      cell: (one) =>
        one.grid.name ? html`<span class="stored">${shortAreaName(one.grid.name)}</span>` : t('未确定'),
    },
  ];
}

/** Which of the cases are shown: 第 51–98 件，共 98 件.
 * @param {number} before @param {number} shown @param {number} total */
function rangeWords(before, shown, total) {
  return t('第 {from}–{to} 件，共 {total} 件', { from: before + 1, to: before + shown, total });
}

/**
 * The table begins with the page that came with the answer; a further page that is shown stays when the answer is
 * renewed, and is left when another question is asked.
 * @param {{ question: import('./question.js').Question, name: string, first: CasePage,
 *   total: number, matters: import('../desk/matters.js').Matters, onPlace: ShowPlace }} props
 * `name` tells one question from another.
 */
export function Cases({ question, name, first, total, matters, onPlace }) {
  const [cursors, setCursors] = useState(/** @type {(string | null)[]} */ ([]));
  const [page, setPage] = useState(/** @type {CasePage | null} */ (null));
  const [problem, setProblem] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    setCursors([]);
    setPage(null);
    setProblem(null);
  }, [name]);
  const shown = page || first;
  /** @param {(string | null)[]} way the cursors of the pages up to the one wanted, which is not the first */
  const go = async (way) => {
    try {
      const found = way.length ? await readCases(question, way[way.length - 1]) : null;
      setCursors(way);
      setPage(found);
      setProblem(null);
    } catch (refused) {
      setProblem(refused);
    }
  };
  /** @param {string} id */
  const open = (id) => openCase(id, matters, onPlace);
  return html`<${Table} columns=${columns(open)} rows=${shown.items} empty=${t('这个范围和期间内没有事件。')}
      rowKey=${(/** @type {Incident} */ one) => one.id} rowData=${(/** @type {Incident} */ one) => ({ 'data-incident': one.id, 'data-state': one.state })} />
    <${Fault} problem=${problem} />
    ${
      shown.items.length > 0 &&
      html`<div class="line pages">
        <button type="button" class="small" disabled=${cursors.length === 0} onClick=${() => go(cursors.slice(0, -1))}>${t('上一页')}</button>
        <span class="number">${rangeWords(cursors.length * PAGE_ROWS, shown.items.length, total)}</span>
        <button type="button" class="small" disabled=${!shown.next_cursor} onClick=${() => go([...cursors, shown.next_cursor])}>${t('下一页')}</button>
      </div>`
    }`;
}
