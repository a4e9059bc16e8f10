// @ts-check
// Days and moments in the deployment's zone, and the fields in which they are typed. Days are YYYY-MM-DD texts.

import { t } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { Field } from './forms.js';

const DAY_MS = 86400000;
const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';

/** Today in the deployment's zone, so many days on: 2026-11-22.
 * @param {number} [days] */
export function dayFrom(days = 0) {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(Date.now() + days * DAY_MS));
}

/** The day after or before another.
 * @param {string} day @param {number} days */
export function dayAfter(day, days) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Now, as a control shows it in the deployment's zone: 2026-11-22T14:05. */
export function localNow() {
  const options = /** @type {any} */ ({ timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return new Intl.DateTimeFormat('sv-SE', options).format(new Date()).replace(' ', 'T');
}

/** What a control of date and time says, with the zone's offset; null where it is empty.
 * @param {string} text */
export function withZone(text) {
  if (!text) return null;
  const options = /** @type {any} */ ({ timeZone: zone, timeZoneName: 'longOffset' });
  const parts = new Intl.DateTimeFormat('en-US', options).formatToParts(new Date(`${text}Z`));
  const name = parts.find((p) => p.type === 'timeZoneName');
  return `${text}:00${(name ? name.value.replace('GMT', '') : '') || '+00:00'}`;
}

/** The days a row holds: 2026-01-01 起, 2026-01-01 至 2027-01-01（不含）.
 * @param {{ valid_from: string, valid_to?: string | null }} row */
export function datesOf(row) {
  if (row.valid_to) return t('{from} 至 {to}（不含）', { from: row.valid_from, to: row.valid_to });
  return t('{from} 起', { from: row.valid_from });
}

/**
 * First and last day of a row; the last is not included and may be left open.
 * @param {{ from?: string, to?: string | null, faults?: Record<string, string>, least?: string }} props
 */
export function DateSpan({ from = '', to = '', faults = {}, least }) {
  return html`<div class="pair">
    <${Field} label=${t('生效日')} fault=${faults.valid_from}>
      <input type="date" name="valid_from" required defaultValue=${from} min=${least} />
    </${Field}>
    <${Field} label=${t('失效日')} hint=${t('可不填；当日起不再有效')} fault=${faults.valid_to}>
      <input type="date" name="valid_to" defaultValue=${to || ''} />
    </${Field}>
  </div>`;
}

/** @typedef {'today' | 'week' | 'month' | 'last-month' | 'year' | 'days30'} UsualPeriod */

/** The first and last day of a usual period, or null for any other name.
 * @param {string | undefined} name @returns {[string, string] | null} */
export function daysOfPeriod(name) {
  const today = dayFrom();
  const month = `${today.slice(0, 8)}01`;
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  /** @type {Record<UsualPeriod, [string, string]>} */
  const days = {
    today: [today, today],
    week: [dayAfter(today, -weekday), today],
    month: [month, today],
    'last-month': [`${dayAfter(month, -1).slice(0, 8)}01`, dayAfter(month, -1)],
    year: [`${today.slice(0, 4)}-01-01`, today],
    days30: [dayAfter(today, -29), today],
  };
  return days[/** @type {UsualPeriod} */ (name)] || null;
}

/** @returns {Record<UsualPeriod, string>} */
function periodWords() {
  return {
    today: t('今天'),
    week: t('本周'),
    month: t('本月'),
    'last-month': t('上月'),
    year: t('今年'),
    days30: t('近30天'),
  };
}

/**
 * A period of whole days, both included, with the usual ones by a click. `onChange` hears only those that make sense,
 * with the name of a usual one, which follows the day. `usual` are those offered, `chosen` the one that holds.
 * @param {{ from: string, to: string, usual?: UsualPeriod[], chosen?: string | null,
 *   onChange: (from: string, to: string, name: string | null) => void }} props
 */
export function Period({
  from,
  to,
  usual = ['today', 'week', 'month', 'last-month', 'year'],
  chosen,
  onChange,
}) {
  const [typed, setTyped] = useState({ from, to });
  useEffect(() => setTyped({ from, to }), [from, to]);
  const isWrong = Boolean(typed.from && typed.to && typed.to < typed.from);
  const words = periodWords();
  /** @param {string} start @param {string} end @param {string | null} [name] */
  const take = (start, end, name = null) => {
    setTyped({ from: start, to: end });
    if (start && end && start <= end) onChange(start, end, name);
  };
  /** @param {string} name @param {[string, string]} days */
  const isPressed = (name, [start, end]) =>
    chosen === undefined ? typed.from === start && typed.to === end : chosen === name;
  return html`<div class="period">
    <div class="chips" role="group" aria-label=${t('时段')}>
      ${usual.map((name) => {
        const days = /** @type {[string, string]} */ (daysOfPeriod(name));
        return html`<button type="button" class="chip" data-period=${name} aria-pressed=${String(isPressed(name, days))}
          onClick=${() => take(days[0], days[1], name)}>${words[name]}</button>`;
      })}
    </div>
    <div class="pair">
      <${Field} label=${t('从')}><input type="date" name="from" value=${typed.from} onChange=${(/** @type {any} */ e) => take(e.target.value, typed.to)} /></${Field}>
      <${Field} label=${t('至')}><input type="date" name="to" value=${typed.to} onChange=${(/** @type {any} */ e) => take(typed.from, e.target.value)} /></${Field}>
    </div>
    ${isWrong && html`<p class="problem" role="alert">${t('结束日期不能早于开始日期')}</p>`}
  </div>`;
}
