// @ts-check
// What each action asks for, in which words, and the body that it sends. Forms that need more than words stand in
// files of their own.

import { Choice, Field, Phrased } from '../parts/forms.js';
import { t, word, wordPairs } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { CorrectFields, readCorrection } from './correct_form.js';
import { DispatchFields, readDispatch } from './dispatch_form.js';
import { HandleFields, readHandling } from './handle_form.js';
import { EscalateFields, HandDownFields } from './level_forms.js';
import { ProxyFields, runningOf, withProxy } from './proxy_fields.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {{ incident: Incident, matter: Wire['MatterOut'] | undefined, desk: import('./desk.js').CenterDesk }} FieldsProps */
/**
 * The form of an action: `Fields` draws its fields, `read` gives the body's own members or says what is missing.
 * @typedef {{ title: string, confirm: string, isDanger?: boolean, Fields: (props: FieldsProps) => any,
 *   read: (form: HTMLFormElement, incident: Incident) => { body?: Record<string, any>, missing?: string } }} ActionPlan
 */

const CLOSINGS = ['resolved', 'persuaded', 'mediated', 'handed_over', 'in_procedure', 'unfounded', 'other'];

/** What may become of a case, as a choice. */
export function closings() {
  return wordPairs('disposition', CLOSINGS);
}

/** What a form's fields say, empty ones left out.
 * @param {HTMLFormElement} form */
export function readForm(form) {
  /** @type {Record<string, string>} */
  const said = {};
  for (const [name, value] of new FormData(form)) if (String(value).trim()) said[name] = String(value).trim();
  return said;
}

/** @param {HTMLFormElement} form */
function readWords(form) {
  return { body: readForm(form) };
}

/** A plan of an act that a desk may record for a unit: asks for which first.
 * @param {string} action @param {ActionPlan} plan @returns {ActionPlan} */
function byProxy(action, plan) {
  const { Fields, read } = plan;
  return {
    ...plan,
    Fields: (props) =>
      html`<${ProxyFields} incident=${props.incident} action=${action} units=${props.desk.actor?.units || []} />
        <${Fields} ...${props} />`,
    read: (form, incident) => {
      const { body, missing } = read(form, incident);
      return { body: body && withProxy(body, incident), missing };
    },
  };
}

/** All that run, or one of several.
 * @param {FieldsProps} props */
function RecallFields({ incident }) {
  const rows = runningOf(incident);
  /** @type {[string, string][]} */
  const pairs = [
    ['', t('全部撤回')],
    ...rows.map((row) => /** @type {[string, string]} */ ([row.id, row.unit.name || ''])),
  ];
  return html`${rows.length > 1 && html`<${Field} label=${t('撤回哪个')} hint=${t('只撤一个时，其他力量继续办理。')}><${Choice} name="dispatch_id" pairs=${pairs} /></${Field}>`}
    <${reasonFields([t('派错单位'), t('情况有变，重新研判'), t('人手已够')])} />`;
}

/** A remark, which may be left out. */
export function NoteFields() {
  return html`<${Field} label=${t('备注（可不填）')}><${Phrased} name="note" /></${Field}>`;
}

/** @param {string[]} phrases */
function reasonFields(phrases) {
  return () =>
    html`<${Field} label=${t('理由')}>
      <${Phrased} name="reason" required=${true} phrases=${phrases} placeholder=${t('会告诉上报人或处置单位')} />
    </${Field}>`;
}

/** What the case's origin still wants: asked for in the form that settles it.
 * @param {{ incident: Incident, required: boolean, hint?: string }} props */
function CallBack({ incident, required, hint = '' }) {
  if (!incident.owes.includes('call_back')) return null;
  if (!incident.on_behalf_of?.phone)
    return html`<${Field} label=${t('没有可回访的人：理由')} hint=${t('此来源须回访，但没有反映人电话。')}>
      <input name="no_caller" required=${required} maxlength="200" />
    </${Field}>`;
  return html`<${Field} label=${t('回访结果')} hint=${hint}>
    <${Choice} name="call_back" pairs=${wordPairs('call_back')} open=${true} required=${required} />
  </${Field}>`;
}

/** @param {{ incident: Incident }} props */
function Answer({ incident }) {
  if (!incident.owes.includes('answer')) return null;
  const phrases =
    incident.origin === 'leader' ? [t('已按批示要求办结，情况如下：')] : [t('经核实，已处置完毕。')];
  return html`<${Field} label=${t('答复内容')}>
    <${Phrased} name="answer" required=${true} phrases=${phrases} placeholder=${t('答复给来件单位或批示人')} />
  </${Field}>`;
}

/** As the matter's standard asks; a photo that is not there was not looked at.
 * @param {FieldsProps} props */
