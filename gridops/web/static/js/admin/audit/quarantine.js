// @ts-check
// Bodies that could not be read: who sent them, when; taken in after all or put away by an administrator. No content.

import { confirmed } from '../../parts/dialog.js';
import { Chips } from '../../parts/tabs.js';
import { toast } from '../../parts/toasts.js';
import { api, wordsOf } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html, useState } from '../../shared/ui.js';
import { PagedTable, usePaged } from './paged.js';

/** @typedef {Wire['QuarantineOut']} Body */

/** What became of it, as far as anybody tried.
 * @param {Body} body */
function stateWords(body) {
  if (body.settled_as) return word('quarantine', body.settled_as);
  if (!body.has_body) return t('内容只留校验值');
  return body.told ? t('重试未成：{code}', { code: body.told }) : t('待处理');
}

/** @param {{ body: Body, renew: () => void }} props */
function Buttons({ body, renew }) {
  /** @param {string} how */
  const settle = async (how) => {
    try {
      const done = await api.post(`/audit/quarantine/${body.id}/${how}`);
      toast(stateWords(done), done.settled_as ? 'ok' : 'warn');
      renew();
    } catch (problem) {
      toast(wordsOf(problem), 'danger');
    }
  };
  const dismiss = async () => {
    if (await confirmed({ title: t('不再处理这条内容？'), yes: t('不再处理') })) settle('dismiss');
  };
  return html`<span class="line">
    ${body.has_body && html`<button type="button" class="small" data-action="retry" onClick=${() => settle('retry')}>${t('重试')}</button>`}
    <button type="button" class="small" data-action="dismiss" onClick=${dismiss}>${t('不再处理')}</button>
  </span>`;
}

/** @param {{ maySettle: boolean }} props */
export function Quarantine({ maySettle }) {
  const [state, choose] = useState('open');
  const paged = usePaged('/audit/quarantine', { state });
  const columns = [
    { head: t('收到'), cell: (/** @type {Body} */ row) => clock(row.received_at) },
    {
      head: t('发送人'),
      cell: (/** @type {Body} */ row) =>
        html`<span class="stored">${row.account.name || row.account.id} ${row.device || ''}</span>`,
    },
    { head: t('接口'), cell: (/** @type {Body} */ row) => html`<code class="stored">${row.path}</code>` },
    { head: t('大小'), cell: (/** @type {Body} */ row) => t('{n} 字节', { n: row.size }) },
    { head: t('状态'), cell: (/** @type {Body} */ row) => stateWords(row) },
    ...(maySettle
      ? [
          {
            head: t('处理'),
            cell: (/** @type {Body} */ row) =>
              !row.settled_as && html`<${Buttons} body=${row} renew=${paged.renew} />`,
          },
        ]
      : []),
  ];
  return html`<p class="hint">${t('这些内容无法读取，已按发送人留存，界面不显示内容。重试会换用其他编码读取，成功后按发送人的上报收下。')}</p>
    <${Chips} pairs=${[['open', t('待处理')], ['all', t('全部')]]} chosen=${state} onChoose=${choose} label=${t('状态')} />
    <${PagedTable} paged=${paged} columns=${columns} empty=${t('没有隔离的内容')} rowData=${(/** @type {Body} */ row) => ({ 'data-body': row.id })} />`;
}
