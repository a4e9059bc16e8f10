// @ts-check
// The figures at the top of the page; they follow the store.

import { useHeard } from '../parts/heard.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** @returns {[string, string][]} */
function figures() {
  return [
    ['open', t('未结')],
    ['soon', t('快到期')],
    ['overdue', t('超期')],
    ['reported_today', t('今日上报')],
    ['closed_today', t('今日结案')],
  ];
}

/** @param {{ store: import('./store.js').CaseStore }} props */
export function Counters({ store }) {
  useHeard(store, ['reset', 'more', 'case'], 100);
  const counts = store.counters();
  return html`<div class="counters" data-part="counters" role="group" aria-label=${t('今日概况')}>
    ${figures().map(
      ([key, words]) => html`<div key=${key} class="counter" data-kind=${key}>
        <strong class="number" data-counter=${key}>${store.isLoaded ? counts[key] : '–'}</strong><span>${words}</span>
      </div>`,
    )}
  </div>`;
}
