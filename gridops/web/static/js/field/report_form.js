// @ts-check
// The form of one report: everything but the matter and the place may stay empty. What is typed is kept on the phone
// with every stroke.

import { Icon } from '../parts/icon.js';
import { toast } from '../parts/toasts.js';
import { t, wordPairs } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { CallFirst } from './calls.js';
import { HomeView } from './home_view.js';
import { PhotoStrip } from './photo_strip.js';
import { PlaceField } from './place_field.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Writing} Writing */

/** @param {{ title: string, children?: any }} props */
function Block({ title, children }) {
  return html`<section class="block"><h2>${title}</h2>${children}</section>`;
}

/** A text of the draft, kept with every stroke.
 * @param {{ data: Writing, name: 'description' | 'address' | 'notes', onChange: () => void, rows?: number, label?: string, placeholder?: string, most?: number }} props */
function Text({ data, name, onChange, rows = 0, label, placeholder, most = 4000 }) {
  const tag = rows ? 'textarea' : 'input';
  /** @param {any} event */
  const typed = (event) => {
    data[name] = event.target.value;
    onChange();
  };
  return html`<${tag} name=${name} rows=${rows || null} defaultValue=${data[name]} maxlength=${most} aria-label=${label} placeholder=${placeholder} onInput=${typed} />`;
}

/** @param {{ data: Writing, onChange: () => void }} props */
function Urgency({ data, onChange }) {
  /** @param {string} code */
  const choose = (code) => {
    data.urgency = code;
    onChange();
  };
  return html`<div class="options" role="radiogroup" aria-label=${t('紧急程度')}>
    ${wordPairs('urgency').map(
      ([code, words]) => html`<label key=${code} class="option">
        <input type="radio" name="urgency" value=${code} defaultChecked=${data.urgency === code} onChange=${() => choose(code)} /><span>${words}</span>
      </label>`,
    )}
  </div>`;
}

/** @param {{ data: Writing, onChange: () => void }} props */
function Resolved({ data, onChange }) {
  const [isResolved, set] = useState(data.is_resolved);
  /** @param {any} event */
  const ticked = (event) => {
    data.is_resolved = event.target.checked;
    set(data.is_resolved);
    onChange();
  };
  return html`<section class="block">
    <label class="switch"><input type="checkbox" name="is_resolved" checked=${isResolved} onChange=${ticked} /><span>${t('当场已处理')}</span></label>
    <div class="resolved-more">
      ${
        isResolved &&
        html`<label><span>${t('怎么处理的（必填）')}</span>
          <${Text} data=${data} name="notes" rows=${2} placeholder=${t('如：已劝离，已清扫干净')} onChange=${onChange} /></label>
        <p class="hint">${t('处理后的照片，需要才拍')}</p>
        <${PhotoStrip} photos=${data.photos} stage="after" onChange=${onChange} />`
      }
    </div>
  </section>`;
}

/** @param {Writing} data */
function missing(data) {
  if (!data.location) return t('还没有位置：等定位完成，或者在地图上选点');
  if (data.is_resolved && !data.notes.trim()) return t('请写一句怎么处理的');
  return '';
}

/** @param {App} app @param {Writing} data */
async function send(app, data) {
  const words = missing(data);
  if (words) {
    toast(words, 'warn');
    const where = document.querySelector(data.location ? '[name="notes"]' : '[data-place]');
    if (where) where.scrollIntoView({ block: 'center' });
    return;
  }
  app.locator.forget();
  const matter = app.catalogue.find(data.service_code);
  await app.outbox.add(app.draft.body(), data.photos, matter ? matter.service_name : data.service_code);
  app.catalogue.remember(data.service_code);
  await app.draft.drop();
  app.outbox.flush();
  app.go(`#/sent/${data.client_id}`);
}

/** @param {{ app: App, matter: import('./types').Matter }} props */
function MatterHead({ app, matter }) {
  const limit = matter.limit && !matter.signpost ? t('一般 {limit}内办', { limit: matter.limit }) : '';
  return html`<button type="button" class="matter-head" data-action="change-matter" onClick=${() => app.go('#/change')}>
    <span><strong>${matter.service_name}</strong><span class="matter-more">${[matter.service_group, limit].filter(Boolean).join(' · ')}</span></span>
    <span class="link">${t('换一个')}</span>
  </button>`;
}

/** @param {{ app: App, data: Writing, matter: import('./types').Matter }} props */
function Form({ app, data, matter }) {
  const [isSending, setSending] = useState(false);
  const onChange = () => app.draft.save();
  useEffect(() => {
    if (!data.location && !app.locator.isBusy && !app.locator.fix) app.locator.start();
  }, []);
  const pressed = async () => {
    setSending(true);
    await send(app, data);
    setSending(false);
  };
  return html`<div class="form">
    <${CallFirst} matter=${matter} />
    <h1 class="visually-hidden">${t('上报：{name}', { name: matter.service_name })}</h1>
    <${MatterHead} app=${app} matter=${matter} />
    <${Block} title=${t('位置')}>
      <${PlaceField} app=${app} data=${data} onChange=${onChange} />
      <label class="spaced"><span>${t('地点补充（可不填）')}</span>
        <${Text} data=${data} name="address" most=${200} placeholder=${t('如：小区东门北侧 20 米')} onChange=${onChange} /></label>
    </${Block}>
    <${Block} title=${t('照片')}><${PhotoStrip} photos=${data.photos} stage="before" onChange=${onChange} /></${Block}>
    <${Block} title=${t('情况')}>
      <${Text} data=${data} name="description" rows=${3} label=${t('情况描述')} placeholder=${t('可不填。一句话说清什么事。')} onChange=${onChange} />
      <p class="secrecy"><${Icon} name="shield" /><span>${t('严禁填写国家秘密、工作秘密。')}</span></p>
    </${Block}>
    <${Block} title=${t('紧急程度')}><${Urgency} data=${data} onChange=${onChange} /></${Block}>
    <${Resolved} data=${data} onChange=${onChange} />
    <div class="send-bar">
      <button type="button" class="primary wide send" data-action="send" disabled=${isSending} onClick=${pressed}>${t('发送上报')}</button>
    </div>
  </div>`;
}

/** The form of app.draft; the first page where there is no draft or its matter is unknown.
 * @param {{ app: App }} props */
export function ReportForm({ app }) {
  const { data } = app.draft;
  const matter = data && app.catalogue.find(data.service_code);
  if (!data || !matter) return html`<${HomeView} app=${app} />`;
  // Nothing can be reported here: the page says where to turn.
  if (matter.signpost) {
    return html`<div class="form">
      <h1 class="visually-hidden">${matter.service_name}</h1>
      <${MatterHead} app=${app} matter=${matter} />
      <p class="notice" data-part="signpost" role="status">${matter.signpost}</p>
    </div>`;
  }
  return html`<${Form} key=${data.client_id} app=${app} data=${data} matter=${matter} />`;
}
