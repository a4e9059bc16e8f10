// A version of a matter written: every part of it, filled from the version it starts from. Sends, and says what is wrong.

import { api } from '../shared/api.js';
import { both, h, toast } from '../shared/dom.js';
import { LEVELS } from '../shared/words.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';
import { CHOICES, dayFrom, known, ROLES, STAGES } from './choices.js';
import { conditionRows, fieldRows } from './row_editors.js';

const EMPTY = {
  service_name: '', service_group: '', group_code: '', aliases: [], season: '', label_family: 'city', intake_mode: 'manual',
  default_level: 'township', urgency_default: 'normal', call_first: '', lead_agency: '', helping_agencies: [], led_by: {}, posts: {},
  is_restricted: false, restricted_why: '', near_radius_m: 50, near_hours: 24, fields: [], photo_asked: false, photo_why: '',
  arrival_asked: false, arrival_why: '', conditions: [], stage_limits: {}, outer_margin_minutes: 60, verification: 'visit',
};
const WORDS = ['service_name', 'service_group', 'group_code', 'season', 'restricted_why', 'photo_why', 'arrival_why'];
const CHOSEN = ['label_family', 'intake_mode', 'default_level', 'urgency_default', 'call_first', 'verification', 'lead_agency'];
const NUMBERS = ['near_radius_m', 'near_hours', 'outer_margin_minutes'];
const TICKS = ['is_restricted', 'photo_asked', 'arrival_asked'];

const input = (name, value, more) => h('input', Object.assign({ name, value: String(value), maxlength: '200' }, more));
const number = (name, value) => input(name, value, { type: 'number', min: '0', required: true });
const select = (name, value) => choice(name, CHOICES[name], value);
const tick = (name, checked, words) => h('label', { class: 'tick-line' }, h('input', { type: 'checkbox', name, checked }), h('span', null, words));
const part = (zh, en, ...children) => h('section', { class: 'form-part' }, h('h3', null, both(zh, en)), ...children);
const split = (text) => text.split(/[、，,；;\s]+/).filter(Boolean);

function limitWords(limit) {
  return limit ? limit.text : '';
}

