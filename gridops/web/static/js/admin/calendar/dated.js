// @ts-check
// Working hours by season, and classes of areas: rows with dates that are added, and end on a day.

import { AreaName } from '../../parts/area_name.js';
import { datesOf, dayFrom } from '../../parts/dates.js';
import { confirmed } from '../../parts/dialog.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { AsksMark } from '../area_questions.js';

const HOURS = '/api/v1/admin/working-hours';
const CLASSES = '/api/v1/admin/area-classes';
const USUAL_SPELLS = '08:30-12:00, 14:00-17:30';

/** @param {{ path: string, row: any, onDone: () => void }} props */
function EndToday({ path, row, onDone }) {
  if (row.valid_to && row.valid_to <= dayFrom()) return null;
  const end = async () => {
    const yes = await confirmed({
      title: t('今天起终止？'),
      text: t('已立案事件的期限不变。'),
      yes: t('终止'),
      isDangerous: true,
    });
    if (!yes) return;
    try {
      await api.post(`${path}/${row.id}/end`, { valid_to: dayFrom() });
      onDone();
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  return html`<button type="button" class="small" onClick=${end}>${t('终止')}</button>`;
}

/** 9:00-12:00、13:00-17:00 as spells.
 * @param {string} text */
function spellsOf(text) {
  return text
    .split(/[、，,；;\s]+/)
    .filter(Boolean)
    .map((spell) => {
      const [start, end] = spell.split(/[-–—~至]/).map((part) => part.trim().padStart(5, '0'));
      return { start, end: end || '' };
    });
}

function datesGroup() {
  return [
    { name: 'valid_from', label: t('生效日') },
    { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
  ];
}

/** @param {() => void} onDone */
function addHours(onDone) {
  openSchemaForm({
    title: t('新增作息时间'),
    submit: t('保存'),
    said: t('已保存，只影响此后立案的事件'),
    name: 'dated-row',
    wide: false,
    method: 'post',
    path: HOURS,
    groups: [
      [
        {
          name: 'area_code',
          label: t('区域'),
          picker: 'area',
          levels: ['township'],
          hint: t('镇街；不填为全部区域'),
        },
      ],
      [
        {
          name: 'spells',
          label: t('工作时间'),
          draw: (value) => html`<input name="spells" required maxlength="100" defaultValue=${value} />`,
        },
      ],
      [
        { name: 'season_from', label: t('季节自'), hint: t('月-日，如 11-01') },
        { name: 'season_to', label: t('季节至'), hint: t('含当日，可跨年') },
      ],
      datesGroup(),
    ],
    value: { spells: USUAL_SPELLS, season_from: '10-01', season_to: '04-30', valid_from: dayFrom() },
    send: (body, elements) => api.post(HOURS, { ...body, spells: spellsOf(elements.spells.value) }),
    onDone,
  });
}

/** @param {{ rows: any[], onDone: () => void }} props */
export function Hours({ rows, onDone }) {
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('区域'), cell: (r) => html`<${AreaName} code=${r.area_code} /><${AsksMark} row=${r} />` },
    {
      head: t('季节'),
      cell: (r) => t('{from} 至 {to}', { from: r.season_from, to: r.season_to }),
      name: 'nowrap',
    },
    { head: t('时间'), cell: (r) => r.spells.map((/** @type {string[]} */ s) => s.join('–')).join(t('，')) },
    { head: t('有效'), cell: datesOf },
    { head: '', cell: (r) => html`<${EndToday} path=${HOURS} row=${r} onDone=${onDone} />` },
  ];
  return html`<p class="hint">${t('没有写明的区域和季节：8:00–12:00，14:00–18:00。')}</p>
    <div data-part="hours"><${Table} columns=${columns} rows=${rows} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('还没有单独的作息时间。')} /></div>
    <button type="button" class="small" onClick=${() => addHours(onDone)}>${t('新增作息时间')}</button>`;
}

/** @param {() => void} onDone */
function addClass(onDone) {
  openSchemaForm({
    title: t('新增区域类别'),
    submit: t('保存'),
    said: t('已保存，只影响此后立案的事件'),
    name: 'dated-row',
    wide: false,
    method: 'post',
    path: CLASSES,
    groups: [
      [{ name: 'area_code', label: t('区域'), picker: 'area' }],
      [
        { name: 'class_name', label: t('类别') },
        { name: 'percent', label: t('时限按百分之') },
      ],
      datesGroup(),
    ],
    value: { class_name: t('核心'), percent: 50, valid_from: dayFrom() },
    send: (body) => api.post(CLASSES, body),
    onDone,
  });
}

/** @param {{ rows: any[], onDone: () => void }} props */
export function Classes({ rows, onDone }) {
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('区域'), cell: (r) => html`<${AreaName} code=${r.area_code} /><${AsksMark} row=${r} />` },
    { head: t('类别'), cell: (r) => r.class_name },
    { head: t('时限'), cell: (r) => `${r.percent}%`, name: 'nowrap' },
    { head: t('有效'), cell: datesOf },
    { head: '', cell: (r) => html`<${EndToday} path=${CLASSES} row=${r} onDone=${onDone} />` },
  ];
  return html`<div data-part="classes"><${Table} columns=${columns} rows=${rows} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('没有分类：各处时限相同。')} /></div>
    <button type="button" class="small" onClick=${() => addClass(onDone)}>${t('新增区域类别')}</button>`;
}
