// Rows that are added and taken away in a form: conditions with their limits, and extra fields.

import { fill, h, icon } from '../shared/dom.js';
import { choice, field } from '../desk/forms.js';
import { CHOICES } from './choices.js';

const area = (name, value) => h('textarea', { name, rows: '2', maxlength: '2000' }, value);
const line = (name, value, more) => h('input', Object.assign({ name, value: value === null || value === undefined ? '' : String(value) }, more));

/** An editor of rows: `draw(row)` gives {node, value()}; `blank` is what a new row starts from. */
export function rowEditor({ rows, draw, blank, words, least }) {
  const list = h('ul', { class: 'rows-editor' });
  let parts = [];
  const render = () => fill(list, parts.map((one) => h('li', null, one.node,
    parts.length > least ? h('button', { type: 'button', class: 'icon-button remove', 'aria-label': '删去这一条 Remove', onclick: () => remove(one) }, icon('close')) : null)));
  const remove = (one) => {
    parts = parts.filter((other) => other !== one);
    render();
  };
  const add = (row) => {
    parts.push(draw(row));
    render();
  };
  (rows.length ? rows : Array.from({ length: least }, () => blank)).forEach(add);
  const more = h('button', { type: 'button', class: 'small', onclick: () => add(blank) }, words);
  return { element: h('div', null, list, h('div', { class: 'line' }, more)), value: () => parts.map((one) => one.value()) };
}

function limitText(limits) {
  return (limits || []).map((limit) => limit.text).join('；');
}

function drawCondition(condition) {
  const filing = area('filing', condition.filing_condition || '');
  const closing = area('closing', condition.closing_condition || '');
  const limits = line('limits', limitText(condition.limits), { required: true, maxlength: '200' });
  const handler = line('handler', condition.handler, { maxlength: '2000' });
  const regulator = line('regulator', condition.regulator, { maxlength: '2000' });
  return {
    node: h('div', null, h('div', { class: 'pair' }, field('立案条件', '', filing), field('结案条件', '', closing)),
      h('div', { class: 'three' }, field('时限', 'limits', limits, '如 4小时；或 4小时制止；7天处罚；20天拆除'), field('处置单位', '', handler), field('主管部门', '', regulator))),
    value: () => {
      // Limits that were not touched go back as they are: their words do not carry what differs by class of area.
      const untouched = condition.limits && limits.value === limitText(condition.limits);
      return {
        filing_condition: filing.value.trim(), closing_condition: closing.value.trim(), handler: handler.value.trim(), regulator: regulator.value.trim(),
        limits: untouched ? condition.limits.map(({ text, ...rest }) => rest) : limits.value,
      };
    },
  };
}

/** Conditions of a version; at least one. */
export function conditionRows(rows) {
  return rowEditor({ rows, draw: drawCondition, blank: {}, words: '加一条立案条件', least: 1 });
}

function drawField(asked) {
  const type = choice('type', CHOICES.field_type, asked.type || 'text');
  const parts = {
    name: line('name', asked.name, { required: true, pattern: '[a-z][a-z0-9_]*', maxlength: '40' }),
    label: line('label', asked.label, { required: true, maxlength: '100' }),
    why: line('why', asked.why, { maxlength: '200' }),
    choices: line('choices', (asked.choices || []).join('、'), { maxlength: '2000' }),
    least: line('least', asked.least, { type: 'number', step: 'any' }),
    most: line('most', asked.most, { type: 'number', step: 'any' }),
    unit: line('unit', asked.unit, { maxlength: '20' }),
  };
  const required = h('input', { type: 'checkbox', checked: asked.required !== false });
  const multiple = h('input', { type: 'checkbox', checked: Boolean(asked.multiple) });
  const bound = (input) => (input.value === '' ? null : Number(input.value));
  return {
    node: h('div', null,
      h('div', { class: 'three' }, field('字段名', 'name', parts.name, '小写英文'), field('标签', 'label', parts.label), field('类型', 'type', type)),
      h('div', { class: 'three' }, field('选项', 'choices', parts.choices, '选项类型用顿号分开'), field('最小', 'least', parts.least), field('最大', 'most', parts.most)),
      h('div', { class: 'pair' }, field('单位', 'unit', parts.unit), field('为什么要填', 'why', parts.why)),
      h('label', { class: 'tick-line' }, required, h('span', null, '必填')), h('label', { class: 'tick-line' }, multiple, h('span', null, '可多选'))),
    value: () => ({
      name: parts.name.value.trim(), label: parts.label.value.trim(), type: type.value, required: required.checked, multiple: multiple.checked,
      why: parts.why.value.trim(), unit: parts.unit.value.trim(), least: bound(parts.least), most: bound(parts.most),
      choices: type.value === 'choice' ? parts.choices.value.split(/[、，,]+/).map((t) => t.trim()).filter(Boolean) : [],
    }),
  };
}

/** Extra fields; none is the usual number. */
export function fieldRows(rows) {
  return rowEditor({ rows, draw: drawField, blank: {}, words: '加一个附加字段', least: 0 });
}
