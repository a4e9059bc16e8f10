// @ts-check
// What is done on the first-run page itself: the district's name and metres, a unit for each grid and village.

import { Choice, Field, Form, Refusal, useSending } from '../../parts/forms.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

/** @param {{ found: any, onDone: () => void }} props */
export function District({ found, onDone }) {
  const { district, measures } = found;
  /** @param {any} elements */
  const send = async (elements) => {
    const srid = district.may_change_measure ? Number(elements.measure_srid.value) : district.measure_srid;
    await api.put('/admin/deployment', { name: elements.name.value.trim(), measure_srid: srid });
    toast(t('已保存'));
    onDone();
  };
  /** @type {[string, string][]} */
  const pairs = measures.map((/** @type {any} */ one) => [
    String(one.srid),
    t('CGCS2000 三度带，中央经线 {meridian}°（EPSG:{srid}）', one),
  ]);
  const chosen = String(district.measure_srid);
  if (!pairs.some(([srid]) => srid === chosen)) pairs.unshift([chosen, `EPSG:${chosen}`]);
  return html`<${Form} name="district" submit=${t('保存')} fields=${['name', 'measure_srid']} onSend=${send}>
    ${(/** @type {Record<string, string>} */ faults) => html`<div class="pair">
      <${Field} label=${t('名称')} name="name" hint=${district.code} fault=${faults.name}><input name="name" required maxlength="200" defaultValue=${district.name} /></${Field}>
      ${
        district.may_change_measure
          ? html`<${Field} label=${t('量算坐标系')} name="measure_srid" fault=${faults.measure_srid} hint=${t('选离本地最近的中央经线')}><${Choice} name="measure_srid" pairs=${pairs} value=${chosen} /></${Field}>`
          : html`<p class="form-field"><span class="form-label">${t('量算坐标系')}</span><span>EPSG:${chosen}</span></p>`
      }
    </div>`}
  </${Form}>`;
}

/** @param {{ onDone: () => void }} props */
export function OwnUnits({ onDone }) {
  const sending = useSending();
  const open = async () => {
    const done = await sending.send(() => api.post('/admin/first-run/own-units'));
    if (!done) return;
    toast(t('已建立 {n} 个处置力量', { n: done.opened }));
    onDone();
  };
  return html`<p><button type="button" class="small primary" data-action="own-units" disabled=${sending.isBusy} onClick=${open}>${t('为缺的网格和村社区建立处置力量')}</button></p>
    <${Refusal} sending=${sending} />`;
}
