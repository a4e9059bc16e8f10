// @ts-check
// A person leaves: the day and who takes over, then all that goes to that person, then it is done.

import { withPassword } from '../../parts/confirming.js';
import { dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Field, FieldGroup, Form } from '../../parts/forms.js';
import { Asked, useAsked } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import { PersonPicker } from './forms.js';

/** @param {{ label: string, rows: any[], view: (row: any) => any }} props */
function Part({ label, rows, view }) {
  if (rows.length === 0) return null;
  return html`<h3 class="form-part">${label}</h3><ul>${rows.map((row) => html`<li>${view(row)}</li>`)}</ul>`;
}

/** @param {any} one */
function caseLine(one) {
  return html`<span class="stored">${one.case_number} ${one.service_name}</span>${one.unit && html` · <span class="stored">${one.unit.name}</span>`}`;
}

/** @param {{ found: any }} props */
function Listed({ found }) {
  return html`<div data-part="listed" aria-live="polite">
    ${found.needs_successor && html`<p class="notice" data-part="only">${t('有岗位只有此人一人，必须指定接替的人。')}</p>`}
    <${Part} label=${t('岗位 {n} 个', { n: found.posts.length })} rows=${found.posts}
      view=${(/** @type {any} */ one) => html`${word('role', one.post.role)} · <span class="stored">${(one.post.area || one.post.unit)?.name}</span>${one.is_only && html` · <strong>${t('只有此人')}</strong>`}`} />
    <${Part} label=${t('在办任务 {n} 件', { n: found.tasks.length })} rows=${found.tasks} view=${caseLine} />
    <${Part} label=${t('本人上报、待受理 {n} 件', { n: found.waiting.length })} rows=${found.waiting} view=${caseLine} />
    <${Part} label=${t('本人上报、办理中 {n} 件', { n: found.reports.length })} rows=${found.reports} view=${caseLine} />
    <${Part} label=${t('代岗 {n} 项', { n: found.deputyships.length })} rows=${found.deputyships}
      view=${(/** @type {any} */ one) => html`${word('role', one.post.role)} · <span class="stored">${one.post.account.name}</span>`} />
    <p class="hint">${t('登录中的设备 {n} 台，离岗时全部退出。', { n: found.sessions })}</p>
  </div>`;
}

/** @param {{ person: any, close: (answer: any) => void }} props */
function Leaving({ person, close }) {
  const [on, setOn] = useState(dayFrom());
  const [successor, setSuccessor] = useState('');
  const path = `/admin/accounts/${person.id}/leaving`;
  const asked = useAsked(
    () => (on ? api.get(path + query({ on, successor_id: successor })) : undefined),
    [on, successor],
  );
  const send = () => withPassword(() => api.post(path, { on, successor_id: successor || null }));
  const mustName = Boolean(asked.value?.needs_successor) && !successor;
  return html`<${Form} submit=${t('办理离岗')} fields=${['on', 'successor_id']} disabled=${mustName || !asked.value} onSend=${async () => close(await send())}>
    ${(/** @type {any} */ faults) => html`<div class="pair">
        <${Field} label=${t('从哪天起离岗')} fault=${faults.on}>
          <input type="date" name="on" required min=${dayFrom()} defaultValue=${on} onChange=${(/** @type {any} */ e) => setOn(e.target.value)} />
        </${Field}>
        <${FieldGroup} label=${t('谁来接替')} fault=${faults.successor_id}>
          <${PersonPicker} name="successor_id" but=${person.id} label=${t('谁来接替')} onChoose=${(/** @type {any} */ one) => setSuccessor(one ? one.key : '')} />
        </${FieldGroup}>
      </div>
      <p>${t('以下都转给接替的人：')}</p>
      <${Asked} asked=${asked}>${(/** @type {any} */ found) => html`<${Listed} found=${found} />`}</${Asked}>`}
  </${Form}>`;
}

/** @param {{ person: any, onDone: () => void }} options */
export async function openLeaving({ person, onDone }) {
  const done = await openDialog({
    title: t('离岗：{name}', { name: person.name }),
    name: 'leaving',
    wide: true,
    view: (close) => html`<${Leaving} person=${person} close=${close} />`,
  });
  if (!done) return;
  toast(t('已办理'));
  onDone();
}
