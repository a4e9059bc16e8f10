// @ts-check
// How a case was handled: plainly, or by an act that needs a power; then the officers who did it are named.

import { Choice, Field, Phrased } from '../parts/forms.js';
import { useAsked } from '../parts/states.js';
import { holdersText } from '../shared/holders.js';
import { t, word, wordPairs } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';
import { runningOf } from './proxy_fields.js';
import { readScan, ScanField } from './scan_field.js';

const PLAIN = ['persuade', 'clean', 'repair', 'mediate', 'other'];
const OFFICERS = [1, 2];

/** @param {string} kind */
function needsPower(kind) {
  return wordPairs('power_act').some(([code]) => code === kind);
}

/** @returns {[string, string][]} */
function kinds() {
  const acts = wordPairs('power_act').map(
    ([code]) =>
      /** @type {[string, string]} */ ([code, t('{act}（需有权限）', { act: word('handling', code) })]),
  );
  return [...wordPairs('handling', PLAIN), ...acts];
}

/** @param {{ n: number, isRequired: boolean }} props */
function Officer({ n, isRequired }) {
  /** @param {string} name @param {string} words */
  const input = (name, words) =>
    html`<input name=${name} maxlength="40" autocomplete="off" required=${isRequired} placeholder=${words} aria-label=${t('第 {n} 名执法人员：{what}', { n, what: words })} />`;
  return html`<div class="pair">${input(`officer_name_${n}`, t('姓名'))}${input(`officer_certificate_${n}`, t('证号'))}</div>`;
}

/** Asked for only where the act needs a power.
 * @param {{ incident: Wire['IncidentOut'], kind: string }} props */
function Officers({ incident, kind }) {
  const isPower = needsPower(kind);
  const holders = useAsked(() => (isPower ? holdersText(incident, kind) : undefined), [kind]);
  return html`<fieldset class="form-field" data-part="officers" hidden=${!isPower}>
    <legend class="form-label">${t('执法人员（两名，姓名和证号）')}</legend>
    <p class="hint" role="status" data-part="holders">${holders.isBusy ? '' : holders.value}</p>
    ${OFFICERS.map((n) => html`<${Officer} key=${n} n=${n} isRequired=${isPower && kind !== 'permit'} />`)}
    <small class="hint">${t('只记在派遣单上，不进入流转记录。没有此项权限时，会告诉您哪个单位有。')}</small>
  </fieldset>`;
}

/** An act by power is recorded for a unit only by its document: number and scan.
 * @param {{ isRequired: boolean }} props */
function Document({ isRequired }) {
  return html`<div data-part="document" hidden=${!isRequired}>
    <${Field} label=${t('文书编号')}><input name="document_number" maxlength="200" autocomplete="off" required=${isRequired} /></${Field}>
    <${ScanField} isRequired=${isRequired} />
  </div>`;
}

/** @param {import('./action_forms.js').FieldsProps} props */
export function HandleFields({ incident, desk }) {
  const units = desk.actor?.units || [];
  const isOwn = runningOf(incident).some((row) => units.includes(row.unit.id));
  const [kind, choose] = useState(PLAIN[0]);
  return html`<${Field} label=${t('处置方式')}><${Choice} name="kind" pairs=${kinds()} value=${kind} onChange=${choose} /></${Field}>
    <${Officers} incident=${incident} kind=${kind} />
    ${!isOwn && html`<${Document} isRequired=${needsPower(kind)} />`}
    <${Field} label=${t('处置情况')}><${Phrased} name="note" required=${true} /></${Field}>`;
}

/** @param {HTMLFormElement} form */
export function readHandling(form) {
  const elements = /** @type {any} */ (form.elements);
  /** @type {Record<string, any>} */
  const body = { kind: elements.kind.value, note: elements.note.value.trim() };
  for (const name of ['proxy_dispatch', 'spoke_to', 'spoke_at'])
    if (elements[name]?.value) body[name] = elements[name].value.trim();
  if (!needsPower(body.kind)) return { body };
  if (elements.document_number) {
    const media = readScan(form);
    if (media.length === 0) return { missing: t('请等扫描件上传完成') };
    body.media = media;
    body.document_number = elements.document_number.value.trim();
  }
  /** @param {string} name */
  const said = (name) => elements[name].value.trim();
  const officers = OFFICERS.map((n) => ({
    name: said(`officer_name_${n}`),
    certificate: said(`officer_certificate_${n}`),
  }));
  return { body: officers.some((one) => one.name || one.certificate) ? { ...body, officers } : body };
}
