// The form of one report: everything but the matter and the place may stay empty.

import { both, fill, h, icon, toast } from '../shared/dom.js';
import { URGENCIES } from '../shared/words.js';
import { callFirst } from './calls.js';
import { photoStrip } from './photo_strip.js';
import { PlaceField } from './place_field.js';

function section(words, en, ...children) {
  return h('section', { class: 'block' }, h('h2', null, both(words, en)), children);
}

function urgencyField(data, onChange) {
  const options = Object.keys(URGENCIES).map((code) => {
    const input = h('input', { type: 'radio', name: 'urgency', value: code, checked: data.urgency === code });
    input.addEventListener('change', () => { data.urgency = code; onChange(); });
    return h('label', { class: 'option' }, input, h('span', null, URGENCIES[code]));
  });
  return h('div', { class: 'options', role: 'radiogroup', 'aria-label': '紧急程度' }, options);
}

function textField(data, name, props, onChange) {
  const node = h(props.rows ? 'textarea' : 'input', Object.assign({ name, value: data[name] }, props));
  node.addEventListener('input', () => { data[name] = node.value; onChange(); });
  return node;
}

function resolvedField(data, onChange) {
  const inner = h('div', { class: 'resolved-more' });
  const draw = () => fill(inner, data.is_resolved && [
    h('label', null, h('span', null, '怎么处理的（必填）'),
      textField(data, 'notes', { rows: 2, maxlength: '4000', placeholder: '如：已劝离，已清扫干净' }, onChange)),
    h('p', { class: 'hint' }, '处理后的照片，需要才拍'),
    photoStrip({ photos: data.photos, stage: 'after', onChange }),
  ]);
  const box = h('input', { type: 'checkbox', name: 'is_resolved', checked: data.is_resolved });
  box.addEventListener('change', () => { data.is_resolved = box.checked; draw(); onChange(); });
  draw();
  return h('section', { class: 'block' },
    h('label', { class: 'switch' }, box, h('span', null, both('当场已处理', 'settled on the spot'))), inner);
}

function missing(data) {
  if (!data.location) return '还没有位置：等定位完成，或者在地图上选点';
  if (data.is_resolved && !data.notes.trim()) return '请写一句怎么处理的';
  return '';
}

async function send(app, button) {
  const { data } = app.draft;
  const words = missing(data);
  if (words) {
    toast(words, 'warn');
    const where = document.querySelector(data.location ? '[name="notes"]' : '[data-place]');
    if (where) where.scrollIntoView({ block: 'center' });
    return;
  }
  button.disabled = true;
  app.locator.forget();
  const matter = app.catalogue.find(data.service_code);
  await app.outbox.add(app.draft.body(), data.photos, matter ? matter.service_name : data.service_code);
  app.catalogue.remember(data.service_code);
  await app.draft.drop();
  app.outbox.flush();
  app.go(`#/sent/${data.client_id}`);
}

function matterHead(app, matter) {
  return h('button', { type: 'button', class: 'matter-head', dataset: { action: 'change-matter' }, onclick: () => app.go('#/change') },
    h('span', null, h('strong', null, matter.service_name), h('span', { class: 'matter-more' },
      `${matter.service_group}${matter.limit && !matter.signpost ? ` · 一般 ${matter.limit}内办` : ''}`)),
    h('span', { class: 'link' }, '换一个'));
}

// The form of app.draft; null where there is no draft or its matter is unknown.
export function reportForm(app) {
  const { data } = app.draft;
  const matter = data && app.catalogue.find(data.service_code);
  if (!matter) return null;
  // Nothing can be reported here: the page says where to turn.
  if (matter.signpost) return h('div', { class: 'form' }, matterHead(app, matter), h('p', { class: 'notice', dataset: { part: 'signpost' }, role: 'status' }, matter.signpost));
  const onChange = () => app.draft.save();
  const place = new PlaceField({ draft: data, locator: app.locator, onChange });
  if (!data.location && !app.locator.isBusy && !app.locator.fix) app.locator.start();
  const button = h('button', { type: 'button', class: 'primary wide send', dataset: { action: 'send' }, onclick: () => send(app, button) },
    h('span', null, both('发送上报', 'send')));
  return h('div', { class: 'form' },
    callFirst(matter),
    matterHead(app, matter),
    section('位置', 'place', place.node, h('label', { class: 'spaced' }, h('span', null, '地点补充（可不填）'),
      textField(data, 'address', { maxlength: '200', placeholder: '如：小区东门北侧 20 米' }, onChange))),
    section('照片', 'photos, if wanted', photoStrip({ photos: data.photos, stage: 'before', onChange })),
    section('情况', 'description', textField(data, 'description', {
      rows: 3, maxlength: '4000', 'aria-label': '情况描述', placeholder: '可不填。一句话说清什么事。' }, onChange),
    h('p', { class: 'secrecy' }, icon('shield'), h('span', null, '严禁填写国家秘密、工作秘密。No state secrets.'))),
    section('紧急程度', 'urgency', urgencyField(data, onChange)),
    resolvedField(data, onChange),
    h('div', { class: 'send-bar' }, button));
}
