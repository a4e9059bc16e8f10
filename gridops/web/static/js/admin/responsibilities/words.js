// @ts-check
// Words of responsibilities and hand-downs. Pure.

import { aside, word } from '../../shared/language.js';

/** SH-03「危险废物处置」（上级收回）.
 * @param {{ item_code: string, item_name: string, kind: string }} item */
export function itemWords(item) {
  return `${item.item_code} ${item.item_name}${aside(word('responsibility_kind', item.kind))}`;
}

/** Who pays: a code of the list, or the words of whoever handed down.
 * @param {string | null | undefined} text */
export function fundingWords(text) {
  return text ? word('payer', text) : '';
}
