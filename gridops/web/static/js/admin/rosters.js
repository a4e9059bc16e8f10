// @ts-check
// The duty roster (值班表): who leads, who is on duty and who drives, by day and shift; laid down and changed.

import { useAddress } from '../parts/address.js';
import { withPassword } from '../parts/confirming.js';
import { dayFrom } from '../parts/dates.js';
import { Field } from '../parts/forms.js';
import { AreaPicker } from '../parts/pickers.js';
import { Panel, Tag } from '../parts/register.js';
import { openSchemaForm } from '../parts/schema_form.js';
import { Asked, useAsked } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { api, query } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { openRowSheet } from './row_sheet.js';

const PATH = '/api/v1/admin/rosters';

/** Who is on a shift, as fields of its form. */
function persons() {
  return [
    [
      { name: 'leader_name', label: t('带班领导') },
      { name: 'leader_phone', label: t('带班领导电话') },
    ],
    [
      { name: 'officer_name', label: t('值班员') },
      { name: 'officer_phone', label: t('值班员电话'), hint: t('与账号电话相同的，当班时有值班权限') },
    ],
    [
      { name: 'driver_name', label: t('司机'), hint: t('可不填') },
      { name: 'driver_phone', label: t('司机电话'), hint: t('可不填') },
    ],
  ];
}

/** @param {() => void} onDone */
function openNew(onDone) {
  openSchemaForm({
    title: t('排班'),
    submit: t('登记'),
    said: t('已登记'),
    name: 'shift',
    method: 'post',
    path: PATH,
    groups: [
      [{ name: 'area_code', label: t('镇街或区县'), picker: 'area', levels: ['township', 'district'] }],
      [
        { name: 'day', label: t('日期'), type: 'date' },
        { name: 'shift', label: t('班次'), vocabulary: 'shift' },
      ],
      [
        { name: 'starts', label: t('几点起'), type: 'time', hint: t('不填按班次的常用时间') },
        { name: 'ends', label: t('几点止'), type: 'time', hint: t('早于起点的算到次日') },
      ],
      ...persons(),
    ],
    value: { day: dayFrom(), shift: 'night' },
    send: (body) => withPassword(() => api.post(PATH, body)),
    onDone,
  });
}

/** @param {any} shift @param {() => void} onDone */
function openChange(shift, onDone) {
  const value = {
    leader_name: shift.leader.name,
    leader_phone: shift.leader.phone,
    officer_name: shift.officer.name,
    officer_phone: shift.officer.phone,
    driver_name: shift.driver?.name || '',
    driver_phone: shift.driver?.phone || '',
  };
  openSchemaForm({
    title: t('换班'),
    submit: t('保存'),
    said: t('已保存'),
    name: 'shift',
    method: 'patch',
    path: `${PATH}/{shift_id}`,
    groups: persons(),
    value,
    send: (body) => withPassword(() => api.patch(`${PATH}/${shift.id}`, body)),
    onDone,
  });
}

/** @param {any} one */
function person(one) {
  return (
    one &&
    html`<span class="stored">${one.name}</span> <a class="nowrap" href=${`tel:${one.phone}`}>${one.phone}</a>`
  );
}

function Page() {
  const [{ from = dayFrom(), to = dayFrom(14), area = '' }, write] = useAddress();
  const asked = useAsked(
    () => api.get(`/admin/rosters${query({ from, to, area, limit: 500 })}`),
    [from, to, area],
  );
  const now = new Date().toISOString();
  /** @type {import('../parts/table.js').Column[]} */
  const columns = [
    { head: t('日期'), cell: (s) => s.day, by: (s) => s.from_at, name: 'nowrap' },
    {
      head: t('区域'),
      cell: (s) => html`<span class="stored">${s.area.name}</span>`,
      by: (s) => s.area.code,
    },
    {
      head: t('班次'),
      cell: (
        s,
      ) => html`${word('shift', s.shift)} ${s.from_at <= now && now < s.until_at && html`<${Tag} state="in_force">${t('当班')}</${Tag}>`}
        <small class="nowrap">${clock(s.from_at)}–${clock(s.until_at)}</small>`,
    },
    { head: t('带班领导'), cell: (s) => person(s.leader) },
    {
      head: t('值班员'),
      cell: (s) =>
        html`${person(s.officer)}${s.officer_has_account ? html` <${Tag} state="in_force">${t('有账号')}</${Tag}>` : ''}`,
    },
    { head: t('司机'), cell: (s) => person(s.driver) || '—' },
    {
      head: '',
      cell: (s) =>
        s.until_at > now &&
        html`<button type="button" class="small" onClick=${() => openChange(s, asked.renew)}>${t('换班')}</button>`,
    },
  ];
  return html`<main id="main" class="admin-view">
    <div class="line wrap">
      <button type="button" class="primary" onClick=${() => openNew(asked.renew)}>${t('排班')}</button>
      <button type="button" onClick=${() => openRowSheet('/admin/rosters', t('导入值班表'), asked.renew)}>${t('导入表格')}</button>
      <${Field} label=${t('从')}><input type="date" value=${from} onChange=${(/** @type {any} */ e) => write({ from: e.target.value })} /></${Field}>
      <${Field} label=${t('到')}><input type="date" value=${to} onChange=${(/** @type {any} */ e) => write({ to: e.target.value })} /></${Field}>
      <${AreaPicker} name="area" value=${area} levels=${['township', 'district']} label=${t('区域')} onChoose=${(/** @type {any} */ one) => write({ area: one?.key || '' })} />
    </div>
    <p class="hint">${t('涉密和紧急事件按这张表找人：当班的值班员可看所在区域的确切位置和当事人，下班即止。')}</p>
    <${Panel} title=${t('值班表')} part="shifts">
      <${Asked} asked=${asked}>
        ${(/** @type {any} */ found) => html`<${Table} columns=${columns} rows=${found.items} rowKey=${(/** @type {any} */ s) => s.id} empty=${t('这些天还没有排班。')} />`}
      </${Asked}>
    </${Panel}>
  </main>`;
}

beginAdmin({ title: t('值班表'), view: () => html`<${Page} />` });
