// @ts-check
// Areas as the desk asks for them: names, children, borders, of today or of another day. Kept for the page's life.

import { ApiProblem, api, query } from '../shared/api.js';

/** @typedef {Wire['AreaOut']} Area */
/** @typedef {Wire['AreaDetailOut']} AreaDetail */
/** @typedef {[[number, number], [number, number]]} Bounds [[west, south], [east, north]] */

/** @type {Map<string, Promise<Area[]>>} */
const children = new Map();
/** @type {Map<string, Promise<AreaDetail>>} */
const details = new Map();

/** One area with its border, as it stands on a day (today without one).
 * @param {string} code @param {string | null} [on] @returns {Promise<AreaDetail>} */
export function getArea(code, on = null) {
  const key = `${on || ''} ${code}`;
  const known = details.get(key);
  if (known) return known;
  const asked = /** @type {Promise<AreaDetail>} */ (
    api.get(`/areas/${encodeURIComponent(code)}${query({ on })}`)
  );
  details.set(key, asked);
  asked.catch(() => details.delete(key));
  return asked;
}

/** One area as it stands on the first of some days on which there is such a one; null on none.
 * @param {string} code @param {(string | null)[]} days */
export async function findArea(code, days) {
  for (const on of days) {
    try {
      return { ...(await getArea(code, on)), on };
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 404) throw problem;
    }
  }
  return null;
}

/** @param {Record<string, string | null>} words @returns {Promise<Area[]>} */
async function listed(words) {
  const items = [];
  let cursor = null;
  do {
    /** @type {Wire['AreasOut']} */
    const page = await api.get(`/areas${query({ ...words, cursor })}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

/** @param {Area} area @param {string | null} on */
async function readChildren(area, on) {
  const asked = { parent: area.code, on };
  const own = listed(asked);
  const hasGroups = area.level === 'district' || area.level === 'township';
  const groups = hasGroups ? listed({ ...asked, level: 'group' }) : Promise.resolve([]);
  return [...(await groups), ...(await own)];
}

/** The areas directly below one on a day (today without one), groups (管区, 执法片区) first.
 * @param {Area} area @param {string | null} [on] */
export function childrenOf(area, on = null) {
  const key = `${on || ''} ${area.code}`;
  const known = children.get(key);
  if (known) return known;
  const asked = readChildren(area, on);
  children.set(key, asked);
  asked.catch(() => children.delete(key));
  return asked;
}

/** @param {any} coordinates @param {Bounds} box @returns {Bounds} */
function spread(coordinates, box) {
  if (typeof coordinates[0] === 'number') {
    const [lon, lat] = coordinates;
    box[0][0] = Math.min(box[0][0], lon);
    box[0][1] = Math.min(box[0][1], lat);
    box[1][0] = Math.max(box[1][0], lon);
    box[1][1] = Math.max(box[1][1], lat);
  } else {
    for (const part of coordinates) spread(part, box);
  }
  return box;
}

/** [[west, south], [east, north]] around GeoJSON geometries.
 * @param {any[]} geometries */
export function boundsOf(geometries) {
  /** @type {Bounds} */
  const box = [
    [180, 90],
    [-180, -90],
  ];
  for (const geometry of geometries) spread(geometry.coordinates, box);
  return box;
}

/** The areas in an actor's sight as of a day, with borders; whoever has only units gets none.
 * @param {{ areas: string[] }} actor @param {string | null} [on] @returns {Promise<AreaDetail[]>} */
export async function areasOf(actor, on = null) {
  const found = await Promise.all(actor.areas.map((code) => (on ? findArea(code, [on]) : getArea(code))));
  return /** @type {AreaDetail[]} */ (found.filter(Boolean));
}

const COMMITTEE = /(居民委员会|村民委员会|居委会|村委会)$/;

/** An area's name as people say it: without the committee (居民委员会, 村委会), and of a grid only village and grid.
 * @param {string} name */
export function shortAreaName(name) {
  return name.split(' ').slice(-2).join(' ').replace(COMMITTEE, '');
}
