// @ts-check
// The list of persons, searched by the service, and the chosen one beside it.

import { useAddress } from '../../parts/address.js';
import { Asked, Fault, useAsked } from '../../parts/states.js';
import { Chips, ChoiceList } from '../../parts/tabs.js';
import { api, query } from '../../shared/api.js';
import { listed, t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { openNewPerson } from './forms.js';
import { openImport } from './importing.js';
import { Person } from './person.js';

const MOST = 200;

/** A person in the list: the name, and what he is.
 * @param {any} person */
function line(person) {
  const posts = person.posts.map((/** @type {any} */ post) => word('role', post.role));
  const says = listed([...new Set(posts)]) || t('没有岗位');
  return html`<strong class="stored">${person.name}</strong>
    <small><span class="stored">${person.phone || person.username}</span> · ${person.is_active ? says : t('已离岗')}</small>`;
}

/** @param {{ choices: any }} props */
export function People({ choices }) {
  const [{ q = '', state = '', item = '' }, write] = useAddress();
  const asked = useAsked(
    () => api.get(`/admin/accounts${query({ q: q.trim(), state: state || 'active', limit: MOST })}`),
    [q, state],
  );
  const chosen = useAsked(() => (item ? api.get(`/admin/accounts/${item}`) : undefined), [item]);
  const renew = () => {
    asked.renew();
    chosen.renew();
  };
  /** @param {any} person */
  const show = (person) => {
    write({ item: person.id });
    renew();
  };
  const items = asked.value ? asked.value.items : null;
  const more = Boolean(asked.value?.next_cursor);
  return html`<div class="admin-two">
    <section class="admin-list" aria-label=${t('人员')}>
      <div class="line wrap">
        <button type="button" class="small primary" data-action="new-person" onClick=${() => openNewPerson({ choices, onDone: show })}>${t('新增人员')}</button>
        <button type="button" class="small" data-action="import" onClick=${() => openImport({ onDone: asked.renew })}>${t('从表格导入')}</button>
      </div>
      <input type="search" data-part="search" aria-label=${t('查找')} placeholder=${t('姓名、电话或用户名')} value=${q}
        onInput=${(/** @type {any} */ e) => write({ q: e.target.value })} />
      <${Chips} pairs=${[
        ['', t('在岗')],
        ['left', t('已离岗')],
      ]} chosen=${state} label=${t('筛选')} part="filters" onChoose=${(/** @type {string} */ key) => write({ state: key, item: '' })} />
      <p class="hint" data-part="count" role="status">${items ? (more ? t('前 {n} 人，请输入姓名或电话查找', { n: items.length }) : t('共 {n} 人', { n: items.length })) : t('正在读取…')}</p>
      ${asked.problem ? html`<${Fault} problem=${asked.problem} onRetry=${asked.renew} />` : null}
      <${ChoiceList} label=${t('人员')} chosen=${item || null} onChoose=${(/** @type {string} */ key) => write({ item: key }, { isStep: !item })}
        items=${(items || []).map((/** @type {any} */ one) => ({ key: one.id, view: line(one) }))} empty=${items ? t('没有符合的') : ''} />
    </section>
    <section class="admin-view" data-part="view" aria-live="polite">
      ${
        item
          ? html`<${Asked} asked=${chosen}>${(/** @type {any} */ person) => html`<${Person} key=${person.id} person=${person} choices=${choices} onChange=${renew} />`}</${Asked}>`
          : html`<p class="empty">${t('在左边选一个人，或者新增人员。一张表里的许多人，用“从表格导入”。')}</p>`
      }
    </section>
  </div>`;
}
