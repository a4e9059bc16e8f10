// An item of the list of responsibilities written, and what is done first. Sends, and says what is wrong.

import { api } from '../shared/api.js';
import { h } from '../shared/dom.js';
import { GROUNDS, KINDS, PAYERS } from '../desk/duty_words.js';
import { choice, field } from '../desk/forms.js';
import { dayFrom } from './choices.js';
import { datesPart, line, openForm } from './dated_form.js';
import { matterInput } from './power_form.js';
import { codeOf, names } from './power_words.js';

const EMPTY = {
  item_code: '', item_name: '', item_group: '', kind: 'basic', service_code: '', group_code: '', area_code: '',
  upper_agency: '', upper_part: '', town_part: '', paid_by: 'township', reference: '', note: '',
};
const TEXTS = ['item_code', 'item_name', 'item_group', 'upper_part', 'town_part', 'reference', 'note'];
const CHOSEN = ['kind', 'group_code', 'area_code', 'upper_agency', 'paid_by'];

const groups = (value) => choice('group_code', [['', '—'], ...[...names.groups].map(([code, word]) => [code, `${word}（${code}）`])], value);
const whole = (name, value) => h('textarea', { name, rows: '2', maxlength: '2000' }, value);

function parts(row, isNew) {
  const fixed = !isNew && Boolean(row.item_code);
  return [
    h('div', { class: 'three' },
      field('项目编号', 'item', line('item_code', row.item_code, { required: true, readonly: fixed })),
      field('项目名称', 'name', line('item_name', row.item_name, { required: true })), field('分组', 'group', line('item_group', row.item_group))),
    h('div', { class: 'three' },
      field('类别', 'kind', choice('kind', Object.entries(KINDS), row.kind)),
      field('经费', 'who pays', choice('paid_by', Object.entries(PAYERS), row.paid_by)),
      field('适用镇街', 'township', choice('area_code', fixed ? [[row.area_code, names.townships.get(row.area_code) || '全部镇街']] : [['', '全部镇街'], ...names.townships], row.area_code))),
    h('div', { class: 'three' },
      field('上级部门', 'upper department', choice('upper_agency', [['', '—'], ...names.agencies], row.upper_agency), '配合的牵头部门，或收回的接收部门'),
      field('对应事项', 'matter', matterInput('service_code', row.service_code), '可不填；与大类只填其一'), field('或整个大类', 'group', groups(row.group_code))),
    h('div', { class: 'pair' }, field('上级部门做什么', 'its part', whole('upper_part', row.upper_part)), field('镇街做什么', "the town's part", whole('town_part', row.town_part))),
    h('div', { class: 'pair' }, field('文件与项号', 'reference', line('reference', row.reference, { required: true })), field('备注', 'note', line('note', row.note, { maxlength: '2000' }))),
  ];
}

function bodyOf(form) {
  const body = { valid_from: form.valid_from.value, valid_to: form.valid_to.value || null, service_code: codeOf(form.service_code.value) };
  for (const name of TEXTS) body[name] = form[name].value.trim();
  for (const name of CHOSEN) body[name] = form[name].value;
  return body;
}

/** An item added. */
export function openNewItem({ onDone }) {
  openForm({
    title: '新增履职项目', submit: '登记', said: '已登记', wide: true, name: 'responsibility', onDone,
    parts: [parts(EMPTY, true), datesPart(dayFrom(), '')],
    send: (form) => api.post('/admin/responsibilities', bodyOf(form)),
  });
}

/** A new version: the one before ends on the day the new one begins. */
export function openItemVersion({ row, onDone }) {
  openForm({
    title: `新版本：${row.item_name}`, submit: '建立新版本', said: '已建立新版本', wide: true, name: 'responsibility', onDone,
    parts: [h('p', { class: 'hint' }, '原版本到新版本生效之日为止；已下派的仍按当时的版本。'), parts(row, false), datesPart(dayFrom(1), '')],
    send: (form) => api.post(`/admin/responsibilities/${row.id}/versions`, bodyOf(form)),
  });
}

/** A matter or a group of matters that is done first and arbitrated after. */
export function openFirstDuty({ onDone }) {
  const grounds = Object.entries(GROUNDS).filter(([code]) => code !== 'hotline_12345');
  openForm({
    title: '先处置、后裁定', submit: '加入', said: '已加入', name: 'first-duty', onDone,
    parts: [field('理由', 'ground', choice('ground', grounds)), field('事项', 'matter', matterInput('service_code', '')), field('或整个大类', 'group', groups(''))],
    send: (form) => api.post('/admin/first-duties', { ground: form.ground.value, service_code: codeOf(form.service_code.value), group_code: form.group_code.value }),
  });
}
