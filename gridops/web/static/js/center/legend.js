// @ts-check
// What colours and rings of the map mean.

import { t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** @returns {[string, string][]} */
function states() {
  return [
    ['reported', t('待受理')],
    ['filed', t('待派遣')],
    ['dispatched', t('已派遣')],
    ['handling', t('处置中')],
    ['handled', word('state_city', 'handled')],
    ['verified', t('待结案')],
  ];
}

export function Legend() {
  return html`<ul class="legend" aria-label=${t('图例')}>
    ${states().map(([state, words]) => html`<li key=${state} data-state=${state}><i></i>${words}</li>`)}
    <li class="ring soon"><i></i>${word('due', 'soon')}</li>
    <li class="ring overdue"><i></i>${word('due', 'overdue')}</li>
    <li class="place"><i></i>${t('受限（仅位置）')}</li>
  </ul>`;
}
