// @ts-check
// The queue: open cases by what is to be done next, in order of their deadline; also the search over all cases. The
// address holds tab, order and search.

import { useAddress } from '../parts/address.js';
import { useHeard, useTick } from '../parts/heard.js';
import { Fault, Loading, useAsked } from '../parts/states.js';
import { stepTo, Tabs } from '../parts/tabs.js';
import { api, query } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useCallback, useLayoutEffect, useRef, useState } from '../shared/ui.js';
import { BatchBar } from './batch_close.js';
import { countTabs, inOrder, isClosable, knownOrder, knownTab, orders, tabs } from './queue_order.js';
import { Row } from './queue_row.js';
import { briefOf } from './store.js';

/** @typedef {import('./desk.js').CenterDesk} CenterDesk */
/** @typedef {import('./store.js').Brief} Brief */

const PAGE = 200;
const FOUND_MOST = 50;
const REDRAW_MS = 80;
const TIMES_MS = 30000;

/** Ids of the cases that came while the page was open.
 * @param {CenterDesk} desk */
function useFresh(desk) {
  const fresh = useRef(/** @type {Set<string>} */ (new Set()));
  useLayoutEffect(() => {
    const hear = (/** @type {any} */ event) => {
      if (event.detail.change === 'added') fresh.current.add(event.detail.id);
    };
    desk.store.addEventListener('case', hear);
    return () => desk.store.removeEventListener('case', hear);
  }, [desk]);
  return fresh.current;
}

/** Which cases are ticked to be closed together; those that are closed meanwhile drop out.
 * @param {CenterDesk} desk */
function useTicked(desk) {
  const [ticked, setTicked] = useState(/** @type {Set<string>} */ (new Set()));
  const ids = [...ticked].filter((id) => desk.store.cases.has(id));
  const tick = useCallback((/** @type {string} */ id, /** @type {boolean} */ on) => {
    setTicked((was) => {
      const now = new Set(was);
      if (on) now.add(id);
      else now.delete(id);
      return now;
    });
  }, []);
  /** @param {string[]} more */
  const tickAll = (more) => setTicked(new Set([...ids, ...more]));
  return { ids, tick, tickAll, clear: () => setTicked(new Set()) };
}

/** The search over all cases, closed ones among them, once it was asked for.
 * @param {string} typed @param {boolean} isAsked */
function useFound(typed, isAsked) {
  const asked = useAsked(
    () => (isAsked && typed ? api.get(`/incidents${query({ q: typed, limit: FOUND_MOST })}`) : undefined),
    [isAsked, isAsked ? typed : ''],
  );
  const page = isAsked ? /** @type {Wire['IncidentsOut'] | null} */ (asked.value) : null;
  return {
    ...asked,
    briefs: page ? page.items.map((one) => /** @type {Brief} */ (briefOf(one))) : null,
    hasMore: Boolean(page?.next_cursor),
  };
}

/** @param {{ typed: string, order: string, write: (values: Record<string, string | null>) => void }} props */
function Tools({ typed, order, write }) {
  const search = (/** @type {any} */ event) => write({ q: event.target.value, found: null });
  const pressed = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && typed.trim()) write({ found: 'all' });
  };
  return html`<div class="line">
    <input type="search" class="grow" data-part="search" aria-label=${t('查找')} aria-keyshortcuts="/" value=${typed}
      placeholder=${t('查找：编号、事项、网格、力量（按 / ）')} onInput=${search} onKeyDown=${pressed} />
    <select data-part="order" aria-label=${t('排序')} onChange=${(/** @type {any} */ e) => write({ order: e.target.value === 'due' ? null : e.target.value })}>
      ${orders().map(([key, words]) => html`<option key=${key} value=${key} selected=${key === order}>${words}</option>`)}
    </select>
  </div>`;
}

/** What stands under the rows: nothing there, more of them, the search over all cases.
 * @param {{ desk: CenterDesk, found: ReturnType<typeof useFound>, total: number, shown: number, typed: string, isAsked: boolean,
 *   onMore: () => void, onSearch: () => void }} props */
function More({ desk, found, total, shown, typed, isAsked, onMore, onSearch }) {
  if (desk.problem)
    return html`<${Fault} problem=${desk.problem} onRetry=${() => window.location.reload()} />`;
  if (!desk.matters || !desk.store.isLoaded) return html`<${Loading} />`;
  const { cases, isWhole } = desk.store;
  const n = found.briefs ? `${found.briefs.length}${found.hasMore ? '+' : ''}` : '';
  const rest = total - shown;
  return html`
    ${isAsked && found.isBusy && !found.briefs && html`<p class="hint" role="status">${t('正在全部事件中查找…')}</p>`}
    <${Fault} problem=${found.problem} onRetry=${found.renew} />
    ${found.briefs && html`<p class="hint" role="status">${t('全部事件中找到 {count} 件（含已结案）', { count: n })}</p>`}
    ${!isAsked && !isWhole && html`<p class="hint" role="status" data-part="reading">${t('正在读取其余事件…（已读 {count} 件）', { count: cases.size })}</p>`}
    ${!isAsked && isWhole && total === 0 && html`<p class="empty">${typed ? t('未结事件里没有“{typed}”', { typed }) : t('这里没有事件。有新的上报会自动出现。')}</p>`}
    ${rest > 0 && html`<button type="button" class="wide" onClick=${onMore}>${t('再显示 {more} 件（共 {total} 件）', { more: Math.min(PAGE, rest), total })}</button>`}
    ${typed && !isAsked && html`<button type="button" class="quiet wide" data-action="search-all" onClick=${onSearch}>${t('在全部事件中查找（含已结案）')}</button>`}
  `;
}