function usualCheck({ incident, matter }) {
  const asked = matter && matter.verification !== 'none' ? matter.verification : '';
  const isSeen = asked !== 'photo' || incident.media.some((photo) => photo.stage === 'after');
  return isSeen ? asked : '';
}

/** @param {FieldsProps} props */
function VerifyFields(props) {
  const { incident, matter } = props;
  const asked = matter && matter.verification !== 'none' ? word('check', matter.verification) : '';
  const phrases = [t('已办好，上报人认可'), t('已办好，现场恢复原状'), t('照片显示已处置到位')];
  return html`<${Field} label=${t('核查方式')} hint=${asked && t('该事项的标准：{how}', { how: asked })}>
      <${Choice} name="how" pairs=${wordPairs('check')} open=${true} value=${usualCheck(props)} />
    </${Field}>
    <${Field} label=${t('核查结果')}><${Phrased} name="result" required=${true} phrases=${phrases} /></${Field}>
    <${CallBack} incident=${incident} required=${false} hint=${t('核查方式选电话回访时填写，记为回访')} />
    <${NoteFields} />`;
}

/** @param {FieldsProps} props */
function CloseFields({ incident }) {
  return html`<${Field} label=${t('处置结果')}><${Choice} name="disposition" pairs=${closings()} /></${Field}>
    <${CallBack} incident=${incident} required=${true} />
    <${Answer} incident=${incident} />
    <${NoteFields} />`;
}

/** @param {string} title @param {string} confirm @param {string[]} phrases @returns {ActionPlan} */
function refusal(title, confirm, phrases) {
  return { title, confirm, isDanger: true, Fields: reasonFields(phrases), read: readWords };
}

/** @param {string} title @param {string} confirm @param {(props: FieldsProps) => any} [Fields] @returns {ActionPlan} */
function plain(title, confirm, Fields = NoteFields) {
  return { title, confirm, Fields, read: readWords };
}

/** @type {Record<string, () => ActionPlan>} */
const PLANS = {
  dispatch: () => ({ title: '', confirm: '', Fields: DispatchFields, read: readDispatch }),
  correct: () => ({ title: '', confirm: '', Fields: CorrectFields, read: readCorrection }),
  file: () => plain(t('受理（立案），暂不派遣'), t('受理')),
  reject: () =>
    refusal(word('action', 'reject'), word('action', 'reject'), [
      t('不属于受理范围'),
      t('与已有事件重复'),
      t('情况不属实'),
      t('描述不清，无法核实'),
    ]),
  send_back: () =>
    refusal(word('action', 'send_back'), t('退回'), [
      t('地址不在本辖区'),
      t('不属于本级职责，应由其他单位承办'),
    ]),
  accept: () => byProxy('accept', plain(t('代处置单位接单'), t('代为接单'))),
  decline: () =>
    byProxy(
      'decline',
      refusal(t('不接此单'), word('action', 'decline'), [t('不属于本单位职责'), t('不在本单位辖区')]),
    ),
  recall: () => ({
    title: t('撤回派遣'),
    confirm: word('action', 'recall'),
    isDanger: true,
    Fields: RecallFields,
    read: readWords,
  }),
  return: () =>
    byProxy(
      'return',
      refusal(word('action', 'return'), word('action', 'return'), [t('不属于本单位职责'), t('需多部门协调')]),
    ),
  en_route: () => byProxy('en_route', plain(t('已出发'), word('action', 'en_route'))),
  arrive: () => byProxy('arrive', plain(t('已到场'), word('action', 'arrive'))),
  handle: () =>
    byProxy('handle', {
      title: word('state_city', 'handled'),
      confirm: word('action', 'handle'),
      Fields: HandleFields,
      read: readHandling,
    }),
  rework: () => ({
    title: word('action', 'rework'),
    confirm: word('action', 'rework'),
    Fields: reasonFields([t('现场仍未处置到位'), t('处置不彻底'), t('上报人不认可')]),
    read: readWords,
  }),
  verify: () => plain(word('action', 'verify'), t('核查通过'), VerifyFields),
  escalate: () => plain(word('action', 'escalate'), t('上报'), EscalateFields),
  hand_down: () => plain(word('action', 'hand_down'), word('action', 'hand_down'), HandDownFields),
  close: () => plain(word('action', 'close'), word('action', 'close'), CloseFields),
};

/**
 * The form of an action. Where the case speaks the words of governance, and where the form has none of its own, title
 * and button say what the action's button said.
 * @param {string} action @param {string} label @param {Incident} incident @returns {ActionPlan}
 */
export function planOf(action, label, incident) {
  const plan = PLANS[action] ? PLANS[action]() : plain('', '');
  if (plan.title && incident.label_family !== 'governance') return plan;
  return { ...plan, title: label, confirm: label };
}
