// @ts-check
// Certificates of enforcement officers (执法证): registered, renewed, withdrawn; one that has run out is marked.

import { useAddress } from '../parts/address.js';
import { dayFrom } from '../parts/dates.js';
import { Panel, Tag } from '../parts/register.js';
import { openSchemaForm } from '../parts/schema_form.js';
import { Asked, useAsked } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { Chips } from '../parts/tabs.js';
import { api, query } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { readAll } from './reading.js';
import { openRowSheet } from './row_sheet.js';

const PATH = '/api/v1/admin/certificates';
const STATES = ['valid', 'ends_soon', 'expired', 'withdrawn', 'coming'];
/** @type {Record<string, string>} */
const TAGS = { valid: 'in_force', ends_soon: 'coming', coming: 'coming', expired: 'past', withdrawn: 'past' };

/** @param {[string, string][]} agencies @param {() => void} onDone */
function openNew(agencies, onDone) {
  openSchemaForm({
    title: t('登记执法证'),
    submit: t('登记'),
    said: t('已登记'),
    name: 'certificate',
    wide: false,
    method: 'post',
    path: PATH,
    groups: [
      [{ name: 'number', label: t('证号') }],
      [{ name: 'officer_name', label: t('持证人') }],
      [{ name: 'agency_code', label: t('部门'), pairs: agencies }],
      [
        { name: 'valid_from', label: t('有效期起'), hint: t('可不填') },
        { name: 'valid_until', label: t('有效期至'), hint: t('当日仍有效') },
      ],
    ],
    value: {},
    send: (body) => api.post(PATH, body),
    onDone,
  });
}

/** @param {any} row @param {[string, string][]} agencies @param {() => void} onDone */
function openChange(row, agencies, onDone) {
  openSchemaForm({
    title: t('修改：{name}', { name: row.number }),
    submit: t('保存'),
    said: t('已保存'),
    name: 'certificate',
    wide: false,
    method: 'patch',
    path: `${PATH}/{certificate_id}`,
    groups: [
      [{ name: 'officer_name', label: t('持证人') }],
      [{ name: 'agency_code', label: t('部门'), pairs: agencies }],
      [
        { name: 'valid_until', label: t('有效期至'), hint: t('换证后改到新的日期') },
        { name: 'withdrawn_on', label: t('收回日期'), hint: t('可不填；当日起作废') },
      ],
    ],
    value: { ...row, agency_code: row.agency.code },
    send: (body) => api.patch(`${PATH}/${row.id}`, body),
    onDone,
  });
}

function Page() {
  const [{ q = '', state = '' }, write] = useAddress();
  const asked = useAsked(() => api.get(`/admin/certificates${query({ q, state, limit: 500 })}`), [q, state]);
  const agencies = useAsked(() => readAll('/admin/agencies', {}), []);
  const pairs = /** @type {[string, string][]} */ (
    (agencies.value || [])
      .filter((one) => one.kind === 'body' || one.kind === 'stationed')
      .map((one) => [one.code, one.name])
  );
  /** @type {import('../parts/table.js').Column[]} */
  const columns = [
    { head: t('证号'), cell: (c) => c.number, by: (c) => c.number, name: 'nowrap' },
    {
      head: t('持证人'),
      cell: (c) => html`<span class="stored">${c.officer_name}</span>`,
      by: (c) => c.officer_name,
    },
    {
      head: t('部门'),
      cell: (c) => html`<span class="stored">${c.agency.name}</span>`,
      by: (c) => c.agency.name,
    },
    { head: t('有效期至'), cell: (c) => c.valid_until, by: (c) => c.valid_until, name: 'nowrap' },
    {
      head: t('状态'),
      cell: (c) => html`<${Tag} state=${TAGS[c.state]}>${word('certificate_state', c.state)}</${Tag}>`,
      by: (c) => c.state,
    },
    {
      head: '',
      cell: (c) =>
        html`<button type="button" class="small" onClick=${() => openChange(c, pairs, asked.renew)}>${t('修改')}</button>`,
    },
  ];
  const chips = /** @type {[string, any][]} */ ([
    ['', t('全部')],
    ...STATES.map((one) => [one, word('certificate_state', one)]),
  ]);
  return html`<main id="main" class="admin-view">
    <div class="line wrap">
      <button type="button" class="primary" disabled=${!agencies.value} onClick=${() => openNew(pairs, asked.renew)}>${t('登记执法证')}</button>
      <button type="button" onClick=${() => openRowSheet('/admin/certificates', t('导入执法证'), asked.renew)}>${t('导入表格')}</button>
      <input type="search" aria-label=${t('查找')} placeholder=${t('证号或姓名')} value=${q} onInput=${(/** @type {any} */ e) => write({ q: e.target.value })} />
    </div>
    <${Chips} pairs=${chips} chosen=${state} label=${t('筛选')} part="filters" onChoose=${(/** @type {string} */ key) => write({ state: key })} />
    <p class="hint">${t('过期的只标明，不删除；今天是 {day}。', { day: dayFrom() })}</p>
    <${Panel} title=${t('执法证')} part="certificates">
      <${Asked} asked=${asked}>
        ${(/** @type {any} */ found) => html`<${Table} columns=${columns} rows=${found.items} rowKey=${(/** @type {any} */ c) => c.id} empty=${t('没有符合的执法证。')} />`}
      </${Asked}>
    </${Panel}>
  </main>`;
}

beginAdmin({ title: t('执法证'), view: () => html`<${Page} />` });
