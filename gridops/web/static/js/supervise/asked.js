// The question in the page's address: kept whenever it is asked, read once when the page opens, so that a reload or a
// sent link asks the same. What is not in it is what the page begins with.

import { toast } from '../shared/dom.js';
import { readAddress, writeAddress } from '../parts/address.js';
import { areaToNarrow } from './dated.js';

const WORDS = ['township', 'village', 'grid'];
const MODES = ['shade', 'heat', 'none'];

function polygonText(polygon) {
  return polygon ? polygon.coordinates[0].map((point) => point.join(',')).join(';') : null;
}

/** A closed GeoJSON Polygon of `lon,lat;lon,lat;…`, or null where the text is none. */
function polygonOf(text) {
  const ring = (text || '').split(';').map((pair) => pair.split(',').map(Number));
  const isRing = ring.length >= 4 && ring.every((point) => point.length === 2 && point.every(Number.isFinite));
  return isRing ? { type: 'Polygon', coordinates: [ring] } : null;
}

/** What the address asks: {area, on, polygon, period, from, to, codes, basis, word, mode}. */
export function readQuestion() {
  const { area, on, polygon, period, from, to, classes, basis, by, map } = readAddress();
  return {
    area, on, period, from, to, polygon: polygonOf(polygon), codes: classes ? classes.split(',') : [],
    basis: basis === 'recorded' ? basis : 'rebased', word: WORDS.includes(by) ? by : 'village', mode: MODES.includes(map) ? map : 'shade',
  };
}

/** Put the question into the address; what is as the page begins is left out. */
export function keepQuestion({ area, polygon, period, classes, basis, word, set }) {
  writeAddress({
    area: polygon || !area ? null : area.code, polygon: polygonText(polygon), on: set && set.on, classes: classes.codes().join(','),
    period: period.preset === 'days30' ? null : period.preset, from: period.preset ? null : period.first, to: period.preset ? null : period.last,
    basis: basis.value === 'rebased' ? null : basis.value, by: word === 'village' ? null : word,
  });
}

export function keepMode(mode) {
  writeAddress({ map: mode === 'shade' ? null : mode });
}

/** The area that the address asks about, else the first of the reader's own. */
export async function areaAsked({ area }, roots, question) {
  if (!area) return roots[0];
  const found = await areaToNarrow(area, question).catch(() => null);
  if (!found) toast('链接里的区域找不到，现在按您的区域查询', 'warn');
  return found || roots[0];
}
