// @ts-check
// The place asked about: the sets of boundaries, the reader's own areas and the one that is asked about, as they stand
// on the day of the map.

import { areasOf, findArea } from '../desk/areas.js';
import { useAsked } from '../parts/states.js';
import { toast } from '../parts/toasts.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { useEffect } from '../shared/ui.js';

/** @typedef {import('../parts/boundary_sets.js').BoundarySet & { on: string | null, notice: string }} DatedSet */
/** @typedef {Wire['AreaDetailOut']} AreaDetail */
/** @typedef {{ on: string | null, roots: AreaDetail[] }} Roots the reader's own areas as they stand on a day */
/**
 * @typedef {{ area: AreaDetail | null, isGiven: boolean, key: string, on: string | null }} Place
 * `isGiven` tells whether it is the one that was asked for; `key` for which asking it was found.
 */

/** The sets with a date, oldest first; `on` is the day to ask with, null for today's set.
 * @returns {Promise<DatedSet[]>} */
async function readSets() {
  const { items } = await api.get('/boundary-sets');
  return /** @type {any[]} */ (items)
    .filter((set) => set.state === 'in_force')
    .map((set) => ({ ...set, on: set.is_current ? null : set.valid_from }));
}

/** The set that the address asks for, else today's.
 * @param {DatedSet[]} sets @param {string | null} on */
function chosenSet(sets, on) {
  return (on && sets.find((set) => set.on === on)) || sets.find((set) => set.is_current) || sets[0] || null;
}

/** Days on which an area may be known: as recorded it may be one that the map's set no longer has.
 * @param {DatedSet[]} sets @param {string | null} on @param {string} basis */
function daysToLook(sets, on, basis) {
  const others = basis === 'recorded' ? sets.map((set) => set.on).reverse() : [];
  return [...new Set([on, ...others])];
}

/**
 * {sets, set, setsProblem, roots, place, problem}: `place` is null until the area that the address asks about is known
 * on the day of the map. One that nobody knows is told, and the first of the reader's own stands in its place.
 * @param {{ actor: import('../parts/page.js').Actor, asked: import('./asked.js').Asked,
 *   write: typeof import('../parts/address.js').writeAddress }} options
 */
export function usePlace({ actor, asked, write }) {
  const known = useAsked(readSets, []);
  const sets = known.value || [];
  const set = chosenSet(sets, asked.on);
  const on = set ? set.on : null;
  // A day of the address is known once the sets are; today's boundaries need not wait for them.
  const isKnown = !known.isBusy || !(asked.on || asked.basis === 'recorded');
  const roots = useAsked(
    () => (isKnown ? areasOf(actor, on).then((areas) => ({ on, roots: areas })) : undefined),
    [isKnown, on],
  );
  const own = roots.value && roots.value.on === on ? roots.value.roots : null;
  const key = JSON.stringify([asked.area, on, asked.basis, sets.length]);
  const look = async () => {
    const first = own?.length ? own[0] : null;
    const given = asked.area ? await findArea(asked.area, daysToLook(sets, on, asked.basis)) : null;
    return { area: given || first, isGiven: Boolean(given) || !asked.area, key, on };
  };
  const found = useAsked(() => (own ? look() : undefined), [key, own]);
  const place = found.value && found.value.key === key ? found.value : null;
  useEffect(() => {
    if (!place?.area) return;
    if (!place.isGiven) toast(t('找不到要查的区域，现在按您的区域查询'), 'warn');
    if (place.area.code !== asked.area && !(asked.polygon && !asked.area)) write({ area: place.area.code });
  }, [place]);
  return {
    sets,
    set,
    setsProblem: known.problem,
    roots: /** @type {Roots | null} */ (roots.value),
    place: /** @type {Place | null} */ (place),
    problem: roots.problem || found.problem,
  };
}
