// @ts-check
// Boundary sets in words: what a set is today, and the slider over the days from which sets hold,
// the extent of ground. Asks for nothing.

import { number, t, word } from '../shared/language.js';
import { day } from '../shared/times.js';
import { html } from '../shared/ui.js';

/** @typedef {{ id: string, name: string, state: string, valid_from: string, valid_to: string | null, is_current: boolean, tiles: string }} BoundarySet */

const DAY_MS = 86400000;
const SQUARE_KM = 1e6;
const TENTH_KM = 1e5;

/** What a set is today: draft, coming, in_force, past or retired.
 * @param {any} set */
export function setState(set) {
  if (set.state !== 'in_force') return set.state;
  if (set.is_current) return 'in_force';
  return set.valid_from > day() ? 'coming' : 'past';
}

/** 现在生效 · 即将生效，还有 39 天 · 已于 2027-01-01 停用.
 * @param {BoundarySet} set */
export function timeWords(set) {
  if (set.is_current) return t('现在生效');
  const today = day();
  if (set.valid_from <= today) return t('已于 {day} 停用', { day: set.valid_to });
  const left = Math.round((Date.parse(set.valid_from) - Date.parse(today)) / DAY_MS);
  return t('即将生效，还有 {n} 天', { n: left });
}

/** Where today's set stands among dated ones, oldest first; 0 where none holds.
 * @param {BoundarySet[]} sets */
export function todayAt(sets) {
  return Math.max(
    0,
    sets.findIndex((set) => set.is_current),
  );
}

/**
 * A slider over dated sets, oldest first; nothing where there is but one. `onChoose(set)` hears each choice.
 * @param {{ sets: BoundarySet[], chosen: BoundarySet | null, onChoose: (set: BoundarySet) => void, children?: any }} props
 */
export function SetSlider({ sets, chosen, onChoose, children }) {
  if (sets.length < 2) return null;
  const at = chosen ? sets.indexOf(chosen) : todayAt(sets);
  const set = sets[Math.max(0, at)];
  /** @param {any} event */
  const moved = (event) => onChoose(sets[Number(event.target.value)]);
  return html`<div class="set-line">
      <strong>${t('区划日期')}</strong>
      <div class="set-track">
        <input type="range" min="0" max=${sets.length - 1} step="1" value=${Math.max(0, at)} aria-label=${t('区划日期')}
          aria-valuetext=${`${t('{from} 起', { from: set.valid_from })} ${set.name}`} onInput=${moved} />
        <ol class="set-ticks" aria-hidden="true">${sets.map((one) => html`<li>${one.is_current ? t('现在') : one.valid_from}</li>`)}</ol>
      </div>
      <button type="button" class="small" data-action="set-today" hidden=${set.is_current} onClick=${() => onChoose(sets[todayAt(sets)])}>${t('回到现在')}</button>
    </div>
    <p class="set-words" role="status">
      <strong class="number">${t('{from} 起', { from: set.valid_from })}</strong> <span class="stored">${set.name}</span> <span class=${set.is_current ? 'set-now' : 'set-other'}>${timeWords(set)}</span>
    </p>
    ${children}`;
}

/** The word of what a set is.
 * @param {string} state */
export const setWord = (state) => word('set_state', state);

/** 640 平方米 or 8.61 平方千米; a dash where nobody knows.
 * @param {number | null | undefined} m2 */
export function areaWord(m2) {
  if (m2 === null || m2 === undefined) return '—';
  if (m2 < TENTH_KM) return t('{area} 平方米', { area: number(Math.round(m2)) });
  return t('{area} 平方千米', { area: (m2 / SQUARE_KM).toFixed(2) });
}
