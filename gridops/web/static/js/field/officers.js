// @ts-check
// The officers of an act that needs a power: two names with their certificates, asked for only then.

import { holdersText } from '../shared/holders.js';
import { t } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';

/** Acts that ask for no two officers. */
const WITHOUT_OFFICERS = ['permit', 'confirm', 'grant', 'register'];

/** @typedef {{ name: string, certificate: string }} Officer */

/** What stands in the field: two officers, perhaps empty. @param {HTMLElement | null} place @returns {Officer[]} */
export function officersOf(place) {
  if (!place) return [];
  const said = Array.from(place.querySelectorAll('input'), (input) => input.value.trim());
  return [0, 2].map((n) => ({ name: said[n] || '', certificate: said[n + 1] || '' }));
}

/** What is missing of the officers for an act of `kind`, or ''. @param {Officer[]} officers @param {string} kind */
export function troubleWith(officers, kind) {
  const isEmpty = officers.every((one) => !one.name && !one.certificate);
  if (WITHOUT_OFFICERS.includes(kind) && isEmpty) return '';
  if (officers.some((one) => !one.name || !one.certificate)) return t('请写两名执法人员的姓名和证号');
  return officers[0].certificate === officers[1].certificate ? t('两名执法人员的证号相同，请核对') : '';
}

/** @param {{ n: number }} props */
function Line({ n }) {
  const name = t('第 {n} 名执法人员姓名', { n });
  const certificate = t('第 {n} 名执法人员证号', { n });
  return html`<div class="row">
    <input maxlength="40" autocomplete="off" placeholder=${t('姓名')} aria-label=${name} />
    <input maxlength="40" autocomplete="off" placeholder=${t('证号')} aria-label=${certificate} />
  </div>`;
}

/** @param {{ incident: import('./types').Case, kind: string, place: any }} props kind is '' where no power is needed */
export function Officers({ incident, kind, place }) {
  const [holders, setHolders] = useState('');
  useEffect(() => {
    let isAsked = true;
    setHolders('');
    if (kind) {
      holdersText(incident, kind).then((/** @type {string} */ words) => {
        if (isAsked) setHolders(words);
      });
    }
    return () => {
      isAsked = false;
    };
  }, [kind, incident.id]);
  return html`<fieldset ref=${place} hidden=${!kind} data-part="officers">
    <p class="hint" role="status" data-part="holders">${holders}</p>
    <legend>${t('执法人员（两名，姓名和证号）')}</legend>
    <${Line} n=${1} />
    <${Line} n=${2} />
    <p class="hint">${t('只记在派遣单上，不进入流转记录')}</p>
  </fieldset>`;
}
