// @ts-check
// The names that come with a register's answer: agencies, townships, matters, groups by code. Given on, never kept.

import { aside, t } from '../shared/language.js';

/** @typedef {Record<'agencies' | 'townships' | 'matters' | 'groups', Map<string, string>>} Names */

/** @param {any} found an answer with lists of {code, name} @returns {Names} */
export function namesOf(found) {
  /** @param {{ code: string, name: string }[]} [list] */
  const map = (list = []) => new Map(list.map((one) => [one.code, one.name]));
  return {
    agencies: map(found.agencies),
    townships: map(found.townships),
    matters: map(found.matters),
    groups: map(found.groups),
  };
}

/** A matter by its name, or a whole group of them; empty where there is neither.
 * @param {Names} names @param {{ service_code: string, group_code: string }} row */
export function whatWords(names, row) {
  if (row.service_code)
    return `${names.matters.get(row.service_code) || t('已停用事项')} ${row.service_code}`;
  if (row.group_code)
    return t('{group}全类{code}', {
      group: names.groups.get(row.group_code) || '',
      code: aside(row.group_code),
    });
  return '';
}

/** Groups of matters as a choice.
 * @param {Names} names @returns {[string, string][]} */
export function groupPairs(names) {
  return [...names.groups].map(([code, name]) => [code, name + aside(code)]);
}
