// @ts-check
// Windows of the page of persons: made, changed, posts given and ended, deputies named.

import { Combo } from '../../parts/combo.js';
import { withPassword } from '../../parts/confirming.js';
import { dayFrom, localNow, withZone } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, FieldGroup, Form } from '../../parts/forms.js';
import { AreaPicker, UnitPicker } from '../../parts/pickers.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { t, word, wordPairs } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';

/** Opens a window, tells what was done, and hands the answer on.
 * @param {{ title: string, name: string, said: string, onDone: (answer: any) => void, view: (close: (answer?: any) => void) => any,
 *   wide?: boolean }} options */
async function open({ title, name, said, onDone, view, wide = false }) {
  const done = await openDialog({ title, name, wide, view });
  if (!done) return;
  toast(said);
  onDone(done);
}

/** A person chosen by name or number; `but` cannot be chosen.
 * @param {{ name: string, but?: string, label?: string, required?: boolean, onChoose?: (option: any) => void }} props */
export function PersonPicker({ name, but = '', label, required = false, onChoose }) {
  /** @param {string} q */
  const search = async (q) => {
    const page = await api.get(`/admin/accounts${query({ q, limit: 13 })}`);
    return page.items
      .filter((/** @type {any} */ one) => one.id !== but)
      .slice(0, 12)
      .map((/** @type {any} */ one) => ({ key: one.id, words: one.name, hint: one.phone || one.username }));
  };
  return html`<${Combo} name=${name} search=${search} required=${required} label=${label} onChoose=${onChoose}
    placeholder=${t('输入姓名或电话')} none=${t('没有这个人')} />`;
}

/** @param {{ choices: any, person?: any, faults: Record<string, string> }} props */
function PersonFields({ choices, person = {}, faults }) {
  const agencies = [['', '—'], ...choices.agencies.map((/** @type {any} */ one) => [one.code, one.name])];
  return html`<div class="pair">
      <${Field} label=${t('姓名')} fault=${faults.name}><input name="name" required maxlength="60" defaultValue=${person.name || ''} /></${Field}>
      <${Field} label=${t('电话')} fault=${faults.phone} hint=${t('可用它登录')}><input name="phone" type="tel" maxlength="30" defaultValue=${person.phone || ''} /></${Field}>
    </div>
    <div class="pair">
      <${Field} label=${t('用户名')} fault=${faults.username} hint=${t('可不填，就用电话登录')}><input name="username" maxlength="50" autocomplete="off" defaultValue=${person.username || ''} /></${Field}>
      <${Field} label=${t('部门')} fault=${faults.agency_code}><${Choice} name="agency_code" pairs=${agencies} value=${person.agency?.code || ''} /></${Field}>
    </div>`;
}

/** @param {any} elements */
function personOf(elements) {
  return {
    name: elements.name.value,
    phone: elements.phone.value.trim() || null,
    username: elements.username.value.trim(),
    agency_code: elements.agency_code.value || null,
  };
}

const PERSON = ['name', 'phone', 'username', 'agency_code'];

/** @param {{ choices: any, onDone: (person: any) => void }} options */
export function openNewPerson({ choices, onDone }) {
  return open({
    title: t('新增人员'),
    name: 'person',
    said: t('已新增，再给他岗位和登录码'),
    onDone,
    view: (close) => html`<${Form} submit=${t('新增')} fields=${PERSON}
      onSend=${async (/** @type {any} */ form) => close(await api.post('/admin/accounts', personOf(form)))}>
      ${(/** @type {any} */ faults) => html`<${PersonFields} choices=${choices} faults=${faults} />`}
    </${Form}>`,
  });
}

/** @param {{ person: any, choices: any, onDone: (person: any) => void }} options */
export function openEdit({ person, choices, onDone }) {
  return open({
    title: t('修改：{name}', { name: person.name }),
    name: 'person',
    said: t('已保存'),
    onDone,
    view: (close) => html`<${Form} submit=${t('保存')} fields=${PERSON}
      onSend=${async (/** @type {any} */ form) => close(await api.patch(`/admin/accounts/${person.id}`, personOf(form)))}>
      ${(/** @type {any} */ faults) => html`<${PersonFields} choices=${choices} person=${person} faults=${faults} />`}
    </${Form}>`,
  });
}

/** The role, and then only the places that it fits.
 * @param {{ choices: any, faults: Record<string, string> }} props */
