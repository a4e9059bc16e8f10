// The queue: open cases by what is to be done next, in order of their deadline; also the search over all cases.

import { api, query } from '../shared/api.js';
import { clear, fill, h } from '../shared/dom.js';
import { needsNoCheck } from '../desk/matters.js';
import { needsPin } from '../desk/place_advice.js';
import { throttled } from '../desk/page.js';
import { readAddress, writeAddress } from '../parts/address.js';
import { stepTo } from '../parts/tabs.js';
import { queueRow } from './queue_row.js';

const PAGE = 200;
const REFRESH_MS = 30000;
const TABS = [
  ['all', '全部', () => true],
  ['reported', '待受理', (b) => b.state === 'reported'],
  ['filed', '待派遣', (b) => b.state === 'filed'],
  ['working', '处置中', (b) => b.state === 'dispatched' || b.state === 'handling'],
  ['handled', '待核查', (b, closable) => b.state === 'handled' && !closable],
  ['closable', '待结案', (b, closable) => closable],
  ['place', '待定位', (b) => b.needs_pin],
  ['overdue', '超期', (b) => b.due_state === 'overdue'],
];
const URGENCY_RANK = { major: 0, urgent: 1, normal: 2 };

/** What waits to be accepted has no deadline yet and is due since it came. */
function dueKey(brief) {
  return brief.due_at || brief.reported_at;
}

const ORDERS = {
  due: (a, b) => dueKey(a).localeCompare(dueKey(b)),
  newest: (a, b) => b.reported_at.localeCompare(a.reported_at),
  urgency: (a, b) => URGENCY_RANK[a.urgency] - URGENCY_RANK[b.urgency] || dueKey(a).localeCompare(dueKey(b)),
};

function asBrief(incident) {
  return { ...incident, needs_pin: needsPin(incident), grid_name: incident.grid.name, lon: incident.location.lon, lat: incident.location.lat };
}

/** The list in `element`. `onOpen(id)` and `onTicked(ids)` hear the clerk. */
export class Queue {
  constructor({ element, store, matters, onOpen, onTicked }) {
    Object.assign(this, { element, store, matters, onOpen, onTicked });
    const asked = readAddress();
    this.tab = TABS.some(([key]) => key === asked.tab) ? asked.tab : 'all';
    this.order = ORDERS[asked.order] ? asked.order : 'due';
    this.reached = null; // the case whose row the Tab key leads to
    this.shown = PAGE;
    this.found = null;
    this.rows = new Map();
    this.fresh = new Set();
    this.ticked = new Set();
    this._build(asked.q || '');
    if (asked.found) this.searchAll();
    this.drawSoon = throttled(() => this.draw(), 80);
    store.addEventListener('reset', () => this.draw());
    store.addEventListener('case', ({ detail }) => this._onCase(detail));
    setInterval(() => this._renew(), REFRESH_MS);
  }

  _build(typed) {
    const part = (name) => this.element.querySelector(`[data-part=${name}]`);
    this.parts = { tabs: part('tabs'), list: part('list'), more: part('more'), search: part('search'), order: part('order') };
    for (const [key, words] of TABS) {
      this.parts.tabs.append(h('button', {
        class: 'tab', type: 'button', role: 'tab', 'data-tab': key, 'aria-selected': String(key === this.tab), tabindex: key === this.tab ? '0' : '-1', onclick: () => this.show(key),
      }, words, h('span', { class: 'count number', 'data-count': key }, '0')));
    }
    this.parts.search.value = typed;
    this.parts.order.value = this.order;
    this.parts.tabs.addEventListener('keydown', (event) => this._onTabKey(event));
    this.parts.list.addEventListener('keydown', (event) => this._onRowKey(event));
    this.parts.list.addEventListener('focusin', (event) => this._reach(event.target.closest('[data-incident]')));
    this.parts.search.addEventListener('input', () => { this.found = null; this._keep(); this.draw(); });
    this.parts.search.addEventListener('keydown', (event) => { if (event.key === 'Enter') this.searchAll(); });
    this.parts.order.addEventListener('change', (event) => { this.order = event.target.value; this._keep(); this.draw(); });
  }

