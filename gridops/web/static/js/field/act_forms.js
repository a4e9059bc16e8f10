// @ts-check
// The small forms of a task: done, with what was done; declined or returned, with the reason. What is typed stays in
// the form until it is sent or cancelled, whatever becomes of the case meanwhile.

import { Changed, useOpenForm } from '../parts/open_form.js';
import { newId } from '../shared/ids.js';
import { t, word, wordPairs } from '../shared/language.js';
import { stateOf } from '../shared/states.js';
import { clock } from '../shared/times.js';
import { html, useRef, useState } from '../shared/ui.js';
import { post } from './acting.js';
import { Officers, officersOf, troubleWith } from './officers.js';
import { PhotoStrip } from './photo_strip.js';
import { placeOf } from './place_words.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Case} Case */

const PLAIN_KINDS = ['clean', 'repair', 'persuade', 'mediate', 'other'];
const POWER_KINDS = wordPairs('power_act').map(([code]) => code);

/** What a person at work would want to know of a change. @param {Case} before @param {Case} now */
function differences(before, now) {
  const arrived = (/** @type {Case} */ one) => one.media.filter((/** @type {any} */ m) => m.arrived).length;
  /** @type {[boolean, string][]} */
  const told = [
    [before.state !== now.state, t('状态：{words}', { words: stateOf(/** @type {any} */ (now)) })],
    [before.service_code !== now.service_code, t('事项：{words}', { words: now.service_name })],
    [placeOf(before) !== placeOf(now), t('地点：{words}', { words: placeOf(now) })],
    [before.description !== now.description, t('情况：{words}', { words: now.description || '' })],
    [before.due_at !== now.due_at, t('期限：{words}', { words: clock(now.due_at) || t('未定时限') })],
    [before.unit?.id !== now.unit?.id, t('力量：{words}', { words: now.unit ? now.unit.name : t('已撤回') })],
    [arrived(before) !== arrived(now), t('又到了照片')],
  ];
  return told.filter(([isSo]) => isSo).map(([, words]) => words);
}

/**
 * The frame of a form: `read()` gives the body's fields or says what is missing.
 * @param {{ app: App, incident: Case, action: string, title: string, words: string, isDangerous?: boolean, photos: import('./types').Photo[],
 *   read: () => { fields?: Record<string, any>, missing?: string }, onClose: () => void, children?: any }} props
 */
function ActForm({
  app,
  incident,
  action,
  title,
  words,
  isDangerous = false,
  photos,
  read,
  onClose,
  children,
}) {
  const [trouble, say] = useState('');
  const [isBusy, setBusy] = useState(false);
  const moveId = useRef(newId());
  const open = useOpenForm(incident, differences);
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const { fields, missing } = read();
    say(missing || '');
    if (!fields) return;
    setBusy(true);
    const version = open.changes.length ? open.base.version : incident.version;
    const answer = await post(app, incident, { action, moveId: moveId.current, fields, version, photos });
    setBusy(false);
    say(answer.trouble);
    if (answer.isDone) onClose();
  };
  return html`<form class="act-form" onSubmit=${submit} novalidate>
    <h4>${title}</h4>
    <${Changed} open=${open} />
    ${children}
    ${trouble && html`<p class="problem" role="alert">${trouble}</p>`}
    <div class="row">
      <button type="submit" class=${isDangerous ? 'danger' : 'primary'} disabled=${isBusy}>${words}</button>
      <button type="button" class="quiet" onClick=${onClose}>${t('取消')}</button>
    </div>
  </form>`;
}

/** One of several, chosen by a tap.
 * @param {{ pairs: [string, string][], chosen: string, onChoose: (code: string) => void }} props */
function Taps({ pairs, chosen, onChoose }) {
  return html`<div class="chips">
    ${pairs.map(
      ([code, words]) =>
        html`<button type="button" key=${code} class="chip" aria-pressed=${String(code === chosen)} data-choice=${code} onClick=${() => onChoose(code)}>${words}</button>`,
    )}
  </div>`;
}

