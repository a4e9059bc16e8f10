// @ts-check
// The question in the page's address: read whenever it changes, so that a reload or a sent link asks the same. What is
// not in it is what the page begins with.

import { daysOfPeriod } from '../parts/dates.js';

/** @typedef {{ type: 'Polygon', coordinates: number[][][] }} Polygon */
/** @typedef {'township' | 'village' | 'grid'} AreaWord by which level of areas cases are counted */
/** @typedef {'shade' | 'heat' | 'none'} MapMode */
/** @typedef {{ name: string | null, from: string, to: string }} Days a usual period has a name and follows the day */
/**
 * @typedef {{ area: string | null, on: string | null, polygon: Polygon | null, days: Days, codes: string[],
 *   basis: 'rebased' | 'recorded', word: AreaWord, mode: MapMode }} Asked
 */

/** @type {AreaWord[]} */
export const AREA_WORDS = ['township', 'village', 'grid'];
/** @type {MapMode[]} */
export const MODES = ['shade', 'heat', 'none'];
export const FIRST_PERIOD = 'days30';
const DAY = /^\d{4}-\d\d-\d\d$/;

/** A polygon's outer ring as lon,lat;lon,lat;…
 * @param {Polygon} polygon */
export function polygonText(polygon) {
  return polygon.coordinates[0].map((point) => point.join(',')).join(';');
}

/** A closed GeoJSON Polygon of `lon,lat;lon,lat;…`, or null where the text is none.
 * @param {string | undefined} text @returns {Polygon | null} */
function polygonOf(text) {
  const ring = (text || '').split(';').map((pair) => pair.split(',').map(Number));
  const isRing =
    ring.length >= 4 && ring.every((point) => point.length === 2 && point.every(Number.isFinite));
  return isRing ? { type: 'Polygon', coordinates: [ring] } : null;
}

/** @param {Record<string, string>} values @returns {Days} */
function daysAsked({ period, from = '', to = '' }) {
  if (DAY.test(from) && DAY.test(to) && from <= to) return { name: null, from, to };
  const name = daysOfPeriod(period) ? period : FIRST_PERIOD;
  const [first, last] = /** @type {[string, string]} */ (daysOfPeriod(name));
  return { name, from: first, to: last };
}

/** What the address asks.
 * @param {Record<string, string>} values @returns {Asked} */
export function readAsked(values) {
  const { area, on, polygon, classes, basis, by, map } = values;
  return {
    area: area || null,
    on: on || null,
    polygon: polygonOf(polygon),
    days: daysAsked(values),
    codes: classes ? classes.split(',') : [],
    basis: basis === 'recorded' ? 'recorded' : 'rebased',
    word: AREA_WORDS.find((one) => one === by) || 'village',
    mode: MODES.find((one) => one === map) || 'shade',
  };
}

/** Days as the address holds them; those with which the page begins are left out.
 * @param {Days} days */
export function addressOfDays({ name, from, to }) {
  if (name) return { period: name === FIRST_PERIOD ? null : name, from: null, to: null };
  return { period: null, from, to };
}