  show(tab) {
    this.tab = tab;
    this.shown = PAGE;
    for (const button of this.parts.tabs.children) {
      button.setAttribute('aria-selected', String(button.dataset.tab === tab));
      button.tabIndex = button.dataset.tab === tab ? 0 : -1;
    }
    this._keep();
    this.draw();
  }

  /** The address holds what is shown, so that a reload or a sent link shows the same. */
  _keep() {
    const typed = this.parts.search.value.trim();
    writeAddress({ tab: this.tab === 'all' ? null : this.tab, order: this.order === 'due' ? null : this.order, q: typed, found: this.found ? 'all' : null });
  }

  _onTabKey(event) {
    const at = TABS.findIndex(([key]) => key === this.tab);
    const to = stepTo(event.key, at, TABS.length);
    if (to === null) return;
    event.preventDefault();
    this.show(TABS[to][0]);
    this.parts.tabs.children[to].focus();
  }

  _onRowKey(event) {
    const rows = [...this.parts.list.children];
    const to = stepTo(event.key, rows.indexOf(event.target.closest('[data-incident]')), rows.length);
    if (to === null || !event.target.closest('.row-main')) return;
    event.preventDefault();
    rows[to].querySelector('.row-main').focus();
    rows[to].scrollIntoView({ block: 'nearest' });
  }

  /** The Tab key leads into the list once: to the row last reached, else to the first. */
  _reach(row) {
    if (row) this.reached = row.dataset.incident;
    const rows = [...this.parts.list.children];
    const reached = rows.find((one) => one.dataset.incident === this.reached) || rows[0];
    for (const one of rows) one.querySelector('.row-main').tabIndex = one === reached ? 0 : -1;
  }

  /** The case that stands after another one now; null where there is none. */
  idAfter(id) {
    const ids = [...this.parts.list.children].map((row) => row.dataset.incident);
    const at = ids.indexOf(id);
    return at < 0 ? ids[0] || null : ids[at + 1] || ids[at - 1] || null;
  }

  /** Focus on a case's row, else on the row that the Tab key leads to, else on the search. */
  focusCase(id = this.reached) {
    this.draw();
    const row = this.rows.get(id) || this.parts.list.firstChild;
    const target = row ? row.querySelector('.row-main') : this.parts.search;
    target.focus();
    if (row) row.scrollIntoView({ block: 'nearest' });
  }

  choose(id) {
    this.chosen = id;
    for (const [key, row] of this.rows) row.classList.toggle('chosen', key === id);
  }

  untick(ids) {
    ids.forEach((id) => this.ticked.delete(id));
    this._renew();
    this.onTicked([...this.ticked]);
  }

  tickAll() {
    this._visible().filter((brief) => this.isClosable(brief)).forEach((brief) => this.ticked.add(brief.id));
    this._renew();
    this.onTicked([...this.ticked]);
  }

  isClosable(brief) {
    return brief.state === 'verified' || (brief.state === 'handled' && needsNoCheck(this.matters.get(brief.service_code)));
  }

