// @ts-check
// Admission of a matter to the workers' list: applied for, approved to a day, refused, ended.

import { datesOf, dayFrom } from '../../parts/dates.js';
import { Panel, Tag } from '../../parts/register.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { Table } from '../../parts/table.js';
import { api } from '../../shared/api.js';
import { labelled, t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { agencyName } from './known.js';

const PATH = '/api/v1/admin/matters/{service_code}/admissions';

/** @param {any} known @param {string} base @param {(matter: any) => void} onChanged */
function apply(known, base, onChanged) {
  openSchemaForm({
    title: t('申请准入'),
    submit: t('提交申请'),
    said: t('已提交申请'),
    name: 'apply',
    wide: false,
    method: 'post',
    path: PATH,
    groups: [
      [{ name: 'agency', label: t('申请部门'), pairs: [...known.agencies] }],
      [{ name: 'reason', label: t('理由'), rows: 3, hint: t('为什么要由网格员上报这一事项') }],
    ],
    send: (body) => api.post(`${base}/admissions`, body),
    onDone: onChanged,
  });
}

/** @param {string} base @param {any} admission @param {(matter: any) => void} onDone */
function approve(base, admission, onDone) {
  openSchemaForm({
    title: t('批准准入'),
    submit: t('批准'),
    said: t('已批准'),
    name: 'approve',
    wide: false,
    method: 'post',
    path: `${PATH}/{admission_id}/approve`,
    groups: [
      [
        { name: 'valid_from', label: t('生效日') },
        { name: 'valid_to', label: t('到期日'), hint: t('可不填；当日起不再有效') },
      ],
      [{ name: 'note', label: t('批注'), rows: 3 }],
    ],
    value: { valid_from: dayFrom() },
    send: (body) => api.post(`${base}/admissions/${admission.id}/approve`, body),
    onDone,
  });
}

/** @param {string} base @param {any} admission @param {(matter: any) => void} onDone */
function refuse(base, admission, onDone) {
  openSchemaForm({
    title: t('不予准入'),
    submit: t('不予准入'),
    said: t('已记录'),
    name: 'refuse',
    wide: false,
    method: 'post',
    path: `${PATH}/{admission_id}/refuse`,
    groups: [[{ name: 'note', label: t('理由'), rows: 3 }]],
    send: (body) => api.post(`${base}/admissions/${admission.id}/refuse`, body),
    onDone,
  });
}

/** @param {string} base @param {any} admission @param {(matter: any) => void} onDone */
function end(base, admission, onDone) {
  openSchemaForm({
    title: t('终止准入'),
    submit: t('终止'),
    said: t('已终止'),
    name: 'end',
    wide: false,
    method: 'post',
    path: `${PATH}/{admission_id}/end`,
    groups: [[{ name: 'valid_to', label: t('终止日'), hint: t('当日起网格员不再上报此事项') }]],
    value: { valid_to: dayFrom(1) },
    send: (body) => api.post(`${base}/admissions/${admission.id}/end`, body),
    onDone,
  });
}

/** @param {{ base: string, admission: any, onChanged: (matter: any) => void }} props */
function Acts({ base, admission, onChanged }) {
  /** @param {(base: string, admission: any, onDone: (matter: any) => void) => void} act */
  const go = (act) => () => act(base, admission, onChanged);
  if (admission.state === 'applied')
    return html`<div class="line wrap">
      <button type="button" class="small primary" onClick=${go(approve)}>${t('批准')}</button>
      <button type="button" class="small" onClick=${go(refuse)}>${t('不予准入')}</button>
    </div>`;
  const isOver = admission.valid_to && admission.valid_to <= dayFrom();
  if (!admission.valid_from || isOver) return null;
  return html`<button type="button" class="small" onClick=${go(end)}>${t('终止')}</button>`;
}

/** @param {{ matter: any, known: any, onChanged: (matter: any) => void }} props */
export function Admissions({ matter, known, onChanged }) {
  const base = `/admin/matters/${encodeURIComponent(matter.service_code)}`;
  const isOpen = matter.admissions.some((/** @type {any} */ a) => a.state === 'applied');
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    {
      head: t('状态'),
      cell: (a) => html`<${Tag} state=${a.state}>${word('admission_state', a.state)}</${Tag}>`,
      name: 'nowrap',
    },
    { head: t('申请部门'), cell: (a) => (a.applied_by ? agencyName(known, a.applied_by) : t('初始目录')) },
    {
      head: t('理由'),
      cell: (a) =>
        html`${a.reason} ${a.decision_note && html`<small>${labelled(t('批注'), a.decision_note)}</small>`}`,
    },
    { head: t('有效'), cell: (a) => (a.valid_from ? datesOf(a) : '—') },
    { head: '', cell: (a) => html`<${Acts} base=${base} admission=${a} onChanged=${onChanged} />` },
  ];
  const tools = html`<${Tag} state=${matter.admitted ? 'approved' : 'missing'}>
      ${matter.admitted ? t('网格员可以上报') : t('未准入：网格员看不到，也不能上报')}
    </${Tag}>
    <button type="button" class="small" disabled=${isOpen} onClick=${() => apply(known, base, onChanged)}>${t('申请准入')}</button>`;
  return html`<${Panel} title=${t('准入')} part="admission" tools=${tools}>
    <${Table} columns=${columns} rows=${matter.admissions} rowKey=${(/** @type {any} */ a) => a.id} empty=${t('还没有部门申请。')} />
  </${Panel}>`;
}
