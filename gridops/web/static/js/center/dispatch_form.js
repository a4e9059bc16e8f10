// @ts-check
// Choosing who goes: the proposal with its reason, or units picked by hand; the first picked one leads.

import { CallLink } from '../desk/case_marks.js';
import { Field, Phrased, Tick } from '../parts/forms.js';
import { Fault, useAsked } from '../parts/states.js';
import { api } from '../shared/api.js';
import { listed, rich, t, word } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';
import { runningOf } from './proxy_fields.js';
import { unitsFor } from './units.js';

/** @typedef {import('./units.js').Unit} Unit */
/** @typedef {Wire['ProposalOut']} Proposal */

const MOST = 40;

/** A unit's status, and how many cases it has at hand.
 * @param {{ unit: Unit, isCounted?: boolean }} props */
export function UnitStatus({ unit, isCounted = true }) {
  const busy = isCounted && unit.open_dispatches > 0 && t('在办 {n} 件', { n: unit.open_dispatches });
  return html`<span class="tag" data-status=${unit.status}>${listed([word('unit_status', unit.status), busy])}</span>`;
}

/** @param {{ found: Proposal, picked: Unit[], known: Unit | undefined }} props */
function Proposed({ found, picked, known }) {
  if (picked.length)
    return html`<p class="line" data-proposed=${found.unit?.id || ''}>${t('已改为指定：')}<strong class="stored">${listed(picked.map((u) => u.name))}</strong></p>
      <p class="hint">${t('由受理派遣人员指定，记入依据。')}</p>`;
  const helping = found.sends_helpers ? listed(found.helping.map((one) => one.name)) : '';
  return html`<p class="line" data-proposed=${found.unit?.id || ''}>
      ${t('建议派给：')}${found.unit ? html`<strong class="stored">${found.unit.name}</strong>` : t('（无）')}
      ${known && html`<${UnitStatus} unit=${known} isCounted=${false} /><${CallLink} phone=${known.phone} name=${known.name} />`}
    </p>
    <p class="hint">${t('依据：')}<span class="stored">${found.reason}</span></p>
    ${helping && html`<p class="hint">${rich('一并派出：{names}', { names: html`<span class="stored">${helping}</span>` })}</p>`}`;
}

/** @param {{ unit: Unit, isPicked: boolean, onPick: (on: boolean) => void }} props */
function Option({ unit, isPicked, onPick }) {
  return html`<li class="unit">
    <label class="unit-tick">
      <input type="checkbox" data-unit-choice=${unit.id} checked=${isPicked} onChange=${(/** @type {any} */ e) => onPick(e.target.checked)} />
      <span class="stored"><strong>${unit.name}</strong><small>${unit.agency_name}</small></span>
    </label>
    <${UnitStatus} unit=${unit} />
    <${CallLink} phone=${unit.phone} name=${unit.name} />
  </li>`;
}

/** @param {import('./action_forms.js').FieldsProps} props */
export function DispatchFields({ incident, matter, desk }) {
  const { units } = desk;
  const [picked, pick] = useState(/** @type {string[]} */ ([]));
  const [typed, type] = useState('');
  const asked = useAsked(
    () => Promise.all([api.get(`/incidents/${incident.id}/proposal`), units.load()]).then(([found]) => found),
    [incident.id, incident.version],
  );
  const found = /** @type {Proposal | null} */ (asked.value);
  const words = typed.trim();
  const fitting = unitsFor(incident, units.all(), matter).filter(
    (unit) => !words || `${unit.name} ${unit.agency_name}`.includes(words),
  );
  const chosen = picked.map((id) => units.get(id)).filter(Boolean);
  /** @param {string} id @param {boolean} on */
  const choose = (id, on) => pick(on ? [...picked, id] : picked.filter((one) => one !== id));
  const isSent = runningOf(incident).length > 0;
  const [isAdded, add] = useState(false);
  return html`<div class="dispatch-choice">
    <input type="hidden" name="unit_ids" value=${picked.join(',')} />
    ${isSent && html`<${Tick} name="add" label=${t('增派：已派出的力量继续办理，不撤回')} checked=${isAdded} onChange=${add} />`}
    <div class="proposal">
      ${
        found
          ? !isAdded &&
            html`<${Proposed} found=${found} picked=${chosen} known=${found.unit ? units.get(found.unit.id) : undefined} />`
          : !asked.problem && html`<p class="hint" role="status">${t('正在按事项和位置查找…')}</p>`
      }
      <${Fault} problem=${asked.problem} onRetry=${asked.renew} />
      ${found && found.returns > 1 && html`<p class="notice">${t('已退单 {n} 次。写明理由的派遣就是裁定：此后同类事件照此办理（先例）。', { n: found.returns })}</p>`}
    </div>
    <${ByHand} isNeeded=${isAdded || Boolean(found && !found.unit)}>
      <input type="search" placeholder=${t('查找力量')} aria-label=${t('查找力量')} onInput=${(/** @type {any} */ e) => type(e.target.value)} />
      <ul class="unit-list small">
        ${fitting.slice(0, MOST).map((unit) => html`<${Option} key=${unit.id} unit=${unit} isPicked=${picked.includes(unit.id)} onPick=${(/** @type {boolean} */ on) => choose(unit.id, on)} />`)}
        ${found && fitting.length === 0 && html`<li class="empty">${t('没有符合的力量')}</li>`}
        ${fitting.length > MOST && html`<li class="hint">${t('还有 {n} 个，请查找', { n: fitting.length - MOST })}</li>`}
      </ul>
    </${ByHand}>
    <${Field} label=${t('派遣说明（可不填）')}><${Phrased} name="note" /></${Field}>
  </div>`;
}

/** The list of units: closed where a proposal stands, open where it is what the clerk needs next.
 * @param {{ isNeeded: boolean, children?: any }} props */
function ByHand({ isNeeded, children }) {
  const [isOpen, open] = useState(/** @type {boolean | null} */ (null));
  const toggled = (/** @type {any} */ event) => open(event.currentTarget.open);
  return html`<details class="by-hand" open=${isOpen === null ? isNeeded : isOpen} onToggle=${toggled}>
    <summary>${t('指定其他力量（可多选，先选的牵头）')}</summary>
    ${children}
  </details>`;
}

/** @param {HTMLFormElement} form */
export function readDispatch(form) {
  const { note, unit_ids: ids, add } = /** @type {any} */ (form.elements);
  const words = note.value.trim();
  if (add?.checked && !ids.value) return { missing: t('请选择要增派的力量') };
  return {
    body: {
      ...(words ? { note: words } : {}),
      ...(ids.value ? { unit_ids: ids.value.split(',') } : {}),
      ...(add?.checked ? { add: true } : {}),
    },
  };
}