  async searchAll() {
    const q = this.parts.search.value.trim();
    if (!q) return;
    fill(this.parts.more, h('p', { class: 'hint' }, '正在全部事件中查找…'));
    try {
      const page = await api.get(`/incidents${query({ q, limit: 50 })}`);
      this.found = { q, briefs: page.items.map(asBrief), hasMore: Boolean(page.next_cursor) };
      this._keep();
      this.draw();
    } catch (problem) {
      fill(this.parts.more, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  _onCase({ id, change }) {
    if (change === 'added') this.fresh.add(id);
    if (change === 'removed' && this.ticked.delete(id)) this.onTicked([...this.ticked]);
    this.drawSoon();
  }

  _matches(brief, words) {
    if (!words) return true;
    const name = brief.restricted ? '受限' : brief.service_name;
    const text = [brief.case_number, name, brief.grid_name, brief.unit && !brief.restricted ? brief.unit.name : ''].join(' ').toLowerCase();
    return words.split(/\s+/).every((word) => text.includes(word));
  }

  _visible() {
    const words = this.parts.search.value.trim().toLowerCase();
    const fits = TABS.find(([key]) => key === this.tab)[2];
    return [...this.store.cases.values()]
      .filter((b) => fits(b, this.isClosable(b)) && this._matches(b, words))
      .sort((a, b) => ORDERS[this.order](a, b) || a.id.localeCompare(b.id));
  }

  draw() {
    this._count();
    const briefs = this.found ? this.found.briefs : this._visible();
    const shown = briefs.slice(0, this.shown);
    const kept = new Set(shown.map((b) => b.id));
    for (const [id, row] of this.rows) {
      if (!kept.has(id)) {
        row.remove();
        this.rows.delete(id);
      }
    }
    let before = this.parts.list.firstChild;
    for (const brief of shown) {
      const old = this.rows.get(brief.id);
      const row = this._row(brief, old);
      const hadFocus = old && old !== row && old.contains(document.activeElement);
      if (old && old !== row) {
        if (before === old) before = old.nextSibling;
        old.remove();
      }
      if (row === before) before = before.nextSibling;
      else this.parts.list.insertBefore(row, before);
      if (hadFocus) row.querySelector('.row-main').focus({ preventScroll: true });
    }
    this._reach(null);
    this._drawMore(briefs.length);
  }

  _row(brief, old) {
    if (old && old.dataset.version === String(brief.version)) return old;
    const row = queueRow(brief, {
      onOpen: this.onOpen, onTick: (id, on) => this._tick(id, on), isClosable: this.isClosable(brief), isTicked: this.ticked.has(brief.id),
    });
    row.classList.toggle('chosen', brief.id === this.chosen);
    if (this.fresh.delete(brief.id)) row.classList.add('fresh');
    this.rows.set(brief.id, row);
    return row;
  }

  _tick(id, on) {
    if (on) this.ticked.add(id);
    else this.ticked.delete(id);
    this.onTicked([...this.ticked]);
  }

  _count() {
    const counts = Object.fromEntries(TABS.map(([key]) => [key, 0]));
    for (const brief of this.store.cases.values()) {
      const closable = this.isClosable(brief);
      for (const [key, , fits] of TABS) if (fits(brief, closable)) counts[key] += 1;
    }
    for (const [key] of TABS) this.parts.tabs.querySelector(`[data-count=${key}]`).textContent = String(counts[key]);
  }

  _drawMore(total) {
    const more = clear(this.parts.more);
    const typed = this.parts.search.value.trim();
    if (this.found) {
      more.append(h('p', { class: 'hint' }, `全部事件中找到 ${this.found.briefs.length}${this.found.hasMore ? '+' : ''} 件（含已结案）`));
    } else if (total === 0) {
      more.append(h('p', { class: 'empty' }, typed ? `未结事件里没有“${typed}”` : '这里没有事件。有新的上报会自动出现。'));
    }
    if (total > this.shown) {
      const further = () => { this.shown += PAGE; this.draw(); };
      more.append(h('button', { class: 'wide', type: 'button', onclick: further }, `再显示 ${Math.min(PAGE, total - this.shown)} 件（共 ${total} 件）`));
    }
    if (typed && !this.found) {
      more.append(h('button', { class: 'quiet wide', type: 'button', 'data-action': 'search-all', onclick: () => this.searchAll() }, '在全部事件中查找（含已结案）'));
    }
  }

  _renew() {
    const focused = document.activeElement && document.activeElement.closest('[data-incident]');
    for (const [id, row] of this.rows) if (row !== focused) row.dataset.version = '';
    this.draw();
  }
}
