// @ts-check
// The matters one may report: kept on the phone with their ETag, found by official names and local words.

import { api } from '../shared/api.js';

const KEY = 'matters';
const MOST_RECENT = 6;
const KEPT = [
  'service_code',
  'service_name',
  'service_group',
  'aliases',
  'call_first',
  'urgency_default',
  'restricted',
  'season',
  'signpost',
];

/** @typedef {import('./types').Matter} Matter */

/** @param {any} item @returns {Matter} */
function slim(item) {
  /** @type {any} */
  const kept = { limit: item.limit ? item.limit.text : '' };
  for (const name of KEPT) kept[name] = item[name];
  return kept;
}

/** @param {string} text */
function plain(text) {
  return text.toLowerCase().replace(/[\s、，。,.]+/g, '');
}

/** How well a matter answers one word: 0 not at all.
 * @param {Matter} matter @param {string} word */
function score(matter, word) {
  const name = plain(matter.service_name);
  if (name === word) return 9;
  const aliases = matter.aliases.map(plain);
  if (aliases.includes(word)) return 8;
  // Of two names that hold the word, the one that more local words speak of is more likely meant.
  const spoken = aliases.filter((alias) => alias.includes(word)).length / 10;
  if (name.includes(word)) return 6 + spoken;
  if (spoken) return 5 + spoken;
  // People write more than the word we know: 路口垃圾堆好久了 holds 垃圾堆.
  if (aliases.concat(name).some((known) => known.length > 1 && word.includes(known))) return 4;
  return plain(matter.service_group).includes(word) ? 2 : 0;
}

/** Whether a month (1 to 12) lies in a season such as 6-9, or 11-3 over the new year; without one it always does.
 * @param {string | null} season @param {number} month */
export function inSeason(season, month) {
  if (!season) return true;
  const ends = season.split('-').map(Number);
  return ends[0] <= ends[1] ? month >= ends[0] && month <= ends[1] : month >= ends[0] || month <= ends[1];
}

export class Catalogue {
  /** @param {import('./store.js').Store} store @param {string} accountId */
  constructor(store, accountId) {
    this.store = store;
    this.recentKey = `gridops.recent.${accountId}`;
    /** @type {Matter[]} */
    this.items = [];
    /** @type {Map<string, Matter>} */
    this.byCode = new Map();
  }

  // From the phone at once, then asked for anew; throws only where the phone has none yet.
  async load() {
    const kept = await this.store.get('kept', KEY);
    if (kept) this.set(kept.items);
    const fresh = this.refresh(kept ? kept.etag : null);
    if (kept) fresh.catch(() => {});
    else await fresh;
  }

  /** @param {string | null} etag */
  async refresh(etag) {
    /** @type {Record<string, string>} */
    const headers = etag ? { 'If-None-Match': etag } : {};
    const response = await api.raw('GET', '/matters', { headers });
    if (response.status === 304) return;
    const items = (await response.json()).items.map(slim);
    this.set(items);
    await this.store.put('kept', KEY, { etag: response.headers.get('ETag'), items });
  }

  /** @param {Matter[]} items */
  set(items) {
    this.items = items;
    this.byCode = new Map(items.map((item) => [item.service_code, item]));
  }

  /** @param {string} code @returns {Matter | null} */
  find(code) {
    return this.byCode.get(code) || null;
  }

  // Group names in the catalogue's order, each with its matters.
  groups() {
    /** @type {Map<string, Matter[]>} */
    const found = new Map();
    for (const item of this.items) {
      found.set(item.service_group, (found.get(item.service_group) || []).concat(item));
    }
    return Array.from(found);
  }

  /** The best matches first; every word of the text must fit.
   * @param {string} text */
  search(text) {
    const words = text.trim().split(/\s+/).map(plain).filter(Boolean);
    if (!words.length) return [];
    const month = new Date().getMonth() + 1;
    return (
      this.items
        .map((item, place) => {
          const scores = words.map((word) => score(item, word));
          const points = scores.includes(0) ? 0 : scores.reduce((a, b) => a + b, 0);
          return { item, place, points, isNow: Boolean(item.season) && inSeason(item.season, month) };
        })
        .filter((found) => found.points > 0)
        // Of two that answer as well, what is usual at this time of the year is more likely meant.
        .sort((a, b) => b.points - a.points || Number(b.isNow) - Number(a.isNow) || a.place - b.place)
        .slice(0, 30)
        .map((found) => found.item)
    );
  }

  /** @returns {Matter[]} */
  recent() {
    try {
      /** @type {string[]} */
      const codes = JSON.parse(localStorage.getItem(this.recentKey) || '[]');
      return /** @type {Matter[]} */ (codes.map((code) => this.find(code)).filter(Boolean));
    } catch (_error) {
      return [];
    }
  }

  /** @param {string} code */
  remember(code) {
    const codes = [code].concat(
      this.recent()
        .map((item) => item.service_code)
        .filter((one) => one !== code),
    );
    try {
      localStorage.setItem(this.recentKey, JSON.stringify(codes.slice(0, MOST_RECENT)));
    } catch (_error) {
      // Without storage there is just no list of recent ones.
    }
  }
}
