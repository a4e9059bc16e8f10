// @ts-check
// A unit ends: what hangs on it is listed, who takes over is chosen, and only then it is done.

import { dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Field, FieldGroup, Form } from '../../parts/forms.js';
import { UnitPicker } from '../../parts/pickers.js';
import { Asked, useAsked } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { listed, t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

/** @param {{ unit: any }} props */
function Hanging({ unit }) {
  const asked = useAsked(() => api.get(`/admin/units/${unit.id}/ending`), [unit.id]);
  return html`<${Asked} asked=${asked}>
    ${(/** @type {any} */ found) => html`<div class="notice" data-part="hanging">
      <p>${t('在办 {n} 件，将交给接替的力量', { n: found.case_count })}</p>
      ${found.cases.length > 0 && html`<ul>${found.cases.slice(0, 20).map((/** @type {any} */ one) => html`<li class="stored">${one.case_number} ${one.service_name}</li>`)}</ul>`}
      ${found.posts.length > 0 && html`<p>${t('岗位随之结束：{who}', { who: listed(found.posts.map((/** @type {any} */ p) => `${p.account.name} ${word('role', p.role)}`)) })}</p>`}
      <p>${t('点名派给它的规则 {rules} 条、先例 {precedents} 条，以后找到的是接替的力量', found)}</p>
    </div>`}
  </${Asked}>`;
}

/** @param {any} unit @param {any[]} others units that may take over @param {() => void} onDone */
export async function openEnding(unit, others, onDone) {
  const done = await openDialog({
    title: t('结束：{name}', { name: unit.name }),
    name: 'end-unit',
    view: (close) => html`<${Hanging} unit=${unit} />
      <${Form} submit=${t('结束#act')} fields=${['valid_to', 'successor_id']} name="end-unit"
        onSend=${async (/** @type {any} */ form) =>
          close(
            await api.patch(`/admin/units/${unit.id}`, {
              valid_to: form.valid_to.value,
              ...(form.successor_id.value ? { successor_id: form.successor_id.value } : {}),
            }),
          )}>
        ${(/** @type {any} */ faults) => html`
          <${FieldGroup} label=${t('接替的力量')} hint=${t('没有在办、今天就结束的可不填')} fault=${faults.successor_id}>
            <${UnitPicker} name="successor_id" units=${others} label=${t('接替的力量')} />
          </${FieldGroup}>
          <${Field} label=${t('结束日期')} hint=${t('当日起不再派给它')} fault=${faults.valid_to}>
            <input type="date" name="valid_to" required min=${dayFrom()} defaultValue=${dayFrom()} />
          </${Field}>`}
      </${Form}>`,
  });
  if (!done) return;
  toast(t('已登记'));
  onDone();
}
