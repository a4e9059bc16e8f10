// @ts-check
// Agencies and units: who can be sent, their telephones by hours; made, changed and ended, looked at first.

import { useAddress, writeAddress } from '../parts/address.js';
import { datesOf } from '../parts/dates.js';
import { Panel, Register, Tag } from '../parts/register.js';
import { Empty, Fault, useAsked } from '../parts/states.js';
import { Facts, Table } from '../parts/table.js';
import { Tabs } from '../parts/tabs.js';
import { t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { readAll } from './reading.js';
import { openRowSheet } from './row_sheet.js';
import { openEnding } from './units/ending.js';
import { openAgency, openAgencyChange, openUnit, openUnitChange } from './units/forms.js';

const KINDS = ['outside', 'stationed', 'body', 'village', 'grid'];

/** @param {{ phones: any[] }} props */
function Phones({ phones }) {
  if (!phones.length) return html`<p class="hint">${t('还没有电话。')}</p>`;
  return html`<ul class="plain">
    ${phones.map((one) => html`<li><a href=${`tel:${one.number}`}>${one.number}</a> <span class="stored">${one.hours}</span></li>`)}
  </ul>`;
}

/** @param {{ unit: any, units: any[], onDone: () => void }} props */
function Unit({ unit, units, onDone }) {
  const isBound = unit.kind === 'grid' || unit.kind === 'village';
  const open = units.filter((one) => one.id !== unit.id && one.state !== 'past');
  return html`<header class="view-head">
      <div>
        <h2><span class="stored">${unit.name}</span><small>${word('unit_kind', unit.kind)}</small></h2>
        <p class="hint stored">${unit.agency.name} · ${unit.area.name}</p>
      </div>
      <div class="line wrap">
        <button type="button" class="small primary" onClick=${() => openUnitChange(unit, onDone)}>${t('修改')}</button>
        ${!isBound && unit.state !== 'past' && html`<button type="button" class="small danger" onClick=${() => openEnding(unit, open, onDone)}>${t('结束…')}</button>`}
      </div>
    </header>
    <${Panel} title=${t('电话与值守时间')} part="phones"><${Phones} phones=${unit.phones} /></${Panel}>
    <${Panel} title=${t('状态')}>
      <${Facts} pairs=${[
        [t('状态'), word('row_state', unit.state)],
        [t('起'), unit.valid_from],
        [t('止（当日不含）'), unit.valid_to],
        [t('接替'), unit.successor && html`<span class="stored">${unit.successor.name}</span>`],
      ]} />
      ${isBound && html`<p class="hint">${t('网格和村社区的力量随边界自动设立和撤销；这里只改电话。')}</p>`}
    </${Panel}>`;
}

/** @param {{ unit: any }} props */
function Line({ unit }) {
  return html`<span class="stored">${unit.name}</span>
    <span class="tags">${unit.state !== 'in_force' && html`<${Tag} state=${unit.state}>${word('row_state', unit.state)}</${Tag}>`}</span>
    <small class="stored">${unit.agency.name} · ${unit.area.name}${unit.phones.length ? ` · ${unit.phones[0].number}` : ''}</small>`;
}

/** @param {{ units: any, agencies: any }} props */
function Units({ units, agencies }) {
  const filters = KINDS.map((kind) => ({
    key: kind,
    words: word('unit_kind', kind),
    holds: (/** @type {any} */ one) => one.kind === kind && one.state !== 'past',
  }));
  filters.push({
    key: 'past',
    words: t('已结束'),
    holds: (/** @type {any} */ one) => one.state === 'past',
  });
  /** @param {any} one @param {string} typed */
  const finds = (one, typed) =>
    [one.name, one.agency.name, one.area.name, ...one.phones.map((/** @type {any} */ p) => p.number)].some(
      (text) => text.toLowerCase().includes(typed),
    );
  /** @param {any} made */
  const added = (made) => {
    units.renew();
    writeAddress({ item: made.id });
  };
  const tools = html`<button type="button" class="small primary" disabled=${!agencies.value} onClick=${() => openUnit(agencies.value, added)}>${t('新增力量')}</button>
    <button type="button" class="small" onClick=${() => openRowSheet('/admin/units', t('导入处置力量'), units.renew)}>${t('导入表格')}</button>`;
  return html`<${Register} isPart=${true} items=${units.value} problem=${units.problem} itemKey=${(/** @type {any} */ one) => one.id} finds=${finds}
    filters=${filters} tools=${tools} view=${(/** @type {any} */ one) => html`<${Line} unit=${one} />`} label=${t('处置力量')}
    countWords=${(/** @type {number} */ n) => t('{n} 个力量', { n })} placeholder=${t('查找：名称、部门、区域、电话')}>
    ${(/** @type {string | null} */ id) => {
      const unit = (units.value || []).find((/** @type {any} */ one) => one.id === id);
      return unit
        ? html`<${Unit} unit=${unit} units=${units.value} onDone=${units.renew} />`
        : html`<${Empty}>${t('从左侧选择一个力量，查看和修改它的电话、值守时间，或结束它并指定接替。')}</${Empty}>`;
    }}
  </${Register}>`;
}

/** @param {{ agencies: any }} props */
function Agencies({ agencies }) {
  /** @type {import('../parts/table.js').Column[]} */
  const columns = [
    { head: t('代码'), cell: (a) => a.code, by: (a) => a.code, name: 'nowrap' },
    { head: t('名称'), cell: (a) => html`<span class="stored">${a.name}</span>`, by: (a) => a.name },
    { head: t('简称'), cell: (a) => html`<span class="stored">${a.short_name}</span>` },
    { head: t('类别'), cell: (a) => word('agency_kind', a.kind), by: (a) => a.kind, name: 'nowrap' },
    { head: t('在用力量'), cell: (a) => String(a.units), by: (a) => a.units },
    {
      head: t('状态'),
      cell: (a) =>
        html`<${Tag} state=${a.state}>${word('row_state', a.state)}</${Tag}> ${a.valid_from && datesOf(a)}`,
    },
    {
      head: '',
      cell: (a) =>
        html`<button type="button" class="small" onClick=${() => openAgencyChange(a, agencies.renew)}>${t('修改')}</button>`,
    },
  ];
  return html`<div class="line wrap"><button type="button" class="small primary" onClick=${() => openAgency(agencies.renew)}>${t('新增部门')}</button></div>
    ${agencies.problem ? html`<${Fault} problem=${agencies.problem} />` : null}
    <${Panel} title=${t('部门与企业')}>
      <${Table} columns=${columns} rows=${agencies.value || []} rowKey=${(/** @type {any} */ a) => a.id} empty=${t('还没有部门。')} />
    </${Panel}>`;
}

function Page() {
  const [{ tab = 'units' }, write] = useAddress();
  const units = useAsked(() => readAll('/admin/units', { state: 'all' }), []);
  const agencies = useAsked(() => readAll('/admin/agencies', {}), []);
  const tabs = /** @type {[string, string][]} */ ([
    ['units', t('处置力量')],
    ['agencies', t('部门与企业')],
  ]);
  const chosen = tab === 'agencies' ? 'agencies' : 'units';
  return html`<main id="main" class="admin-tabbed">
    <${Tabs} tabs=${tabs} chosen=${chosen} label=${t('部分')} onChoose=${(/** @type {string} */ key) => write({ tab: key, item: '', q: '', filter: '' })} />
    <div id=${`tab-${chosen}`} role="tabpanel" class=${chosen === 'units' ? 'admin-tab' : 'admin-tab admin-view'}>
      ${chosen === 'units' ? html`<${Units} units=${units} agencies=${agencies} />` : html`<${Agencies} agencies=${agencies} />`}
    </div>
  </main>`;
}

beginAdmin({ title: t('机构与单位'), view: () => html`<${Page} />` });
