// A power written: who, what, by which basis, from when to when. Sends, and says what is wrong.

import { api } from '../shared/api.js';
import { h } from '../shared/dom.js';
import { choice, field } from '../desk/forms.js';
import { dayFrom } from './choices.js';
import { datesPart, line, openForm } from './dated_form.js';
import { ACTS, BASES, codeOf, HOLDERS, names } from './power_words.js';

const EMPTY = {
  item_code: '', item_name: '', item_group: '', act: 'order', service_code: '', group_code: '', holder: 'township',
  agency_code: '', area_code: '', basis: 'delegated', reference: '', in_name_of: '', note: '',
};
const TEXTS = ['item_code', 'item_name', 'item_group', 'reference', 'in_name_of', 'note'];
const CHOSEN = ['act', 'holder', 'basis', 'agency_code', 'area_code'];

/** An input that offers matters by code and name. */
export function matterInput(name, value, more) {
  return h('span', null, line(name, value, Object.assign({ list: `${name}-offers`, autocomplete: 'off' }, more)),
    h('datalist', { id: `${name}-offers` }, [...names.matters].map(([code, word]) => h('option', { value: `${code} ${word}` }))));
}

function parts(row, isNew) {
  const agencies = [['', '（本级机构）'], ...names.agencies];
  const areas = [['', '（全区）'], ...names.townships];
  return [
    h('div', { class: 'three' },
      field('项目编号', 'item', line('item_code', row.item_code, { required: true, readonly: !isNew && Boolean(row.item_code) }), '同一项的各版本、各持有者用同一编号'),
      field('项目名称', 'name', line('item_name', row.item_name, { required: true })), field('分组', 'group', line('item_group', row.item_group))),
    h('div', { class: 'three' },
      field('行为', 'act', choice('act', Object.entries(ACTS), row.act)),
      field('事项', 'matter', matterInput('service_code', row.service_code), '事项与大类填其一'),
      field('或整个大类', 'group of matters', choice('group_code', [['', '—'], ...[...names.groups].map(([code, word]) => [code, `${word}（${code}）`])], row.group_code))),
    h('div', { class: 'three' },
      field('谁持有', 'holder', choice('holder', Object.entries(HOLDERS), row.holder)),
      field('镇街', 'township', choice('area_code', areas, row.area_code), '部门持有的可限于一个镇街'),
      field('部门', 'agency', choice('agency_code', agencies, row.agency_code), '镇街持有的，可写明由哪个部门的力量行使')),
    h('div', { class: 'three' },
      field('依据', 'basis', choice('basis', Object.entries(BASES), row.basis)),
      field('文件与项号', 'reference', line('reference', row.reference, { required: true })),
      field('以谁的名义', 'in whose name', line('in_name_of', row.in_name_of, { required: true }))),
    field('备注', 'note', line('note', row.note, { maxlength: '2000' })),
  ];
}

function bodyOf(form) {
  const body = { valid_from: form.valid_from.value, valid_to: form.valid_to.value || null };
  for (const name of TEXTS) body[name] = form[name].value.trim();
  for (const name of CHOSEN) body[name] = form[name].value;
  body.service_code = codeOf(form.service_code.value);
  body.group_code = form.group_code.value;
  return body;
}

/** A power added; `like` gives what the form starts from. */
export function openNewPower({ like = EMPTY, onDone }) {
  openForm({
    title: '新增权限', submit: '登记', said: '已登记', wide: true, name: 'power', onDone,
    parts: [parts(like, true), datesPart(dayFrom(), '')],
    send: (form) => api.post('/admin/powers', bodyOf(form)),
  });
}

/** A new version of a row: the one before ends on the day the new one begins. */
export function openNewVersion({ row, onDone }) {
  openForm({
    title: `新版本：${row.item_name}`, submit: '建立新版本', said: '已建立新版本', wide: true, name: 'power', onDone,
    parts: [h('p', { class: 'hint' }, '原版本到新版本生效之日为止；已发生的处置仍按当时的版本。'), parts(row, false), datesPart(dayFrom(1), '')],
    send: (form) => api.post(`/admin/powers/${row.id}/versions`, bodyOf(form)),
  });
}
