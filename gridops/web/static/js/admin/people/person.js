// @ts-check
// One person: what is known of him, his posts, who stands in for him and for whom he stands in.

import { withPassword } from '../../parts/confirming.js';
import { openDialog } from '../../parts/dialog.js';
import { Panel, RowDays, Tag, WithdrawButton } from '../../parts/register.js';
import { Asked, useAsked } from '../../parts/states.js';
import { Facts, Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api, wordsOf } from '../../shared/api.js';
import { aside, t, word } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';
import { openDeputy, openEdit, openEndPost, openPost } from './forms.js';
import { openLeaving } from './leaving.js';

/** Where a post is held.
 * @param {any} post */
export function placeOf(post) {
  return post.area ? post.area.name : `${post.unit?.name || ''}${aside(t('处置力量'))}`;
}

/** @param {any} person */
async function openCode(person) {
  try {
    const made = await withPassword(() => api.post(`/admin/accounts/${person.id}/codes`));
    await openDialog({
      title: t('一次性登录码'),
      name: 'code',
      view: (close) => html`<p class="big-code" data-part="code">${made.code}</p>
        <p>${t('当面告诉本人：用户名填电话或用户名，用这个码登录一次，然后设置自己的密码。')}</p>
        <p class="hint">${t('{at} 前有效，只能用一次。', { at: clock(made.expires_at) })}</p>
        <div class="form-end"><button type="button" class="primary" onClick=${() => close()}>${t('好')}</button></div>`,
    });
  } catch (problem) {
    toast(wordsOf(problem), 'danger');
  }
}

/** @param {{ person: any, choices: any, onChange: () => void }} props */
export function Person({ person, choices, onChange }) {
  const deputies = useAsked(
    () => api.get(`/admin/deputies?account=${person.id}&current=true&limit=100`),
    [person.id],
  );
  const renew = () => {
    onChange();
    deputies.renew();
  };
  const isIn = person.is_active;
  return html`<div class="view-head">
      <h2><span class="stored">${person.name}</span> <small class="stored">${person.username}</small></h2>
      ${!isIn && html`<${Tag} state="past">${t('已离岗')}</${Tag}>`}
      ${isIn && person.leaves_on && html`<${Tag} state="coming">${t('{day} 离岗', { day: person.leaves_on })}</${Tag}>`}
    </div>
    ${
      isIn &&
      html`<div class="line wrap">
      <button type="button" class="small" data-action="edit" onClick=${() => openEdit({ person, choices, onDone: renew })}>${t('修改')}</button>
      <button type="button" class="small" data-action="code" onClick=${() => openCode(person)}>${t('一次性登录码')}</button>
      ${!person.leaves_on && html`<button type="button" class="small danger" data-action="leave" onClick=${() => openLeaving({ person, onDone: renew })}>${t('离岗…')}</button>`}
    </div>`
    }
    <${Facts} pairs=${[
      [t('电话'), person.phone && html`<span class="stored">${person.phone}</span>`],
      [t('部门'), person.agency && html`<span class="stored">${person.agency.name}</span>`],
      [t('建立时间'), clock(person.created_at)],
    ]} />
    <${Panel} title=${t('岗位')} part="posts" tools=${isIn && html`<button type="button" class="small primary" data-action="give-post" onClick=${() => openPost({ person, choices, onDone: renew })}>${t('给岗位')}</button>`}>
      <${Posts} person=${person} onChange=${renew} />
    </${Panel}>
    <${Panel} title=${t('代岗')} part="deputies">
      <${Asked} asked=${deputies}>${(/** @type {any} */ found) => html`<${Deputies} person=${person} rows=${found.items} onChange=${renew} />`}</${Asked}>
    </${Panel}>`;
}

/** @param {{ person: any, onChange: () => void }} props */
function Posts({ person, onChange }) {
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('岗位'), cell: (r) => word('role', r.role), name: 'nowrap' },
    { head: t('在哪里'), cell: (r) => html`<span class="stored">${placeOf(r)}</span>` },
    { head: t('起止'), cell: (r) => html`<${RowDays} row=${r} />` },
    {
      head: t('谁给的'),
      cell: (r) => (r.given_by ? html`<span class="stored">${r.given_by.name}</span>` : '—'),
      name: 'nowrap',
    },
    {
      head: '',
      cell: (r) => html`<div class="line wrap">
        <button type="button" class="small" data-action="deputy" onClick=${() => openDeputy({ post: r, person, onDone: onChange })}>${t('请人代岗')}</button>
        ${
          r.state === 'coming'
            ? html`<${WithdrawButton} path=${`/admin/posts/${r.id}`} what=${word('role', r.role)} onDone=${onChange} />`
            : html`<button type="button" class="small" data-action="end-post" onClick=${() => openEndPost({ post: r, onDone: onChange })}>${t('终止')}</button>`
        }
      </div>`,
    },
  ];
  return html`<${Table} columns=${columns} rows=${person.posts} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('还没有岗位：没有岗位的人登录后什么也看不到。')} />`;
}

/** @param {{ person: any, rows: any[], onChange: () => void }} props */
function Deputies({ person, rows, onChange }) {
  /** @param {any} row */
  const end = async (row) => {
    try {
      await api.patch(`/admin/deputies/${row.id}`, { until_at: new Date().toISOString() });
      toast(t('已终止'));
      onChange();
    } catch (problem) {
      toast(wordsOf(problem), 'danger');
    }
  };
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    {
      head: t('代岗人'),
      cell: (r) =>
        r.account
          ? html`<span class="stored">${r.account.name}</span>`
          : html`<${Tag} state="missing">${t('无人代岗')}</${Tag}>`,
      name: 'nowrap',
    },
    {
      head: t('代谁的岗'),
      cell: (r) =>
        html`<span class="stored">${r.post.account.name}</span> · ${word('role', r.post.role)} · <span class="stored">${placeOf(r.post)}</span>`,
    },
    { head: t('原因'), cell: (r) => word('deputy_reason', r.reason), name: 'nowrap' },
    {
      head: t('起止'),
      cell: (r) =>
        html`<${Tag} state=${r.state}>${word('row_state', r.state)}</${Tag}> ${t('{from} 至 {to}', { from: clock(r.from_at), to: clock(r.until_at) })}`,
    },
    {
      head: '',
      cell: (r) =>
        html`<button type="button" class="small" data-action="end-deputy" onClick=${() => end(r)}>${t('立即终止')}</button>`,
    },
  ];
  return html`<${Table} columns=${columns} rows=${rows} rowKey=${(/** @type {any} */ r) => r.id}
    empty=${t('没有代岗。休假、培训时，在岗位一行点“请人代岗”。')} caption=${person.is_active ? '' : t('已离岗')} />`;
}
