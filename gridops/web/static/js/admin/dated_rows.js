// Working hours by season, and classes of areas: rows with dates that are added, and end on a day.

import { api } from '../shared/api.js';
import { h, toast } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { field, problemPlace, whileBusy } from '../desk/forms.js';
import { datesOf, dayFrom } from './choices.js';
import { table } from './page.js';

const input = (name, value, more) => h('input', Object.assign({ name, value: String(value), maxlength: '100' }, more));

function openRow({ title, parts, path, bodyOf, onDone }) {
  const say = problemPlace();
  const save = h('button', { type: 'submit', class: 'primary' }, '保存');
  const form = h('form', null, parts,
    h('div', { class: 'pair' }, field('生效日', 'from', input('from', dayFrom(), { type: 'date', required: true })), field('失效日', 'to', input('to', '', { type: 'date' }), '可不填')),
    say.element, h('div', { class: 'form-end' }, save));
  const dialog = openDialog({ title, content: form, name: 'dated-row' });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = Object.assign(bodyOf(form.elements), { valid_from: form.elements.from.value, valid_to: form.elements.to.value || null });
    const done = await whileBusy(save, say, () => api.post(path, body));
    if (!done) return;
    dialog.close();
    toast('已保存，只影响此后立案的事件');
    onDone();
  });
}

function endButton(path, row, onDone) {
  if (row.valid_to && row.valid_to <= dayFrom()) return '';
  const end = async () => {
    if (!window.confirm('今天起终止？已立案事件的期限不变。')) return;
    try {
      await api.post(`${path}/${row.id}/end`, { valid_to: dayFrom() });
      onDone();
    } catch (problem) {
      toast(problem.words, 'danger');
    }
  };
  return h('button', { type: 'button', class: 'small', onclick: end }, '终止');
}

function spellsOf(text) {
  return text.split(/[、，,；;\s]+/).filter(Boolean).map((spell) => {
    const [start, end] = spell.split(/[-–—~至]/).map((part) => part.trim().padStart(5, '0'));
    return { start, end: end || '' };
  });
}

function addHours(onDone) {
  openRow({
    title: '新增作息时间',
    parts: [field('区域代码', 'area', input('area', '', { pattern: '[0-9]*' }), '镇街代码；不填为全部区域'),
      field('工作时间', 'spells', input('spells', '08:30-12:00、14:00-17:30', { required: true })),
      h('div', { class: 'pair' }, field('季节自', 'season', input('season_from', '10-01', { required: true, pattern: '[0-9]{2}-[0-9]{2}' }), '月-日'),
        field('至', 'to', input('season_to', '04-30', { required: true, pattern: '[0-9]{2}-[0-9]{2}' }), '含当日，可跨年'))],
    path: '/admin/working-hours',
    bodyOf: (form) => ({ area_code: form.area.value.trim(), spells: spellsOf(form.spells.value), season_from: form.season_from.value, season_to: form.season_to.value }),
    onDone,
  });
}

/** The rows of working hours with what may be done. */
export function hoursPanel(rows, onDone) {
  const path = '/admin/working-hours';
  return h('div', null,
    h('p', { class: 'hint' }, '没有写明的区域和季节：8:00–12:00，14:00–18:00。'),
    table([
      ['区域', (r) => r.area_code || '全部', 'nowrap'],
      ['季节', (r) => `${r.season_from} 至 ${r.season_to}`, 'nowrap'],
      ['时间', (r) => r.spells.map((s) => s.join('–')).join('，')],
      ['有效', datesOf],
      ['', (r) => endButton(path, r, onDone)],
    ], rows, '还没有单独的作息时间。'),
    h('button', { type: 'button', class: 'small', onclick: () => addHours(onDone) }, '新增作息时间'));
}

function addClass(onDone) {
  openRow({
    title: '新增区域类别',
    parts: [field('区域代码', 'area', input('area', '', { required: true, pattern: '[0-9]{6,20}' })),
      h('div', { class: 'pair' }, field('类别', 'class', input('name', '核心', { required: true, maxlength: '20' })),
        field('时限按百分之', 'percent', input('percent', 50, { type: 'number', min: '10', max: '1000', required: true })))],
    path: '/admin/area-classes',
    bodyOf: (form) => ({ area_code: form.area.value.trim(), class_name: form.name.value.trim(), percent: Number(form.percent.value) }),
    onDone,
  });
}

/** The classes of areas with what may be done. */
export function classPanel(rows, onDone) {
  const path = '/admin/area-classes';
  return h('div', null,
    table([
      ['区域', (r) => r.area_code, 'nowrap'],
      ['类别', (r) => r.class_name],
      ['时限', (r) => `${r.percent}%`, 'nowrap'],
      ['有效', datesOf],
      ['', (r) => endButton(path, r, onDone)],
    ], rows, '没有分类：各处时限相同。'),
    h('button', { type: 'button', class: 'small', onclick: () => addClass(onDone) }, '新增区域类别'));
}