function datesPart(isNew) {
  return h('div', { class: isNew ? 'three' : 'pair' },
    isNew ? field('事项代码', 'code', input('service_code', '', { required: true, pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*' }), '全区唯一，定后不改') : null,
    field('生效日', 'from', input('valid_from', isNew ? dayFrom() : dayFrom(1), { type: 'date', required: true }), '前一版本到此日为止'),
    field('失效日', 'to', input('valid_to', '', { type: 'date' }), '可不填'));
}

function basicPart(v) {
  const agencies = [['', '未指定（由中心派遣）'], ...known.agencies];
  const helping = v.helping_agencies.map((code) => (v.led_by[code] ? `${code}<${v.led_by[code]}` : code)).join('、');
  return [
    part('名称', 'name', h('div', { class: 'three' },
      field('小类名称', 'name', input('service_name', v.service_name, { required: true })),
      field('大类名称', 'group', input('service_group', v.service_group, { required: true })),
      field('大类代码', 'group code', input('group_code', v.group_code, { required: true }))),
    h('div', { class: 'pair' }, field('别名', 'aliases', input('aliases', v.aliases.join('、'), { maxlength: '2000' }), '老百姓的说法，用顿号分开'),
      field('季节', 'season', input('season', v.season), '常见月份，如 6-9；11-3 跨年'))),
    part('受理与责任', 'intake and duty', h('div', { class: 'three' },
      field('受理方式', 'intake', select('intake_mode', v.intake_mode)), field('默认层级', 'level', select('default_level', v.default_level)),
      field('默认紧急程度', 'urgency', select('urgency_default', v.urgency_default)), field('用语', 'labels', select('label_family', v.label_family)),
      field('核查方式', 'verification', select('verification', v.verification)), field('先打电话', 'call first', select('call_first', v.call_first))),
    h('div', { class: 'pair' }, field('牵头部门', 'lead', choice('lead_agency', agencies, v.lead_agency)),
      field('配合部门', 'helping', input('helping', helping, { maxlength: '2000' }), '部门代码，用顿号分开；由别的部门牵头的写成 water<housing')),
    postsPart(v.posts)),
  ];
}

function postsPart(posts) {
  const words = (level, act) => ((posts[level] || {})[act] || []).join('、');
  return h('details', { open: Object.keys(posts).length > 0 }, h('summary', null, '岗位：谁受理、谁结案、无人在岗谁代（不填按通常规则）'),
    h('p', { class: 'hint' }, Object.entries(ROLES).map(([code, name]) => `${code} ${name}`).join('，')),
    Object.entries(LEVELS).map(([level, name]) => h('div', { class: 'three' },
      field(`${name}级受理`, '', input(`posts.${level}.file`, words(level, 'file'))),
      field(`${name}级结案`, '', input(`posts.${level}.close`, words(level, 'close'))),
      field('无人在岗时', '', input(`posts.${level}.stand_in`, words(level, 'stand_in'))))));
}

function askedPart(v, fields) {
  return part('要求填报的内容', 'what is asked', fields.element,
    h('div', { class: 'pair' },
      h('div', null, tick('photo_asked', v.photo_asked, '处置后须有照片'), field('理由', 'why', input('photo_why', v.photo_why))),
      h('div', null, tick('arrival_asked', v.arrival_asked, '到场须定位'), field('理由', 'why', input('arrival_why', v.arrival_why)))),
    h('p', { class: 'hint' }, '没有理由的照片和定位不得要求基层提供。'));
}

function limitsPart(v, conditions) {
  return part('立案结案条件与时限', 'conditions and limits', conditions.element,
    h('details', { open: Object.keys(v.stage_limits).length > 0 }, h('summary', null, '各环节时限（可不填）'),
      h('div', { class: 'three' }, Object.entries(STAGES).map(([stage, name]) => field(name, stage, input(`stage.${stage}`, limitWords(v.stage_limits[stage])))))),
    h('div', { class: 'three' }, field('早于外部时限', 'minutes', number('outer_margin_minutes', v.outer_margin_minutes), '分钟'),
      field('相近距离', 'metres', number('near_radius_m', v.near_radius_m), '米'), field('相近时间', 'hours', number('near_hours', v.near_hours), '小时')));
}

function restrictedPart(v) {
  return part('受限', 'restricted', tick('is_restricted', v.is_restricted, '人员、文字和照片只给办理链条上的人看'),
    field('说明', 'why', input('restricted_why', v.restricted_why)));
}

function postsOf(form) {
  const posts = {};
  for (const level of Object.keys(LEVELS)) {
    const of = (act) => split(form[`posts.${level}.${act}`].value);
    if (of('file').length || of('close').length) posts[level] = { file: of('file'), close: of('close'), stand_in: of('stand_in') };
  }
  return posts;
}

function bodyOf(form, conditions, fields, isNew) {
  const body = { valid_from: form.valid_from.value, valid_to: form.valid_to.value || null, aliases: split(form.aliases.value) };
  if (isNew) body.service_code = form.service_code.value.trim();
  for (const name of [...WORDS, ...CHOSEN]) body[name] = form[name].value.trim();
  for (const name of NUMBERS) body[name] = Number(form[name].value);
  for (const name of TICKS) body[name] = form[name].checked;
  const helping = split(form.helping.value).map((text) => text.split(/[<＜]/));
  body.helping_agencies = helping.map(([code]) => code);
  body.led_by = Object.fromEntries(helping.filter(([, leader]) => leader));
  body.posts = postsOf(form);
  body.stage_limits = Object.fromEntries(Object.keys(STAGES).map((s) => [s, form[`stage.${s}`].value.trim()]).filter(([, text]) => text));
  return Object.assign(body, { conditions: conditions.value(), fields: fields.value() });
}

/** Open the form: for a new matter, or for a new version of `matter` that starts from the version `from`. */
export function openVersionForm({ matter = null, from = EMPTY, onDone }) {
  const isNew = matter === null;
  const conditions = conditionRows(from.conditions);
  const fields = fieldRows(from.fields);
  const say = problemPlace();
  const save = h('button', { type: 'submit', class: 'primary' }, isNew ? '建立事项' : '建立新版本');
  const form = h('form', null, datesPart(isNew), basicPart(from), limitsPart(from, conditions), askedPart(from, fields), restrictedPart(from),
    say.element, h('div', { class: 'form-end' }, save));
  const dialog = openDialog({ title: isNew ? '新事项' : `${matter.service_code} 新版本`, content: form, wide: true, name: 'version' });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const path = isNew ? '/admin/matters' : `/admin/matters/${encodeURIComponent(matter.service_code)}/versions`;
    const changed = await whileBusy(save, say, () => api.post(path, bodyOf(form.elements, conditions, fields, isNew)));
    if (!changed) {
      say.element.scrollIntoView({ block: 'center' });
      return;
    }
    dialog.close();
    toast(isNew ? '事项已建立，网格员要等准入后才能上报' : '新版本已建立');
    onDone(changed);
  });
}
