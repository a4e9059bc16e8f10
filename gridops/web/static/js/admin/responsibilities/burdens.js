// @ts-check
// The register of refused burdens: who asked for what, and how it was answered.

import { dayFrom } from '../../parts/dates.js';
import { Panel, Tag } from '../../parts/register.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { Asked, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { api } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

const PATH = '/api/v1/refused-burdens';
const RECORDERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor'];

/** @param {[string, string][]} townships @param {() => void} onDone */
function openRecord(townships, onDone) {
  openSchemaForm({
    title: t('登记额外负担'),
    submit: t('登记'),
    said: t('已登记'),
    name: 'burden',
    wide: false,
    method: 'post',
    path: PATH,
    groups: [
      [
        { name: 'area_code', label: t('镇街'), pairs: townships },
        { name: 'kind', label: t('种类'), vocabulary: 'burden' },
      ],
      [
        { name: 'asked_by', label: t('谁要求的') },
        { name: 'asked_on', label: t('哪天'), type: 'date' },
      ],
      [{ name: 'asked', label: t('要求什么'), rows: 3 }],
      [{ name: 'answer', label: t('怎么答复的'), rows: 3, hint: t('可以以后再填') }],
    ],
    value: { asked_on: dayFrom() },
    send: (body) => api.post(PATH, body),
    onDone,
  });
}

/** @param {any} row @param {() => void} onDone */
function openAnswer(row, onDone) {
  openSchemaForm({
    title: t('答复：{who}', { who: row.asked_by }),
    submit: t('保存'),
    said: t('已保存'),
    name: 'answer',
    wide: false,
    hint: row.asked,
    method: 'put',
    path: `${PATH}/{burden_id}/answer`,
    groups: [[{ name: 'answer', label: t('怎么答复的'), rows: 3 }]],
    value: { answer: row.answer },
    send: (body) => api.put(`${PATH}/${row.id}/answer`, body),
    onDone,
  });
}

/** @param {{ roles: string[], townships: [string, string][] }} props townships for which one may record */
export function Burdens({ roles, townships }) {
  const asked = useAsked(() => api.get('/refused-burdens'), []);
  const mayRecord = roles.some((role) => RECORDERS.includes(role));
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('日期'), cell: (r) => r.asked_on, by: (r) => r.asked_on, name: 'nowrap' },
    { head: t('镇街'), cell: (r) => r.area_name, by: (r) => r.area_name, name: 'nowrap' },
    { head: t('种类'), cell: (r) => word('burden', r.kind), name: 'nowrap' },
    { head: t('谁要求'), cell: (r) => r.asked_by },
    { head: t('要求什么'), cell: (r) => r.asked },
    {
      head: t('答复'),
      cell: (r) =>
        r.answer
          ? html`${r.answer} <small>${r.answered_on}</small>`
          : html`<${Tag} state="missing">${t('待答复')}</${Tag}>`,
    },
    {
      head: '',
      cell: (r) =>
        mayRecord &&
        html`<button type="button" class="small" onClick=${() => openAnswer(r, asked.renew)}>${r.answer ? t('改答复') : t('答复')}</button>`,
    },
  ];
  return html`<p class="hint">${t('责任状、未经批准的一票否决、清单之外的调查和报表：谁要求的、要求什么、怎么答复。')}</p>
    ${mayRecord && html`<button type="button" class="small primary" onClick=${() => openRecord(townships, asked.renew)}>${t('登记')}</button>`}
    <${Panel} title=${t('已拒绝的负担')}>
      <${Asked} asked=${asked}>
        ${(/** @type {any} */ found) => html`<${Table} columns=${columns} rows=${found.items} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('还没有登记。')} />`}
      </${Asked}>
    </${Panel}>`;
}