/** Where the Tab key leads, where arrows lead on, and where the page sends the focus.
 * @param {{ desk: CenterDesk, ids: string[], list: { current: HTMLElement | null } }} place */
function useFocus({ desk, ids, list }) {
  const [reached, reach] = useState(/** @type {string | null} */ (null));
  const [wanted, want] = useState(/** @type {{ id: string | null } | null} */ (null));
  const known = useRef(ids);
  known.current = ids;
  const at = reached && ids.includes(reached) ? reached : ids[0] || null;
  const search = () =>
    /** @type {HTMLInputElement | null} */ (document.querySelector('.queue [data-part=search]'));
  const row = (/** @type {string | null} */ id) =>
    /** @type {HTMLElement | null | undefined} */ (
      list.current?.querySelector(`[data-incident="${id}"] .row-main`)
    );
  useLayoutEffect(() => {
    desk.queue = {
      idAfter: (id) => {
        const all = known.current;
        const place = all.indexOf(id);
        return place < 0 ? all[0] || null : all[place + 1] || all[place - 1] || null;
      },
      focusCase: (id = null) => want({ id }),
      focusSearch: () => search()?.select(),
    };
  }, [desk]);
  useLayoutEffect(() => {
    if (!wanted) return;
    const target = row(wanted.id) || row(at) || search();
    target?.focus();
    target?.scrollIntoView({ block: 'nearest' });
  }, [wanted]);
  const pressed = (/** @type {any} */ event) => {
    const main = event.target.closest('.row-main');
    const to = main && stepTo(event.key, ids.indexOf(main.parentElement.dataset.incident), ids.length);
    if (to === null) return;
    event.preventDefault();
    want({ id: ids[to] });
  };
  const focused = (/** @type {any} */ event) => {
    const id = event.target.closest('[data-incident]')?.dataset.incident;
    if (id) reach(id);
  };
  return { at, pressed, focused };
}

/** @param {{ desk: CenterDesk }} props */
export function Queue({ desk }) {
  useHeard(desk, ['side', 'ready']);
  useHeard(desk.store, ['reset', 'more', 'case'], REDRAW_MS);
  const tick = useTick(TIMES_MS);
  const [address, write] = useAddress();
  const [most, setMost] = useState(PAGE);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const fresh = useFresh(desk);
  const ticked = useTicked(desk);
  const tab = knownTab(address.tab);
  const order = knownOrder(address.order);
  const typed = (address.q || '').trim();
  const found = useFound(typed, address.found === 'all');
  const matters = desk.matters ? desk.matters.byCode : new Map();
  const isReady = Boolean(desk.matters && desk.store.isLoaded);
  const cases = isReady ? [...desk.store.cases.values()] : [];
  const counts = countTabs(cases, matters);
  const briefs = found.briefs || inOrder(cases, matters, { tab, order, typed });
  const shown = briefs.slice(0, most);
  const focus = useFocus({ desk, ids: shown.map((brief) => brief.id), list });
  const onOpen = useCallback((/** @type {string} */ id) => desk.openCase(id), [desk]);
  /** @param {string} key */
  const choose = (key) => {
    setMost(PAGE);
    write({ tab: key === 'all' ? null : key });
  };
  const heads = tabs().map(([key, words]) => [
    key,
    html`<span>${words}</span><span class="count number" data-count=${key}>${counts[key]}${isReady && !desk.store.isWhole && '+'}</span>`,
  ]);
  return html`<section class="queue" data-part="queue" aria-label=${t('事件队列')}>
    <div class="queue-head">
      <${Tools} typed=${address.q || ''} order=${order} write=${write} />
      <${Tabs} tabs=${heads} chosen=${tab} onChoose=${choose} label=${t('按下一步')} />
    </div>
    <${BatchBar} desk=${desk} ticked=${ticked} closable=${() => briefs.filter((brief) => isClosable(brief, matters)).map((brief) => brief.id)} />
    <div class="queue-body" id=${`tab-${tab}`} role="tabpanel" aria-label=${t('事件队列')}>
      <ul class="rows" data-part="list" ref=${list} onKeyDown=${focus.pressed} onFocusIn=${focus.focused}>
        ${shown.map(
          (brief) => html`<${Row}
            key=${brief.id} brief=${brief} tick=${tick} onOpen=${onOpen} onTick=${ticked.tick}
            isClosable=${isClosable(brief, matters)} isTicked=${ticked.ids.includes(brief.id)}
            isChosen=${brief.id === desk.caseId} isFresh=${fresh.has(brief.id)} isReached=${brief.id === focus.at}
          />`,
        )}
      </ul>
      <div data-part="more">
        <${More} desk=${desk} found=${found} total=${briefs.length} shown=${shown.length} typed=${typed} isAsked=${address.found === 'all'}
          onMore=${() => setMost(most + PAGE)} onSearch=${() => write({ found: 'all' })} />
      </div>
    </div>
  </section>`;
}
