// @ts-check
// The register of powers: items, each with every holder and version, and who may do what here on a day.

import { writeAddress } from '../parts/address.js';
import { EndButton, itemsOf, Panel, Register, RowDays, Tag, WithdrawButton } from '../parts/register.js';
import { Asked, Empty, useAsked } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { api } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { html, useMemo } from '../shared/ui.js';
import { AreaQuestions, AsksMark } from './area_questions.js';
import { Changes, rowChange } from './changes.js';
import { beginAdmin } from './frame.js';
import { namesOf, whatWords } from './named.js';
import { openNewPower, openNewVersion } from './powers/form.js';
import { openHolders } from './powers/holders.js';
import { holderWords } from './powers/words.js';

const PATH = '/admin/powers';
const BASES = ['delegated', 'statutory', 'entrusted'];

/** @param {any} row */
const isChanging = (row) => row.state === 'coming' || (row.state === 'in_force' && row.valid_to);

function filters() {
  return [
    ...BASES.map((basis) => ({
      key: basis,
      words: word('basis', basis),
      holds: (/** @type {any} */ item) =>
        item.rows.some((/** @type {any} */ row) => row.basis === basis && row.state !== 'past'),
    })),
    { key: 'changing', words: t('将有变化'), holds: (/** @type {any} */ item) => item.rows.some(isChanging) },
    {
      key: 'over',
      words: t('已无效'),
      holds: (/** @type {any} */ item) => item.rows.every((/** @type {any} */ row) => row.state === 'past'),
    },
  ];
}

/** @param {{ item: any, names: any }} props */
function Line({ item, names }) {
  const [row] = item.rows;
  const current = item.rows.filter((/** @type {any} */ one) => one.state === 'in_force');
  const holders = new Set(current.map((/** @type {any} */ one) => holderWords(names, one))).size;
  const says = [item.code, row.item_group, word('power_act', row.act), t('{n} 个持有者', { n: holders })];
  return html`<span>${row.item_name}</span>
    <span class="tags">
      ${current.length === 0 && html`<${Tag} state="past">${t('无效')}</${Tag}>`}
      <${AsksMark} row=${item.rows.find((/** @type {any} */ one) => one.area_question) || {}} />
      ${item.rows.some(isChanging) && html`<${Tag} state="coming">${t('将变化')}</${Tag}>`}
    </span>
    <small>${says.filter(Boolean).join(' · ')}</small>`;
}

/** @param {{ code: string, found: any, names: any, onChanged: (item: any) => void }} props */
function Item({ code, found, names, onChanged }) {
  const asked = useAsked(() => api.get(`${PATH}/${encodeURIComponent(code)}`), [code, found]);
  const changed = (/** @type {any} */ item) => {
    asked.set(item);
    onChanged(item);
  };
  /** @param {any} row */
  const acts = (row) => html`<div class="line wrap">
    ${row.state !== 'past' && html`<button type="button" class="small" onClick=${() => openNewVersion({ found, names, row, onDone: changed })}>${t('新版本')}</button>`}
    ${row.state === 'in_force' && html`<${EndButton} path=${`${PATH}/${row.id}`} what=${`${holderWords(names, row)} ${word('power_act', row.act)}`} onDone=${changed} />`}
    ${row.state === 'coming' && html`<${WithdrawButton} path=${`${PATH}/${row.id}`} what=${row.item_name} onDone=${changed} />`}
  </div>`;
  const columns = [
    {
      head: t('持有者'),
      cell: (/** @type {any} */ r) => holderWords(names, r),
      by: (/** @type {any} */ r) => holderWords(names, r),
    },
    { head: t('事项'), cell: (/** @type {any} */ r) => whatWords(names, r) },
    { head: t('行为'), cell: (/** @type {any} */ r) => word('power_act', r.act) },
    { head: t('依据'), cell: (/** @type {any} */ r) => word('basis', r.basis) },
    { head: t('文件与项号'), cell: (/** @type {any} */ r) => r.reference },
    { head: t('以谁名义'), cell: (/** @type {any} */ r) => r.in_name_of },
    {
      head: t('有效'),
      cell: (/** @type {any} */ r) => html`<${RowDays} row=${r} /><${AsksMark} row=${r} />`,
      by: (/** @type {any} */ r) => r.valid_from,
    },
    { head: '', cell: acts },
  ];
  return html`<${Asked} asked=${asked}>
    ${(/** @type {Wire['PowerItemOut']} */ item) => {
      const [first] = item.items;
      if (!first)
        return html`<${Empty}>${t('{code} 已全部撤回。', { code })}</${Empty}><${Changes} changes=${item.changes} words=${rowChange} />`;
      const like = { ...first, area_code: '' };
      return html`<header class="view-head">
          <div>
            <h2>${first.item_name}<small>${item.item_code}</small></h2>
            <p class="hint">${[first.item_group, word('power_act', first.act), first.note].filter(Boolean).join(' · ')}</p>
          </div>
          <div class="line wrap">
            <button type="button" class="small primary" onClick=${() => openNewPower({ found, names, like, onDone: changed })}>${t('给另一持有者')}</button>
            <button type="button" class="small" onClick=${() => openHolders({ found, names, row: first })}>${t('谁可以')}</button>
          </div>
        </header>
        <${Panel} title=${t('持有者与版本')}><${Table} columns=${columns} rows=${item.items} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('没有记录')} /></${Panel}>
        <${Panel} title=${t('修改记录')}><${Changes} changes=${item.changes} words=${rowChange} /></${Panel}>`;
    }}
  </${Asked}>`;
}

function Powers() {
  const asked = useAsked(() => api.get('/admin/powers'), []);
  const found = asked.value;
  const names = useMemo(() => namesOf(found || {}), [found]);
  const items = useMemo(() => (found ? itemsOf(found.items) : null), [found]);
  /** @param {any} item */
  const changed = (item) => {
    asked.renew();
    writeAddress({ item: item.item_code });
  };
  /** @param {any} item @param {string} typed */
  const finds = (item, typed) =>
    item.rows.some((/** @type {any} */ row) =>
      [
        row.item_code,
        row.item_name,
        row.item_group,
        holderWords(names, row),
        whatWords(names, row),
        row.reference,
      ].some((text) => text.toLowerCase().includes(typed)),
    );
  const tools = html`<button type="button" class="small primary" disabled=${!found} onClick=${() => openNewPower({ found, names, onDone: changed })}>${t('新增权限')}</button>
    <button type="button" class="small" disabled=${!found} onClick=${() => openHolders({ found, names })}>${t('谁可以在这里做什么')}</button>`;
  return html`<${Register}
    items=${items} problem=${asked.problem} itemKey=${(/** @type {any} */ item) => item.code} finds=${finds} filters=${filters()} tools=${tools}
    view=${(/** @type {any} */ item) => html`<${Line} item=${item} names=${names} />`} label=${t('权限清单')}
    countWords=${(/** @type {number} */ n) => t('{n} 项', { n })} placeholder=${t('查找：名称、编号、镇街、部门、事项、文件')}
  >
    ${(/** @type {string | null} */ code) =>
      html`<${AreaQuestions} kinds=${['power']} onDone=${asked.renew} />${
        code && found
          ? html`<${Item} key=${code} code=${code} found=${found} names=${names} onChanged=${changed} />`
          : html`<${Empty}>${t('从左侧选择一项，查看谁持有、依据哪份文件、何时起止和修改记录。')}</${Empty}>`
      }`}
  </${Register}>`;
}

beginAdmin({ title: t('权限登记'), view: () => html`<${Powers} />` });
