// @ts-check
// Bars of counts: name, bar, number; a long list is opened on request, and whole on paper.

import { Empty } from '../parts/states.js';
import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/**
 * @typedef {{ key: string, n: number, name: string, state?: string, isStored?: boolean, onChoose?: () => void, lines?: Row[] }} Row
 * `isStored` where the name is data, in whatever language; `lines` are the rows it is made of.
 */

const SHOWN = 12;
const LEAST_PERCENT = 1.5;

/** @param {{ row: Row, largest: number }} props */
function Line({ row: { n, name, state, isStored, onChoose }, largest }) {
  const share = { '--share': `${Math.max(LEAST_PERCENT, (n / largest) * 100)}%` };
  const look = isStored ? 'bar-name stored' : 'bar-name';
  return html`<div class="bar">
    ${
      onChoose
        ? html`<button type="button" class=${look} title=${name} aria-label=${t('{name}：只看这里', { name })} onClick=${onChoose}>${name}</button>`
        : html`<span class=${look} title=${name}>${name}</span>`
    }
    <span class="bar-track"><i class="bar-fill" style=${share} data-state=${state}></i></span>
    <span class="bar-n number">${n}</span>
  </div>`;
}

/** @param {{ row: Row, largest: number, isRest?: boolean }} props `isRest` is seen on paper alone */
function Bar({ row, largest, isRest = false }) {
  const line = html`<${Line} row=${row} largest=${largest} />`;
  return html`<li class=${isRest ? 'rest' : null} data-key=${row.key} data-n=${row.n}>
    ${
      row.lines
        ? html`<details>
            <summary>${line}</summary>
            <ul class="bars inner">${row.lines.map((one) => html`<${Bar} key=${one.key} row=${one} largest=${largest} />`)}</ul>
          </details>`
        : line
    }
  </li>`;
}

/** A list of bars in the order of `rows`.
 * @param {{ rows: Row[], name: string }} props */
export function Bars({ rows, name }) {
  const [isWhole, showAll] = useState(false);
  if (rows.length === 0) return html`<${Empty}>${t('没有事件')}</${Empty}>`;
  const largest = Math.max(...rows.map((row) => row.n));
  const rest = isWhole ? 0 : rows.length - SHOWN;
  return html`<ul class="bars" data-bars=${name}>
      ${rows.map((row, n) => html`<${Bar} key=${row.key} row=${row} largest=${largest} isRest=${!isWhole && n >= SHOWN} />`)}
    </ul>
    ${rest > 0 && html`<button type="button" class="quiet small" onClick=${() => showAll(true)}>${t('还有 {n} 项', { n: rest })}</button>`}`;
}
