// @ts-check
// Limits in words: as they are read, and as they are typed. The service's own text is Chinese; English is put together
// from the limit's parts, and what is typed in English names the units by their codes (2 work_day), which it reads too.

import { aside, clauses, lang, t, word } from '../shared/language.js';

/** @typedef {{ amount: number, unit: string, mode?: string, name?: string, text: string }} Limit */

/** 5工作日（次日起算）, 5 working days (from the next day).
 * @param {Limit | null | undefined} limit */
export function limitWords(limit) {
  if (!limit) return '';
  if (lang === 'zh') return limit.text;
  const start = limit.mode === 'from_next_day' && t('次日起算');
  return [limit.name, `${limit.amount} ${word('limit_unit', limit.unit)}${aside(start)}`]
    .filter(Boolean)
    .join(' ');
}

/** Several, one after the other.
 * @param {Limit[] | null | undefined} limits */
export function limitsWords(limits) {
  return clauses((limits || []).map(limitWords));
}

/** A limit as it is typed into a field.
 * @param {Limit | null | undefined} limit */
export function limitTyped(limit) {
  if (!limit) return '';
  return lang === 'zh' ? limit.text : `${limit.amount} ${limit.unit}${limit.name || ''}`;
}

/** Several as they are typed.
 * @param {Limit[] | null | undefined} limits */
export function limitsTyped(limits) {
  return clauses((limits || []).map(limitTyped));
}
