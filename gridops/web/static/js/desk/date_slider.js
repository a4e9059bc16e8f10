// A slider over the days from which boundary sets hold: past ones, today's, those that are coming. Changes nothing itself.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { day } from '../shared/words.js';
import { changeList, changeSummary } from './set_changes.js';

const READERS = new Set(['admin', 'dispatcher', 'supervisor', 'auditor']);

/** The sets with a date, oldest first: {id, name, valid_from, valid_to, is_current, tiles, counts}. */
export async function listSets() {
  const { items } = await api.get('/boundary-sets');
  return items.filter((set) => set.state === 'in_force');
}

/** Whether someone is told what a set changes: who answers for the whole district. */
export function mayCompare(actor, areas) {
  return actor.roles.some((role) => READERS.has(role)) && areas.some((area) => area.level === 'district');
}

function daysUntil(date) {
  return Math.round((Date.parse(date) - Date.parse(day())) / 86400000);
}

/** 生效中 · 2027-01-01 起生效（还有 39 天） · 2027-01-01 前有效. */
export function timeWords(set) {
  if (set.is_current) return '现在生效';
  if (set.valid_from > day()) return `即将生效，还有 ${daysUntil(set.valid_from)} 天`;
  return `已于 ${set.valid_to} 停用`;
}

/**
 * In `element`, which stays hidden where there is but one set. `onChoose(set)` hears each choice; `set.on` is the
 * day to ask with, null for today's set; it begins at the set of the day `on`. With `withChanges` what a set changes is listed below.
 */
export class DateSlider {
  constructor({ element, sets, onChoose, withChanges = false, on = null }) {
    Object.assign(this, { element, onChoose, withChanges });
    this.sets = sets.map((set) => ({ ...set, on: set.is_current ? null : set.valid_from }));
    const asked = on ? this.sets.findIndex((set) => set.on === on) : -1;
    this.at = asked >= 0 ? asked : Math.max(0, this.sets.findIndex((set) => set.is_current));
    this.input = h('input', {
      type: 'range', min: '0', max: String(this.sets.length - 1), step: '1', value: String(this.at), 'aria-label': '区划日期 Boundaries of which day',
    });
    this.input.addEventListener('input', () => this._choose(Number(this.input.value)));
    this.words = h('p', { class: 'set-words', role: 'status' });
    this.back = h('button', { type: 'button', class: 'small', 'data-action': 'set-today', onclick: () => this.showToday() }, '回到现在');
    // Why a set is only to come, or what it is made of: said by whoever made it.
    this.notice = h('p', { class: 'hint', 'data-part': 'set-notice' });
    this.changes = h('details', { class: 'set-changes', hidden: true });
    element.hidden = this.sets.length < 2;
    fill(element, h('div', { class: 'set-line' }, h('strong', null, '区划日期', h('span', { class: 'en', lang: 'en' }, 'Boundaries')),
      h('div', { class: 'set-track' }, this.input, this._ticks()), this.back), this.words, this.notice, this.changes);
    this._show();
  }

  get chosen() {
    return this.sets[this.at];
  }

  showToday() {
    this._choose(Math.max(0, this.sets.findIndex((set) => set.is_current)));
  }

  _ticks() {
    return h('ol', { class: 'set-ticks', 'aria-hidden': 'true' }, this.sets.map((set) => h('li', null, set.is_current ? '现在' : set.valid_from)));
  }

  _choose(at) {
    if (at === this.at) return;
    this.at = at;
    this._show();
    this.onChoose(this.chosen);
  }

  _show() {
    const set = this.chosen;
    this.input.value = String(this.at);
    this.input.setAttribute('aria-valuetext', `${set.valid_from} 起，${set.name}`);
    this.element.dataset.set = set.id;
    this.back.hidden = set.is_current;
    fill(this.words, h('strong', { class: 'number' }, `${set.valid_from} 起`), ` ${set.name} `, h('span', { class: set.is_current ? 'set-now' : 'set-other' }, timeWords(set)));
    this.notice.textContent = set.valid_from > day() ? set.notice : '';
    this.changes.hidden = true;
    if (this.withChanges && this.at > 0) this._compare(set);
  }

  async _compare(set) {
    try {
      const { changes } = await api.get(`/boundary-sets/${set.id}/comparison`);
      if (set !== this.chosen) return;
      const isComing = set.valid_from > day();
      fill(this.changes, h('summary', null, `与上一版相比：${changeSummary(changes)}`), changeList(changes, { withCases: isComing }));
      this.changes.hidden = false;
    } catch (problem) {
      if (set === this.chosen) fill(this.words, this.words.textContent, '（变化暂时读不出来）');
    }
  }
}
