// @ts-check
// 登记事件: a case that came by telephone, visitor, 12345, a leader's order or another agency.

import { localNow, withZone } from '../parts/dates.js';
import { Choice, Field, FieldGroup, Phrased, Refusal, useSending } from '../parts/forms.js';
import { Icon } from '../parts/icon.js';
import { limitWords } from '../parts/limits.js';
import { MatterPicker } from '../parts/pickers.js';
import { toast } from '../parts/toasts.js';
import { ApiProblem, api } from '../shared/api.js';
import { newId } from '../shared/ids.js';
import { t, wordPairs } from '../shared/language.js';
import { html, useLayoutEffect, useRef, useState } from '../shared/ui.js';
import { RegisterPlace } from './register_place.js';
import { SimilarCases } from './similar.js';

/** @typedef {import('./desk.js').CenterDesk} CenterDesk */
/** @typedef {Wire['MatterOut']} Matter */

const ORIGINS = ['phone', 'desk', 'hotline_12345', 'leader', 'agency', 'public'];
const WITH_NUMBER = ['hotline_12345', 'leader', 'agency'];
/** Origins that want a call-back before the case is closed. */
const CALLED_BACK = ['hotline_12345'];
const FORM = 'register-form';

/** What there is to know of a matter before it is registered.
 * @param {{ matter: Matter | null }} props */
function MatterHint({ matter }) {
  if (!matter) return null;
  if (matter.signpost) return html`<p class="notice stored">${matter.signpost}</p>`;
  const says = [
    t('时限 {limit}', { limit: limitWords(/** @type {any} */ (matter.limit)) }),
    matter.restricted && t('受限事项，内容只对办理链条可见'),
  ];
  return html`<small class="hint"><span class="stored">${matter.service_group}</span> · ${says.filter(Boolean).join(' · ')}</small>`;
}

/** What came with the case from outside.
 * @param {{ isShown: boolean }} props */
function Outside({ isShown }) {
  return html`<div class="pair" hidden=${!isShown}>
    <${Field} label=${t('外部编号')}><input name="external_number" maxlength="100" placeholder=${t('工单号、文号')} /></${Field}>
    <${Field} label=${t('答复期限')}><input name="external_due_at" type="datetime-local" /></${Field}>
  </div>`;
}

/** @param {{ isOwed: boolean }} props `isOwed`: the origin wants to be told what came of a call-back. */
function Person({ isOwed }) {
  return html`${isOwed && html`<p class="hint">${t('此来源办结前须回访：请填联系电话；没有的，写明理由。')}</p>`}
  <div class="pair">
    <${Field} label=${t('反映人（可不填）')}><input name="person_name" maxlength="200" autocomplete="off" /></${Field}>
    <${Field} label=${isOwed ? t('联系电话') : t('联系电话（可不填）')}><input name="person_phone" maxlength="40" type="tel" autocomplete="off" /></${Field}>
  </div>
  ${isOwed && html`<${Field} label=${t('没有联系电话的理由')}><input name="no_caller" maxlength="200" autocomplete="off" /></${Field}>`}`;
}

function When() {
  /** @type {[string, string][]} */
  const urgencies = [['', t('按事项默认')], ...wordPairs('urgency')];
  return html`<div class="pair">
    <${Field} label=${t('发生时间')}><input name="occurred_at" type="datetime-local" required defaultValue=${localNow()} /></${Field}>
    <${Field} label=${t('紧急程度')}><${Choice} name="urgency" pairs=${urgencies} /></${Field}>
  </div>`;
}

/** The report as the contract wants it; empty members are left out.
 * @param {HTMLFormElement} form @param {{ clientId: string, matter: Matter, location: Record<string, any> }} known */
function bodyOf(form, { clientId, matter, location }) {
  /** @type {Record<string, string>} */
  const said = {};
  for (const [name, value] of new FormData(form)) said[name] = String(value).trim();
  const isOutside = WITH_NUMBER.includes(said.origin);
  const person = { name: said.person_name || undefined, phone: said.person_phone || undefined };
  return {
    client_id: clientId,
    service_code: matter.service_code,
    description: said.description,
    location,
    occurred_at: withZone(said.occurred_at) || undefined,
    address: said.address || undefined,
    urgency: said.urgency || undefined,
    origin: said.origin,
    on_behalf_of: person.name || person.phone ? person : undefined,
    no_caller: said.no_caller || undefined,
    external_number: (isOutside && said.external_number) || undefined,
    external_due_at: (isOutside && withZone(said.external_due_at)) || undefined,
  };
}

