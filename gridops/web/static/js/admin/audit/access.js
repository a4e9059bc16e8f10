// @ts-check
// Who came in, who was kept out, whose rights changed; and requests that were refused.

import { t } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';
import { dataCell } from './entries.js';
import { PagedTable, usePaged } from './paged.js';

/** @typedef {Wire['AccessEntryOut']} Entry */

/** @param {{ isRefused: boolean }} props */
export function Access({ isRefused }) {
  const paged = usePaged('/audit/sign-ins', isRefused ? { action: 'request.refused' } : {});
  const columns = [
    { head: t('时间'), cell: (/** @type {Entry} */ row) => clock(row.at) },
    {
      head: t('操作#audit'),
      cell: (/** @type {Entry} */ row) => html`<code class="stored">${row.action}</code>`,
    },
    { head: t('对象'), cell: (/** @type {Entry} */ row) => html`<code class="stored">${row.entity}</code>` },
    {
      head: t('账号编号'),
      cell: (/** @type {Entry} */ row) =>
        html`<small class="stored">${row.actor_id || row.entity_id}</small>`,
    },
    { head: t('内容（编号和代码）'), cell: (/** @type {Entry} */ row) => dataCell(row.data) },
  ];
  const empty = isRefused ? t('没有被拒的请求') : t('没有记录');
  return html`<${PagedTable} paged=${paged} columns=${columns} empty=${empty} rowData=${(/** @type {Entry} */ row) => ({ 'data-entry': row.action })} />`;
}
