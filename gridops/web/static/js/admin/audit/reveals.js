// @ts-check
// Looks at persons of cases: who was shown a name and a number, when, for what.

import { t, word } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';
import { Narrow } from './entries.js';
import { PagedTable, usePaged } from './paged.js';

/** @typedef {Wire['RevealOut']} Look */

/** @param {import('./entries.js').Props} props */
export function Reveals({ address, write }) {
  const paged = usePaged('/audit/reveals', { id: address.id || '', actor: address.actor || '' });
  const columns = [
    { head: t('时间'), cell: (/** @type {Look} */ row) => clock(row.at) },
    {
      head: t('查看人'),
      cell: (/** @type {Look} */ row) =>
        html`<${Narrow} words=${row.actor.name || row.actor.id} onClick=${() => write({ actor: row.actor.id })} />`,
    },
    {
      head: t('事件'),
      cell: (/** @type {Look} */ row) =>
        html`<${Narrow} words=${row.case_number} onClick=${() => write({ id: row.incident_id })} />`,
    },
    { head: t('用途'), cell: (/** @type {Look} */ row) => word('purpose', row.purpose) },
    {
      head: t('说明'),
      cell: (/** @type {Look} */ row) => html`<span class="stored">${row.note || ''}</span>`,
    },
  ];
  return html`${(address.id || address.actor) && html`<p class="line">${t('只看所选的人或对象。')}<button type="button" class="small" data-action="widen" onClick=${() => write({ id: '', actor: '' })}>${t('看全部')}</button></p>`}
    <${PagedTable} paged=${paged} columns=${columns} empty=${t('还没有人查看过')} rowData=${() => ({ 'data-look': '' })} />`;
}
