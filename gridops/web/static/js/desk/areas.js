// Areas as the desk asks for them: names, children, borders, of today or of another day. Kept for the page's life.

import { api, query } from '../shared/api.js';

const children = new Map();
const details = new Map();

/** One area with its border, as it stands on a day (today without one). */
export function getArea(code, on = null) {
  const key = `${on || ''} ${code}`;
  if (!details.has(key)) {
    const asked = api.get(`/api/v1/areas/${encodeURIComponent(code)}${query({ on })}`);
    details.set(key, asked);
    asked.catch(() => details.delete(key));
  }
  return details.get(key);
}

/** One area as it stands on the first of some days on which there is such a one; null on none. */
export async function findArea(code, days) {
  for (const on of days) {
    try {
      return { ...await getArea(code, on), on };
    } catch (problem) {
      if (problem.status !== 404) throw problem;
    }
  }
  return null;
}

async function listed(words) {
  const items = [];
  let cursor = null;
  do {
    const more = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page = await api.get(`/api/v1/areas?${words}${more}`);
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return items;
}

async function readChildren(area, on) {
  const parent = `parent=${encodeURIComponent(area.code)}${on ? `&on=${on}` : ''}`;
  const own = listed(parent);
  const hasGroups = area.level === 'district' || area.level === 'township';
  const groups = hasGroups ? listed(`${parent}&level=group`) : Promise.resolve([]);
  return [...(await groups), ...(await own)];
}

/** The areas directly below one on a day (today without one), groups (管区, 执法片区) first. */
export function childrenOf(area, on = null) {
  const key = `${on || ''} ${area.code}`;
  if (!children.has(key)) {
    const asked = readChildren(area, on);
    children.set(key, asked);
    asked.catch(() => children.delete(key));
  }
  return children.get(key);
}

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

/** [[west, south], [east, north]] around GeoJSON geometries. */
export function boundsOf(geometries) {
  const box = [[180, 90], [-180, -90]];
  for (const geometry of geometries) spread(geometry.coordinates, box);
  return box;
}

/** The areas in an actor's sight as of a day, with borders; whoever has only units gets none. */
export async function areasOf(actor, on = null) {
  const found = await Promise.all(actor.areas.map((code) => (on ? findArea(code, [on]) : getArea(code))));
  return found.filter(Boolean);
}

/** An area's name as people say it: without the committee, and of a grid only village and grid. */
export function shortAreaName(name) {
  return name.split(' ').slice(-2).join(' ').replace(/(居民委员会|村民委员会|居委会|村委会)$/, '');
}

export const KIND_WORDS = {
  district: '区', street: '街道', town: '镇', township: '乡', zone: '园区', community: '社区', village: '村',
  base: '网格', special: '专属网格', village_group: '管区', enforcement_area: '执法片区',
};
