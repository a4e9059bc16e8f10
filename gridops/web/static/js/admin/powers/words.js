// @ts-check
// Words of powers: who holds one. Pure.

import { aside, lang, t, word } from '../../shared/language.js';

/** 高疃镇（由综合行政执法行使）, 综合行政执法（全区）.
 * @param {import('../named.js').Names} names @param {any} row */
export function holderWords(names, row) {
  const agency = names.agencies.get(row.agency_code) || row.agency_code;
  const area = names.townships.get(row.area_code) || row.area_code;
  if (row.holder === 'township')
    return area + aside(agency ? t('由{agency}行使', { agency }) : t('本级机构'));
  return agency + aside(area || t('全区'));
}

/** On what a power rests; that a stationed agency exercises it, only the service's own words say.
 * @param {string} basis @param {string | undefined} words of the service, in Chinese */
export function basisWords(basis, words) {
  return lang === 'zh' && words ? words : word('basis', basis);
}
