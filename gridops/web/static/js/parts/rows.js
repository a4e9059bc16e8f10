// @ts-check
// Rows that are added and taken away in a form: each is drawn from its value and gives its value back.

import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';
import { Icon } from './icon.js';

let serial = 0;

/** @param {any} value */
function numbered(value) {
  serial += 1;
  return { id: serial, value };
}

/**
 * The rows' state: {rows: [{id, value}], values, set(id, part), add(), remove(id)}. `least` is how many stay.
 * @template T
 * @param {T[]} initial @param {T} blank @param {number} [least]
 */
export function useRows(initial, blank, least = 0) {
  const [rows, setRows] = useState(() => {
    const given = initial.length ? initial : Array.from({ length: least }, () => blank);
    return given.map(numbered);
  });
  return {
    rows,
    least,
    values: /** @type {T[]} */ (rows.map((row) => row.value)),
    /** @param {number} id @param {Partial<T>} part */
    set: (id, part) =>
      setRows((was) => was.map((row) => (row.id === id ? { id, value: { ...row.value, ...part } } : row))),
    add: () => setRows((was) => was.concat(numbered(blank))),
    /** @param {number} id */
    remove: (id) => setRows((was) => was.filter((row) => row.id !== id)),
  };
}

/**
 * `draw(value, set)` draws one row; `set({part})` changes it. `words` stand on the button that adds one.
 * @param {{ state: ReturnType<typeof useRows>, draw: (value: any, set: (part: any) => void) => any, words: string }} props
 */
export function RowEditor({ state, draw, words }) {
  return html`<ul class="rows-editor">
      ${state.rows.map(
        ({ id, value }) => html`<li key=${id}>
          ${draw(value, (/** @type {any} */ part) => state.set(id, part))}
          ${
            state.rows.length > state.least &&
            html`<button type="button" class="icon-button remove" aria-label=${t('删去这一条')} onClick=${() => state.remove(id)}><${Icon} name="close" /></button>`
          }
        </li>`,
      )}
    </ul>
    <div class="line"><button type="button" class="small" onClick=${state.add}>${words}</button></div>`;
}