/** Whether a call-back is owed to somebody of whom neither the number nor the lack of one is said.
 * @param {HTMLFormElement} form */
function isUnanswerable(form) {
  const { no_caller: why, person_phone: phone } = /** @type {any} */ (form.elements);
  return Boolean(why) && !why.value.trim() && !phone.value.trim();
}

/** The form that stays open, whatever stands before it, until it is sent or given up.
 * @param {{ desk: CenterDesk, isShown: boolean }} props */
export function Register({ desk, isShown }) {
  // The phone's rule for a desk too: the id is made before sending, so that a repetition is answered, not doubled.
  const clientId = useRef(newId());
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  const [matter, setMatter] = useState(/** @type {Matter | null} */ (null));
  const [where, setWhere] = useState(
    /** @type {import('./register_place.js').Where} */ ({ location: null, point: null }),
  );
  const [origin, setOrigin] = useState(ORIGINS[0]);
  const [missing, say] = useState('');
  const sending = useSending();
  useLayoutEffect(() => {
    const picker = section.current?.querySelector('[data-picker=service_code]');
    if (isShown && picker instanceof HTMLElement) picker.focus();
  }, [isShown]);
  const typed = () => {
    desk.typed.register = true;
  };
  /** @param {HTMLFormElement} form @param {Matter} of @param {Record<string, any>} location */
  const register = async (form, of, location) => {
    try {
      const body = bodyOf(form, { clientId: clientId.current, matter: of, location });
      const incident = await api.post('/reports', body);
      toast(t('已登记：{number}', { number: incident.case_number }));
      desk.endRegister();
      desk.openCase(incident.id);
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.code === 'report-conflict') clientId.current = newId();
      throw problem;
    }
  };
  /** @param {any} event */
  const submit = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const { location } = where;
    if (!matter) say(t('请从列表里选一个事项'));
    else if (!location) say(t('请在地图上点选位置，或选一个区域'));
    else if (isUnanswerable(form)) say(t('请填联系电话，或写明没有联系电话的理由'));
    else {
      say('');
      sending.send(() => register(form, matter, location));
    }
  };
  return html`<section ref=${section} class="side-part" data-side="register" aria-label=${t('登记事件')} hidden=${!isShown}>
    <header class="side-head">
      <h2>${t('登记事件')}</h2>
      <button type="button" class="icon-button" aria-label=${t('关闭')} title="Esc" onClick=${() => desk.closeRegister()}><${Icon} name="close" /></button>
    </header>
    <div class="side-body">
      <form id=${FORM} class="register" data-form="register" onSubmit=${submit} onInput=${typed} onChange=${typed}>
        <${Field} label=${t('来源')}><${Choice} name="origin" pairs=${wordPairs('origin', ORIGINS)} value=${origin} onChange=${setOrigin} /></${Field}>
        <${Outside} isShown=${WITH_NUMBER.includes(origin)} />
        <${FieldGroup} label=${t('事项')}>
          <${MatterPicker} name="service_code" label=${t('事项')} matters=${desk.matters?.items} onChoose=${(/** @type {any} */ option) => setMatter(option ? option.data : null)} />
          <${MatterHint} matter=${matter} />
        </${FieldGroup}>
        <${RegisterPlace} desk=${desk} onChange=${setWhere} />
        <${SimilarCases} matter=${matter} point=${where.point} onOpen=${(/** @type {string} */ id) => desk.openCase(id)} />
        <${Field} label=${t('情况描述')}><${Phrased} name="description" rows=${3} placeholder=${t('什么事、在哪里、影响谁。不得填写涉密内容。')} /></${Field}>
        <${Field} label=${t('地址（可不填）')}><input name="address" maxlength="200" /></${Field}>
        <${Person} isOwed=${CALLED_BACK.includes(origin)} />
        <${When} />
        ${missing && html`<p class="problem" role="alert">${missing}</p>`}
        <${Refusal} sending=${sending} />
      </form>
    </div>
    <footer class="actions">
      <div class="line end">
        <button type="button" class="quiet" onClick=${() => desk.closeRegister()}>${t('取消')}</button>
        <button type="submit" form=${FORM} class="primary" data-action="confirm" disabled=${sending.isBusy || Boolean(matter?.signpost)}>${t('登记')}</button>
      </div>
    </footer>
  </section>`;
}
