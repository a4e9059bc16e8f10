// @ts-check
// Indicators, each with what is above and below its line and how it is defined.

import { lang, word } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** @typedef {Wire['IndicatorOut']} Indicator */

const BETWEEN = ' / ';

/** @param {number | null} value */
function share(value) {
  if (value === null) return '—';
  return `${(value * 100).toFixed(value === 1 || value === 0 ? 0 : 1)}%`;
}

/** What a definition says in the page's language: it tells both, Chinese first, with the name before a colon.
 * @param {string} definition */
function defined(definition) {
  const at = definition.indexOf(BETWEEN);
  const zh = at < 0 ? definition : definition.slice(0, at);
  if (lang === 'en' && at >= 0) return definition.slice(at + BETWEEN.length).replace(/^[^:]*: /, '');
  return zh.replace(/^[^：]*：/, '');
}

/** The list; a quotient without cases below its line shows a dash.
 * @param {{ indicators: Indicator[] }} props */
export function Indicators({ indicators }) {
  return html`<ul class="indicators">
    ${indicators.map(
      ({ name, numerator, denominator, value, definition }) => html`<li key=${name} data-indicator=${name}>
        <details>
          <summary>
            <span class="grow">${word('indicator', name)}</span>
            <span class="number parts">${numerator} / ${denominator}</span>
            <strong class="number">${share(value)}</strong>
          </summary>
          <p class="hint">${defined(definition)}</p>
        </details>
      </li>`,
    )}
  </ul>`;
}
