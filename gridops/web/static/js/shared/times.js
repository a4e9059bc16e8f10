// @ts-check
// Moments and spans in words, in the deployment's zone, whatever the device believes. Pure: no requests, no nodes.

import { t } from './language.js';

const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';
const MINUTE_MS = 60000;
const DAY_MS = 86400000;

/** @type {Intl.DateTimeFormat | null} */
let format = null;

/** @param {string | number | Date} moment @returns {Record<string, string>} */
function parts(moment) {
  const two = /** @type {const} */ ('2-digit');
  format =
    format ||
    new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      hour12: false,
    });
  /** @type {Record<string, string>} */
  const found = {};
  for (const part of format.formatToParts(new Date(moment))) found[part.type] = part.value;
  return found;
}

/** The date of a moment: 2026-11-22; today's without one.
 * @param {string | number | Date | null} [moment] */
export function day(moment) {
  const p = parts(moment || new Date());
  return `${p.year}-${p.month}-${p.day}`;
}

/** A moment in few words: 14:05 today, 昨天 14:05, 11-22 14:05 this year, else with the year.
 * @param {string | number | Date | null | undefined} moment */
export function clock(moment) {
  if (!moment) return '';
  const p = parts(moment);
  const time = `${p.hour === '24' ? '00' : p.hour}:${p.minute}`;
  const date = `${p.year}-${p.month}-${p.day}`;
  const today = day();
  if (date === today) return time;
  if (date === day(Date.now() - DAY_MS)) return t('昨天 {time}', { time });
  return p.year === today.slice(0, 4) ? `${date.slice(5)} ${time}` : `${date} ${time}`;
}

/** How long a span is: 5 分钟, 2 小时, 3 天.
 * @param {number} ms */
export function span(ms) {
  const minutes = Math.round(Math.abs(ms) / MINUTE_MS);
  if (minutes < 60) return t('{n} 分钟', { n: minutes });
  if (minutes < 48 * 60) return t('{n} 小时', { n: Math.round(minutes / 60) });
  return t('{n} 天', { n: Math.round(minutes / 1440) });
}

/** What a deadline means now: 还有 2 小时（今天 17:00 前）; `isShort` leaves out the moment.
 * @param {string | null | undefined} dueAt @param {{ isShort?: boolean }} [options] */
export function dueText(dueAt, { isShort = false } = {}) {
  if (!dueAt) return t('未定时限');
  const left = new Date(dueAt).getTime() - Date.now();
  const values = { span: span(left), at: clock(dueAt) };
  if (isShort) return left >= 0 ? t('还有 {span}', values) : t('超 {span}', values);
  return left >= 0 ? t('还有 {span}（{at} 前）', values) : t('超 {span}（应在 {at} 前）', values);
}
