// The form of a routing rule: for which cases, where the lead is looked for in turn, who helps, who accepts.

import { api } from '../shared/api.js';
import { both, h } from '../shared/dom.js';
import { choice, field } from '../desk/forms.js';
import { LEVELS, ORIGINS } from '../shared/words.js';
import { dayFrom, ROLES } from './choices.js';
import { datesPart, line, openForm } from './dated_form.js';
import { rowEditor } from './row_editors.js';
import { AREA_KINDS, HELP_WHOSE, names, PLACES, WHOSE } from './routing_words.js';

const EMPTY = {
  name: '', service_code: '', group_code: '', area_code: '', area_kind: '', level: '', origin: '', season_from: '', season_to: '',
  time_from: '', time_to: '', to_level: '', accepts: [], leads: [], helps: [], sends_helpers: false,
};
const WORDS = ['name', 'service_code', 'group_code', 'area_code', 'area_kind', 'level', 'origin', 'season_from', 'season_to', 'time_from', 'time_to', 'to_level'];
const ACCEPTING = ['grid_head', 'dispatcher', 'duty_officer', 'supervisor'];
const any = (map, words) => [['', words], ...map];

let serial = 0;

/** An input that offers codes with their names. */
function coded(name, value, key, more) {
  serial += 1;
  const list = h('datalist', { id: `codes-${serial}` }, [...names[key]].map(([code, words]) => h('option', { value: code, label: `${words} ${code}` })));
  return h('span', null, line(name, value, Object.assign({ list: list.id, autocomplete: 'off' }, more)), list);
}

function drawSeek(pairs) {
  return (seek) => {
    const whose = choice('whose', pairs, seek.whose || 'matter');
    const at = choice('at', Object.entries(PLACES), seek.at || 'township');
    const agency = choice('agency', [...names.agencies], seek.agency || undefined);
    const unit = choice('unit', [...names.units], seek.unit || undefined);
    const place = field('在哪一级', 'at', at);
    const who = field('部门', 'agency', agency);
    const one = field('力量', 'unit', unit);
    const fit = () => {
      place.hidden = whose.value === 'unit';
      who.hidden = whose.value !== 'agency';
      one.hidden = whose.value !== 'unit';
    };
    whose.addEventListener('change', fit);
    fit();
    return {
      node: h('div', { class: 'three' }, field('找谁', 'whose', whose), place, who, one),
      value: () => ({
        whose: whose.value, at: whose.value === 'unit' ? '' : at.value, agency: whose.value === 'agency' ? agency.value : '', unit: whose.value === 'unit' ? unit.value : null,
      }),
    };
  };
}

function conditionPart(v) {
  return h('section', { class: 'form-part' }, h('h3', null, both('对哪些事件（不填即不限）', 'for which cases')),
    h('div', { class: 'pair' }, field('事项代码', 'matter', coded('service_code', v.service_code, 'matters')), field('或大类代码', 'group', coded('group_code', v.group_code, 'groups'))),
    h('div', { class: 'pair' }, field('区域代码', 'area', coded('area_code', v.area_code, 'areas'), '区、镇街、村社区、网格、执法片区、管区'),
      field('区域类型', 'kind', choice('area_kind', any(Object.entries(AREA_KINDS), '不限'), v.area_kind))),
    h('div', { class: 'pair' }, field('层级', 'level', choice('level', any(Object.entries(LEVELS), '不限'), v.level)),
      field('来源', 'origin', choice('origin', any(Object.entries(ORIGINS), '不限'), v.origin))),
    h('div', { class: 'pair' },
      h('div', { class: 'pair' }, field('每年自', 'season', line('season_from', v.season_from, { placeholder: '11-01', pattern: '[0-9]{2}-[0-9]{2}' })), field('至', 'to', line('season_to', v.season_to, { placeholder: '03-31', pattern: '[0-9]{2}-[0-9]{2}' }))),
      h('div', { class: 'pair' }, field('每日自', 'time', line('time_from', v.time_from, { placeholder: '22:00', pattern: '[0-9]{2}:[0-9]{2}' })), field('至', 'to', line('time_to', v.time_to, { placeholder: '06:00', pattern: '[0-9]{2}:[0-9]{2}' })))));
}

function outcomePart(v, leads, helps) {
  return [
    h('section', { class: 'form-part' }, h('h3', null, both('由谁处置（依次找，找到为止）', 'lead, in turn')), leads.element,
      h('p', { class: 'hint' }, '一个都不写，事件留在中心由人工派遣。')),
    h('section', { class: 'form-part' }, h('h3', null, both('谁配合', 'helping units')), helps.element,
      h('label', { class: 'tick-line' }, h('input', { type: 'checkbox', name: 'sends_helpers', checked: v.sends_helpers }), h('span', null, '派遣时一并派出配合力量'))),
    h('section', { class: 'form-part' }, h('h3', null, both('层级与受理', 'level and who accepts')),
      field('定为层级', 'level', choice('to_level', any(Object.entries(LEVELS), '按事项的默认层级'), v.to_level)),
      h('p', { class: 'form-label' }, '受理岗位（不选按事项标准）'),
      h('div', { class: 'line wrap' }, ACCEPTING.map((role) => h('label', { class: 'tick-line' },
        h('input', { type: 'checkbox', name: `accepts.${role}`, checked: v.accepts.includes(role) }), h('span', null, ROLES[role]))))),
  ];
}

/** Open the form: for a new rule, or for a new version of `rule` that starts from the version `from`. */
export function openRuleForm({ rule = null, from = EMPTY, onDone }) {
  const isNew = rule === null;
  const leads = rowEditor({ rows: from.leads, draw: drawSeek(WHOSE), blank: {}, words: '加一步', least: 0 });
  const helps = rowEditor({ rows: from.helps, draw: drawSeek(HELP_WHOSE), blank: {}, words: '加一个', least: 0 });
  const send = (form) => {
    const body = { valid_from: form.valid_from.value, valid_to: form.valid_to.value || null, sends_helpers: form.sends_helpers.checked };
    for (const name of WORDS) body[name] = form[name].value.trim();
    body.accepts = ACCEPTING.filter((role) => form[`accepts.${role}`].checked);
    Object.assign(body, { leads: leads.value(), helps: helps.value() }, isNew ? { code: form.code.value.trim() } : {});
    return api.post(isNew ? '/admin/routing/rules' : `/admin/routing/rules/${rule.code}/versions`, body);
  };
  openForm({
    title: isNew ? '新规则' : `${rule.code} 新版本`, submit: isNew ? '建立规则' : '建立新版本', said: '已保存，此后的派遣按它办', wide: true, name: 'rule', send, onDone,
    parts: [
      h('div', { class: 'pair' }, isNew ? field('规则代码', 'code', line('code', '', { required: true, pattern: '[a-z0-9][a-z0-9\\-]*', maxlength: '40' }), '小写英文和短横线，以后不变') : null,
        field('名称', 'name', line('name', from.name, { required: true, maxlength: '100' }), '会写进每次派遣的依据')),
      datesPart(dayFrom(isNew ? 0 : 1)), conditionPart(from), outcomePart(from, leads, helps),
    ],
  });
}
