// How a case was handled: plainly, or by an act that needs a power; then the officers who did it are named.

import { choice, field, phrased } from '../desk/forms.js';
import { h } from '../shared/dom.js';
import { holdersText } from '../shared/holders.js';
import { HANDLING_KINDS, POWER_KINDS } from '../shared/words.js';

const PLAIN = ['persuade', 'clean', 'repair', 'mediate', 'other'];
const OFFICERS = 2;

function officerLine(n) {
  const input = (name, words) => h('input', { name, maxlength: '40', autocomplete: 'off', placeholder: words, 'aria-label': `第 ${n} 名执法人员${words}` });
  return h('div', { class: 'pair' }, input(`officer_name_${n}`, '姓名'), input(`officer_certificate_${n}`, '证号'));
}

/** The form's parts; the officers are asked for only where the act needs a power. */
export function handleParts(incident) {
  const kind = choice('kind', PLAIN.concat(POWER_KINDS).map((code) => [code, POWER_KINDS.includes(code) ? `${HANDLING_KINDS[code]}（需有权限）` : HANDLING_KINDS[code]]));
  const numbers = Array.from({ length: OFFICERS }, (_, n) => n + 1);
  const holders = h('p', { class: 'hint', role: 'status', 'data-part': 'holders' });
  const officers = h('fieldset', { class: 'form-field', hidden: true, 'data-part': 'officers' }, holders,
    h('legend', { class: 'form-label' }, '执法人员（两名，姓名和证号）'), numbers.map(officerLine),
    h('small', { class: 'hint' }, '只记在派遣单上，不进入流转记录。没有此项权限时，会告诉您哪个单位有。'));
  kind.addEventListener('change', () => {
    officers.hidden = !POWER_KINDS.includes(kind.value);
    officers.querySelectorAll('input').forEach((input) => { input.required = !officers.hidden && kind.value !== 'permit'; });
    holders.textContent = '';
    const chosen = kind.value;
    if (!officers.hidden) holdersText(incident, chosen).then((words) => { if (kind.value === chosen) holders.textContent = words; });
  });
  return [field('处置方式', 'kind', kind), officers, field('处置情况', 'what was done', phrased('note', { required: true }))];
}

/** The body's own members. */
export function handleBody(form) {
  const { kind, note } = form.elements;
  const body = { kind: kind.value, note: note.value.trim() };
  if (!POWER_KINDS.includes(kind.value)) return body;
  const said = (name, n) => form.elements[`officer_${name}_${n}`].value.trim();
  const officers = Array.from({ length: OFFICERS }, (_, n) => ({ name: said('name', n + 1), certificate: said('certificate', n + 1) }));
  return officers.some((one) => one.name || one.certificate) ? { ...body, officers } : body;
}
