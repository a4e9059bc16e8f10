// @ts-check
// The page of a dated register: items at the left, one of them with its rows and history at the right; a row begins on
// a day, is replaced by a version, ended, or withdrawn before it holds. The same for every register.

import { api } from '../shared/api.js';
import { aside, t, word } from '../shared/language.js';
import { html, useMemo } from '../shared/ui.js';
import { useAddress } from './address.js';
import { datesOf, dayFrom } from './dates.js';
import { confirmed, openDialog } from './dialog.js';
import { Field, Form } from './forms.js';
import { Fault } from './states.js';
import { Chips, ChoiceList } from './tabs.js';
import { toast } from './toasts.js';

/**
 * The list of a register with search and filters; the address holds search, filter and the chosen item.
 * @param {{ items: any[] | null, problem?: unknown, itemKey: (item: any) => string, view: (item: any) => any, finds: (item: any, typed: string) => boolean,
 *   filters?: { key: string, words: string, holds: (item: any) => boolean }[], countWords: (n: number) => string, placeholder: string,
 *   label: string, tools?: any, isPart?: boolean, children: (chosen: string | null) => any }} props
 * `children(key)` draws the chosen item; `isPart` where the register is not the page's whole content.
 */
export function Register({
  items,
  problem,
  itemKey,
  view,
  finds,
  filters = [],
  countWords,
  placeholder,
  label,
  tools,
  isPart = false,
  children,
}) {
  const [{ q = '', filter = '', item = '' }, write] = useAddress();
  const shown = useMemo(() => {
    const kept = filters.find((one) => one.key === filter);
    const typed = q.trim().toLowerCase();
    return (items || []).filter((one) => (!kept || kept.holds(one)) && (!typed || finds(one, typed)));
  }, [items, q, filter]);
  const chips = /** @type {[string, any][]} */ ([
    ['', t('全部')],
    ...filters.map(({ key, words }) => [key, words]),
  ]);
  const Around = isPart ? 'div' : 'main';
  return html`<${Around} ...${isPart ? {} : { id: 'main' }} class="admin-two">
    <section class="admin-list" aria-label=${label}>
      <div class="line wrap">${tools}</div>
      <input type="search" data-part="search" aria-label=${t('查找')} placeholder=${placeholder} value=${q}
        onInput=${(/** @type {any} */ e) => write({ q: e.target.value })} />
      ${filters.length > 0 && html`<${Chips} pairs=${chips} chosen=${filter} label=${t('筛选')} part="filters" onChoose=${(/** @type {string} */ key) => write({ filter: key })} />`}
      <p class="hint" data-part="count" role="status">${items ? countWords(shown.length) : t('正在读取…')}</p>
      ${problem ? html`<${Fault} problem=${problem} />` : null}
      <${ChoiceList} label=${label} chosen=${item || null} onChoose=${(/** @type {string} */ key) => write({ item: key }, { isStep: !item })}
        items=${shown.map((one) => ({ key: itemKey(one), view: view(one) }))} empty=${items ? t('没有符合的') : ''} />
    </section>
    <section class="admin-view" data-part="view" aria-live="polite">${children(item || null)}</section>
  </${Around}>`;
}

/** The rows of a register by their item, in the order in which they came: [{code, rows}].
 * @param {any[]} rows @returns {{ code: string, rows: any[] }[]} */
export function itemsOf(rows) {
  /** @type {Map<string, { code: string, rows: any[] }>} */
  const items = new Map();
  for (const row of rows) {
    const item = items.get(row.item_code) || { code: row.item_code, rows: /** @type {any[]} */ ([]) };
    item.rows.push(row);
    items.set(row.item_code, item);
  }
  return [...items.values()];
}

/** The state of a row as a small label, with its days.
 * @param {{ row: any }} props */
export function RowDays({ row }) {
  return html`<span class="tag" data-state=${row.state}>${word('row_state', row.state)}</span> ${datesOf(row)}`;
}

/** A small label of a state.
 * @param {{ state: string, children?: any }} props */
export function Tag({ state, children }) {
  return html`<span class="tag" data-state=${state}>${children}</span>`;
}

/** Whether a row is past, in force or coming today.
 * @param {{ valid_from: string, valid_to?: string | null }} row */
export function rowState(row) {
  const today = dayFrom();
  if (row.valid_from > today) return 'coming';
  return row.valid_to && row.valid_to <= today ? 'past' : 'in_force';
}

/**
 * A button that ends a row on a day that is asked for; `onDone(answer)` hears it.
 * @param {{ path: string, what: string, onDone: (answer: any) => void }} props path of the row, such as /admin/powers/<id>
 */
export function EndButton({ path, what, onDone }) {
  const open = async () => {
    const done = await openDialog({
      title: t('终止：{what}', { what }),
      name: 'end',
      view: (close) => html`<${Form} submit=${t('终止')} fields=${['valid_to']}
        onSend=${async (/** @type {any} */ form) => close(await api.post(`${path}/end`, { valid_to: form.valid_to.value }))}>
        ${(
          /** @type {any} */ faults,
        ) => html`<${Field} label=${t('终止日')} hint=${t('当日起不再有效；此前已做的不变')} fault=${faults.valid_to}>
          <input type="date" name="valid_to" required min=${dayFrom()} defaultValue=${dayFrom(1)} />
        </${Field}>`}
      </${Form}>`,
    });
    if (!done) return;
    toast(t('已终止'));
    onDone(done);
  };
  return html`<button type="button" class="small" onClick=${open}>${t('终止')}</button>`;
}

/** A button that takes back a row which is not yet in force.
 * @param {{ path: string, what: string, onDone: (answer: any) => void }} props */
export function WithdrawButton({ path, what, onDone }) {
  const withdraw = async () => {
    const yes = await confirmed({
      title: t('撤回「{what}」', { what }),
      text: t('它还没有生效。'),
      yes: t('撤回'),
      isDangerous: true,
    });
    if (!yes) return;
    try {
      onDone(await api.del(path));
      toast(t('已撤回'));
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  return html`<button type="button" class="small danger" data-action="withdraw" onClick=${withdraw}>${t('撤回')}</button>`;
}

/** Who changed what, newest first.
 * @param {{ changes: any[], words: (change: any) => string, clock: (at: string) => string }} props */
export function History({ changes, words, clock }) {
  if (!changes.length) return html`<p class="hint">${t('还没有修改记录。')}</p>`;
  return html`<ol class="changes">
    ${changes.map(
      (change) => html`<li>
        <time datetime=${change.at} title=${change.at}>${clock(change.at)}</time>
        <span>${t('{who}：{what}', { who: change.actor || t('系统'), what: words(change) })}</span>
      </li>`,
    )}
  </ol>`;
}

/** A panel with its heading; `tools` stand at its right.
 * @param {{ title: string, part?: string, tools?: any, note?: string, children?: any }} props */
export function Panel({ title, part = '', tools = null, note = '', children }) {
  return html`<section class="panel" data-panel=${part || null}>
    <div class="panel-head"><h2>${title}${aside(note)}</h2>${tools}</div>
    ${children}
  </section>`;
}
