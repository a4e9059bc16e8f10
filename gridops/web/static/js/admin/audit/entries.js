// @ts-check
// The log of any entity: who did what to which case, unit, account; narrowed by a click on a number or a name.

import { withZone } from '../../parts/dates.js';
import { Choice, Field, Form } from '../../parts/forms.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { t, wordPairs } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';
import { PagedTable, usePaged } from './paged.js';

/** @typedef {Wire['AuditEntryOut']} Entry */
/** @typedef {{ address: Record<string, string>, write: (values: Record<string, string>) => void }} Props */

/** @returns {[string, string][]} */
function kinds() {
  return [
    ['', t('全部对象')],
    ['incident', t('事件')],
    ['unit', t('处置力量#units')],
    ['account', t('账号')],
    ['device', t('设备')],
    ['sign_in', t('登录')],
    ['reveal', t('敏感信息查看')],
    ['quarantine', t('隔离上传')],
  ];
}

/** What was done, in words where the log's word has some.
 * @param {string} action */
export function actionCell(action) {
  const known = wordPairs('entry').find(([code]) => code === action);
  return known ? known[1] : html`<code class="stored">${action}</code>`;
}

/** Ids and codes as the log keeps them.
 * @param {Record<string, any>} data */
export function dataCell(data) {
  const pairs = Object.keys(data).map((name) => {
    const value = data[name];
    return `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`;
  });
  return html`<small class="stored audit-data">${pairs.join(' · ')}</small>`;
}

/** A name or a number that narrows the list to it.
 * @param {{ words: string, onClick: () => void }} props */
export function Narrow({ words, onClick }) {
  return html`<button type="button" class="link stored" onClick=${onClick}>${words}</button>`;
}

/** @param {Props} props */
export function Entries({ address, write }) {
  const asked = {
    entity: address.entity || '',
    id: address.id || '',
    actor: address.actor || '',
    since: (address.since && withZone(`${address.since}T00:00`)) || '',
  };
  const paged = usePaged('/audit/entries', asked);
  /** @param {any} elements */
  const find = async (elements) => {
    const number = elements.number.value.trim();
    write({ entity: elements.entity.value, since: elements.since.value, id: '', actor: '' });
    if (!number) return;
    const found = await api.get(`/incidents${query({ q: number, limit: 2 })}`);
    if (found.items.length === 1) write({ entity: 'incident', id: found.items[0].id, actor: '' });
    else toast(t('没有找到唯一的事件：{number}', { number }), 'warn');
  };
  const columns = [
    { head: t('时间'), cell: (/** @type {Entry} */ row) => clock(row.at) },
    {
      head: t('操作人'),
      cell: (/** @type {Entry} */ row) =>
        row.actor
          ? html`<${Narrow} words=${row.actor.name || row.actor.id} onClick=${() => write({ actor: row.actor?.id || '' })} />`
          : t('系统'),
    },
    { head: t('操作#audit'), cell: (/** @type {Entry} */ row) => actionCell(row.action) },
    {
      head: t('对象'),
      cell: (/** @type {Entry} */ row) =>
        html`<${Narrow} words=${row.case_number || row.entity} onClick=${() => write({ entity: row.entity, id: row.entity_id })} />`,
    },
    { head: t('内容（编号和代码）'), cell: (/** @type {Entry} */ row) => dataCell(row.data) },
  ];
  const isNarrow = asked.id || asked.actor;
  return html`<${Form} name="entries" submit=${t('查询')} isQuestion=${true} onSend=${find}>
      <div class="line wrap">
        <${Field} label=${t('对象')}><${Choice} name="entity" pairs=${kinds()} value=${asked.entity} /></${Field}>
        <${Field} label=${t('案件或外部编号')}><input name="number" type="search" autocomplete="off" /></${Field}>
        <${Field} label=${t('自何日起')}><input name="since" type="date" defaultValue=${address.since || ''} /></${Field}>
      </div>
    </${Form}>
    ${isNarrow && html`<p class="line">${t('只看所选的人或对象。')}<button type="button" class="small" data-action="widen" onClick=${() => write({ id: '', actor: '' })}>${t('看全部')}</button></p>`}
    <${PagedTable} paged=${paged} columns=${columns} empty=${t('没有记录')} rowData=${(/** @type {Entry} */ row) => ({ 'data-entry': row.action })} />`;
}