function PlaceFields({ choices, faults }) {
  const [role, setRole] = useState(choices.roles[0].role);
  const fits = choices.roles.find((/** @type {any} */ one) => one.role === role);
  const units = choices.units.filter((/** @type {any} */ one) => fits.unit_kinds.includes(one.kind));
  const pairs = choices.roles.map((/** @type {any} */ one) => [one.role, word('role', one.role)]);
  const isArea = fits.levels.length > 0;
  return html`<${Field} label=${t('岗位')} fault=${faults.role}><${Choice} name="role" pairs=${pairs} onChange=${setRole} /></${Field}>
    ${
      isArea
        ? html`<${FieldGroup} label=${t('区域')} fault=${faults.area_code}><${AreaPicker} key=${role} name="area_code" levels=${fits.levels} required=${true} label=${t('区域')} /></${FieldGroup}>`
        : html`<${FieldGroup} label=${t('处置力量')} fault=${faults.unit_id}><${UnitPicker} key=${role} name="unit_id" units=${units} required=${true} label=${t('处置力量')} /></${FieldGroup}>`
    }`;
}

/** @param {{ person: any, choices: any, onDone: (post: any) => void }} options */
export function openPost({ person, choices, onDone }) {
  /** @param {any} form */
  const send = (form) =>
    withPassword(() =>
      api.post('/admin/posts', {
        account_id: person.id,
        role: form.role.value,
        ...(form.area_code ? { area_code: form.area_code.value } : { unit_id: form.unit_id.value }),
        valid_from: form.valid_from.value,
        valid_to: form.valid_to.value || null,
      }),
    );
  return open({
    title: t('给岗位：{name}', { name: person.name }),
    name: 'post',
    said: t('岗位已给'),
    onDone,
    view: (
      close,
    ) => html`<${Form} submit=${t('给岗位')} fields=${['role', 'area_code', 'unit_id', 'valid_from', 'valid_to']}
      onSend=${async (/** @type {any} */ form) => close(await send(form))}>
      ${(/** @type {any} */ faults) => html`<${PlaceFields} choices=${choices} faults=${faults} />
        <div class="pair">
          <${Field} label=${t('从哪天起')} fault=${faults.valid_from}><input type="date" name="valid_from" required min=${dayFrom()} defaultValue=${dayFrom()} /></${Field}>
          <${Field} label=${t('到哪天止')} fault=${faults.valid_to} hint=${t('可不填；当日起不再有效')}><input type="date" name="valid_to" min=${dayFrom()} /></${Field}>
        </div>`}
    </${Form}>`,
  });
}

/** @param {{ post: any, onDone: (post: any) => void }} options */
export function openEndPost({ post, onDone }) {
  return open({
    title: t('终止：{what}', { what: word('role', post.role) }),
    name: 'end',
    said: t('已终止'),
    onDone,
    view: (close) => html`<${Form} submit=${t('终止')} fields=${['valid_to']}
      onSend=${async (/** @type {any} */ form) => close(await api.patch(`/admin/posts/${post.id}`, { valid_to: form.valid_to.value }))}>
      ${(
        /** @type {any} */ faults,
      ) => html`<${Field} label=${t('终止日')} hint=${t('当日起不再有效；此前已做的不变')} fault=${faults.valid_to}>
        <input type="date" name="valid_to" required min=${dayFrom()} defaultValue=${dayFrom()} />
      </${Field}>`}
    </${Form}>`,
  });
}

/** @param {{ post: any, person: any, onDone: (deputy: any) => void }} options */
export function openDeputy({ post, person, onDone }) {
  /** @param {any} form */
  const send = (form) =>
    withPassword(() =>
      api.post('/admin/deputies', {
        post_id: post.id,
        account_id: form.account_id.value || null,
        from_at: withZone(form.from_at.value),
        until_at: withZone(form.until_at.value),
        reason: form.reason.value,
      }),
    );
  return open({
    title: t('请人代岗：{name}', { name: person.name }),
    name: 'deputy',
    said: t('已安排'),
    onDone,
    view: (
      close,
    ) => html`<${Form} submit=${t('安排')} fields=${['account_id', 'from_at', 'until_at', 'reason']}
      onSend=${async (/** @type {any} */ form) => close(await send(form))}>
      ${(
        /** @type {any} */ faults,
      ) => html`<${FieldGroup} label=${t('谁来代岗')} fault=${faults.account_id} hint=${t('可不填：这段时间无人在岗，事件转给网格长')}>
          <${PersonPicker} name="account_id" but=${person.id} label=${t('谁来代岗')} />
        </${FieldGroup}>
        <div class="pair">
          <${Field} label=${t('从')} fault=${faults.from_at}><input type="datetime-local" name="from_at" required defaultValue=${localNow()} /></${Field}>
          <${Field} label=${t('到')} fault=${faults.until_at} hint=${t('到时权限自动收回')}><input type="datetime-local" name="until_at" required /></${Field}>
        </div>
        <${Field} label=${t('原因')} fault=${faults.reason}><${Choice} name="reason" pairs=${wordPairs('deputy_reason')} /></${Field}>`}
    </${Form}>`,
  });
}
