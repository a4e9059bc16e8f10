// @ts-check
// Telephone numbers as buttons. Emergency numbers come with the page, all others with a case.

import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { Marked } from './marked.js';

/** @param {string} kind */
function wordsFor(kind) {
  /** @type {Record<string, string>} */
  const words = {
    fire: t('起火、冒烟：先打 119，人先撤离'),
    gas: t('燃气泄漏：先离开现场再打电话，不要开关电器'),
    injury: t('有人受伤：先打 120'),
    violence: t('有人身危险：先打 110，注意自身安全'),
  };
  return words[kind] || t('情况紧急：先打电话');
}

const place = document.getElementById('app');
/** @type {Record<string, { label: string, number: string }[]>} */
const numbers = JSON.parse(place?.dataset.callNumbers || '{}');

/** One button that rings a number.
 * @param {{ label: string, number: string, isUrgent?: boolean }} props */
export function CallButton({ label, number, isUrgent = false }) {
  const dial = String(number).replace(/[^\d+*#]/g, '');
  return html`<a class=${isUrgent ? 'button call urgent' : 'button call'} href=${`tel:${dial}`}>
    <${Marked} icon="phone" words=${label} /><span class="number">${number}</span>
  </a>`;
}

/** What is to be rung before anything is typed; nothing for matters that can wait.
 * @param {{ matter: import('./types').Matter | null }} props */
export function CallFirst({ matter }) {
  const kind = matter?.call_first;
  if (!kind || !numbers[kind]) return null;
  return html`<section class="call-first" aria-label=${t('紧急电话')} data-call-first=${kind}>
    <p class="call-words"><${Marked} icon="warn" words=${wordsFor(kind)} /></p>
    ${numbers[kind].map((one) => html`<${CallButton} key=${one.label} label=${one.label} number=${one.number} isUrgent=${true} />`)}
    <p class="call-after">${t('打完电话再上报。')}</p>
  </section>`;
}
