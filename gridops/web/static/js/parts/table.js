// @ts-check
// A table: columns of headings and cells, sorted by a click where a column says by what; on narrow screens each row
// becomes a card whose lines carry the headings.

import { html, useState } from '../shared/ui.js';

/**
 * @typedef {{ head: string, cell: (row: any) => any, by?: (row: any) => string | number, name?: string }} Column
 * `by` gives what the column is sorted by; `name` is a class of its cells.
 */

/** @param {any} a @param {any} b */
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'zh-CN', { numeric: true });
}

/**
 * @param {{ columns: Column[], rows: any[], empty: string, rowKey?: (row: any) => string, rowData?: (row: any) => Record<string, string>,
 *   caption?: string }} props
 */
export function Table({ columns, rows, empty, rowKey, rowData = () => ({}), caption = '' }) {
  const [order, setOrder] = useState({ at: -1, isDown: false });
  if (rows.length === 0) return html`<p class="hint">${empty}</p>`;
  const by = order.at >= 0 ? columns[order.at].by : undefined;
  const shown = by ? rows.slice().sort((a, b) => compare(by(a), by(b)) * (order.isDown ? -1 : 1)) : rows;
  /** @param {number} at */
  const sort = (at) => setOrder((was) => ({ at, isDown: was.at === at && !was.isDown }));
  /** @param {number} at */
  const sorted = (at) => (order.at !== at ? 'none' : order.isDown ? 'descending' : 'ascending');
  return html`<div class="table-holder">
    <table class="table">
      ${caption && html`<caption>${caption}</caption>`}
      <thead>
        <tr>
          ${columns.map(
            (column, n) => html`<th scope="col" aria-sort=${column.by ? sorted(n) : null}>
              ${column.by ? html`<button type="button" class="sort" onClick=${() => sort(n)}>${column.head}</button>` : column.head}
            </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          (row, n) => html`<tr key=${rowKey ? rowKey(row) : n} ...${rowData(row)}>
            ${columns.map(({ head, cell, name }) => html`<td class=${name || null} data-head=${head}><div>${cell(row)}</div></td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Names and values of one thing; what is empty is left out.
 * @param {{ pairs: [string, any][], wide?: boolean }} props */
export function Facts({ pairs, wide = false }) {
  const given = pairs.filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  if (given.length === 0) return null;
  return html`<dl class=${wide ? 'facts wide' : 'facts'}>
    ${given.map(([name, value]) => [html`<dt>${name}</dt>`, html`<dd>${value}</dd>`])}
  </dl>`;
}
