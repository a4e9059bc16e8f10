// @ts-check
// Places in few words. Pure.

import { t } from '../shared/language.js';

/** 福山区 清洋街道 南关社区 第五网格 without its district.
 * @param {string | null | undefined} name */
export function shortGrid(name) {
  return (name || '').split(' ').slice(-3).join(' ');
}

/** Where a case is: its address and its grid.
 * @param {import('./types').Case} incident */
export function placeOf(incident) {
  return [incident.address, shortGrid(incident.grid.name)].filter(Boolean).join(' · ') || t('网格待核对');
}
