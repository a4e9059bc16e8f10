// @ts-check
// Every page of a list, one after the other.

import { api, query } from '../shared/api.js';

/** @param {string} path @param {Record<string, any>} asked @returns {Promise<any[]>} */
export async function readAll(path, asked) {
  /** @type {any[]} */
  const items = [];
  let cursor = null;
  do {
    const page = /** @type {any} */ (await api.get(`${path}${query({ ...asked, limit: 500, cursor })}`));
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}