/** A text area that keeps its own text. @param {{ name: string, label: string, area: any, placeholder?: string }} props */
function Words({ name, label, area, placeholder = '' }) {
  return html`<label><span>${label}</span><textarea name=${name} ref=${area} rows="2" maxlength="4000" placeholder=${placeholder}></textarea></label>`;
}

/** @param {{ app: App, incident: Case, onClose: () => void }} props */
export function HandleForm({ app, incident, onClose }) {
  const [kind, choose] = useState('');
  const [photos] = useState(/** @type {import('./types').Photo[]} */ ([]));
  const note = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const officers = useRef(/** @type {HTMLFieldSetElement | null} */ (null));
  const mayHold = app.actor.roles.some((r) => r === 'handler' || r === 'agency_head');
  const isPower = POWER_KINDS.includes(kind);
  const read = () => {
    const said = note.current ? note.current.value.trim() : '';
    if (!kind) return { missing: t('请选一种处理方式') };
    if (!said) return { missing: t('请写一句办理情况') };
    const named = isPower ? officersOf(officers.current) : [];
    const missing = isPower ? troubleWith(named, kind) : '';
    if (missing) return { missing };
    const whole = named.filter((one) => one.name && one.certificate);
    return { fields: Object.assign({ kind, note: said }, whole.length === 2 ? { officers: whole } : {}) };
  };
  const kinds = mayHold ? PLAIN_KINDS.concat(POWER_KINDS) : PLAIN_KINDS;
  return html`<${ActForm} app=${app} incident=${incident} action="handle" title=${word('action', 'handle')} words=${t('确认办好了')}
    photos=${photos} read=${read} onClose=${onClose}>
    <fieldset>
      <legend>${t('处理方式')}</legend>
      <${Taps} pairs=${kinds.map((code) => [code, word('handling', code)])} chosen=${kind} onChoose=${choose} />
      ${mayHold && html`<p class="hint">${t('责令、处罚、许可、强制拆除要有权限；本单位没有时，会告诉您哪个单位有。')}</p>`}
    </fieldset>
    <${Officers} incident=${incident} kind=${isPower ? kind : ''} place=${officers} />
    <${Words} name="note" label=${t('办理情况')} area=${note} placeholder=${t('如：垃圾已清运，地面冲洗干净')} />
    <p class="hint">${t('处理后的照片，需要才拍')}</p>
    <${PhotoStrip} photos=${photos} stage="after" />
  </${ActForm}>`;
}

/** @param {{ app: App, incident: Case, action: string, onClose: () => void }} props */
export function ReasonForm({ app, incident, action, onClose }) {
  const [photos] = useState(/** @type {import('./types').Photo[]} */ ([]));
  const [phrase, choose] = useState('');
  const reason = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const note = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const isReturn = action === 'return';
  const hasArrived = incident.dispatches.some((d) => d.arrived_at && app.actor.units.includes(d.unit.id));
  const phrases = [t('不属于本单位职责'), t('不在本网格'), t('现场没有发现'), t('需要其他部门一起办')];
  /** @param {string} words */
  const put = (words) => {
    choose(words);
    if (reason.current) reason.current.value = words;
  };
  const read = () => {
    const why = reason.current ? reason.current.value.trim() : '';
    if (!why) return { missing: t('请写明原因') };
    const seen = note.current ? note.current.value.trim() : '';
    return { fields: Object.assign({ reason: why }, seen ? { note: seen } : {}) };
  };
  return html`<${ActForm} app=${app} incident=${incident} action=${action} title=${isReturn ? word('action', 'return') : t('不接这一单')}
    words=${isReturn ? t('确认退单') : t('确认不接')} isDangerous=${true} photos=${photos} read=${read} onClose=${onClose}>
    <${Taps} pairs=${phrases.map((words) => [words, words])} chosen=${phrase} onChoose=${put} />
    <${Words} name="reason" label=${t('原因')} area=${reason} placeholder=${t('写明原因，受理人员会看到')} />
    ${
      isReturn &&
      hasArrived &&
      html`<${Words} name="note" label=${t('现场情况（到场后退单，要写一句或拍一张）')} area=${note} />
        <${PhotoStrip} photos=${photos} stage="after" />`
    }
  </${ActForm}>`;
}
