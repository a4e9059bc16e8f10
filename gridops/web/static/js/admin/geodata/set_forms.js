// @ts-check
// What is asked before something happens to a boundary set: begun, put in force, taken back, taken away as a file.

import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, Form } from '../../parts/forms.js';
import { toast } from '../../parts/toasts.js';
import { query } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import { postSlow } from './sending.js';
import { layerPairs } from './words.js';

/**
 * @param {{ title: string, submit: string, fields: (faults: any) => any, names: string[], send: (form: any) => Promise<any>,
 *   done: (made: any) => string, onDone: () => void }} options
 */
async function ask({ title, submit, fields, names, send, done, onDone }) {
  const made = await openDialog({
    title,
    name: 'set',
    view: (close) =>
      html`<${Form} submit=${submit} fields=${names} onSend=${async (/** @type {any} */ form) => close(await send(form))}>${fields}</${Form}>`,
  });
  if (!made) return;
  toast(done(made));
  onDone();
}

/** @param {() => void} onDone */
export function openBegin(onDone) {
  ask({
    title: t('新建草稿'),
    submit: t('新建'),
    names: ['name'],
    fields: (
      faults,
    ) => html`<${Field} label=${t('名称')} fault=${faults.name} hint=${t('最后一个版本的全部图层会复制进来，只需替换有改动的图层')}>
      <input name="name" required maxlength="200" />
    </${Field}>`,
    send: (form) => postSlow('/admin/geodata/drafts', { name: form.name.value.trim() }),
    done: (made) => t('已新建草稿「{name}」', { name: made.name }),
    onDone,
  });
}

/** @param {any} set @param {string} firstDay @param {() => void} onDone */
export function openPutInForce(set, firstDay, onDone) {
  ask({
    title: t('启用「{name}」', { name: set.name }),
    submit: t('按此日期启用'),
    names: ['valid_from'],
    fields: (
      faults,
    ) => html`<${Field} label=${t('启用日期')} fault=${faults.valid_from} hint=${t('当日零点起生效，之前的版本到此为止')}>
        <input type="date" name="day" required min=${firstDay} defaultValue=${firstDay} />
      </${Field}>
      <p class="notice">${t('启用后不能再改。当天系统会自动调整处置力量、人员范围和未结事件的归属，拿不准的会列出来。')}</p>`,
    send: (form) => postSlow(`/admin/geodata/sets/${set.id}/put-in-force`, { valid_from: form.day.value }),
    done: (made) => t('「{name}」将于 {day} 启用', { name: made.name, day: made.valid_from }),
    onDone,
  });
}

/** @param {any} set @param {() => void} onDone */
export function openTakeBack(set, onDone) {
  ask({
    title: t('撤回「{what}」', { what: set.name }),
    submit: t('撤回'),
    names: ['name'],
    fields: (
      faults,
    ) => html`<p class="notice">${t('启用日期之前可以撤回：之前的版本继续有效，内容转为一份新草稿，可以改好再启用。')}</p>
      <${Field} label=${t('新草稿名称')} fault=${faults.name}>
        <input name="name" required maxlength="200" defaultValue=${t('{name}（撤回）', { name: set.name })} />
      </${Field}>`,
    send: (form) => postSlow(`/admin/geodata/sets/${set.id}/take-back`, { name: form.name.value.trim() }),
    done: (made) => t('已撤回，内容在草稿「{name}」', { name: made.name }),
    onDone,
  });
}

/** @param {{ set: any }} props */
function Download({ set }) {
  const [level, setLevel] = useState('grid');
  const [format, setFormat] = useState('gpkg');
  const [encoding, setEncoding] = useState('gb18030');
  const formats = [
    ['gpkg', 'GeoPackage'],
    ['geojson', 'GeoJSON'],
    ['shp', 'Shapefile (zip)'],
  ];
  const encodings = [
    ['gb18030', t('GB18030（国标，老软件可读）')],
    ['utf-8', 'UTF-8'],
  ];
  const isShape = format === 'shp';
  const address = `/api/v1/boundary-sets/${set.id}/download${query({ level, format, encoding: isShape ? encoding : '' })}`;
  return html`<div data-keeps-nothing>
    <div class="pair">
      <${Field} label=${t('图层')}><${Choice} name="level" pairs=${layerPairs()} value=${level} onChange=${setLevel} /></${Field}>
      <${Field} label=${t('格式')}><${Choice} name="format" pairs=${formats} value=${format} onChange=${setFormat} /></${Field}>
    </div>
    ${isShape && html`<${Field} label=${t('文字编码')}><${Choice} name="encoding" pairs=${encodings} value=${encoding} onChange=${setEncoding} /></${Field}>`}
    <p class="hint">${t('坐标系为 CGCS2000 经纬度（EPSG:4490）。')}</p>
    <div class="form-end"><a class="button primary" download="" href=${address}>${t('下载')}</a></div>
  </div>`;
}

/** A layer of a set taken away as a file; the browser saves it.
 * @param {any} set */
export function openDownload(set) {
  openDialog({
    title: t('下载「{name}」', { name: set.name }),
    name: 'download',
    view: () => html`<${Download} set=${set} />`,
  });
}
