// @ts-check
// Units as this desk may call them: names and numbers read once, their status kept up by the stream.

import { api, query } from '../shared/api.js';

/** @typedef {Wire['UnitStatusOut']} Unit */

const PAGE = 500;

/** The directory: `load()` once, then `get(id)` and `all()`. */
export class UnitDirectory {
  /** @param {import('./store.js').CaseStore} store */
  constructor(store) {
    this.store = store;
    /** @type {Map<string, Unit>} */
    this.byId = new Map();
    /** @type {Promise<Unit[]> | null} */
    this.asked = null;
  }

  load() {
    this.asked = this.asked || this.read();
    this.asked.catch(() => {
      this.asked = null;
    });
    return this.asked;
  }

  /** A unit, as busy as the stream says; until the directory is read only its name and status are known.
   * @param {string} id @returns {Unit | undefined} */
  get(id) {
    const unit = this.byId.get(id);
    const live = this.store.units.get(id);
    if (!unit) return /** @type {any} */ (live);
    return live ? { ...unit, status: live.status, open_dispatches: live.open_dispatches } : unit;
  }

  /** @returns {Unit[]} */
  all() {
    return [...this.byId.values()].map((unit) => this.get(unit.id) || unit);
  }

  async read() {
    /** @type {string | null} */
    let cursor = null;
    do {
      /** @type {Wire['UnitsOut']} */
      const page = await api.get(`/units${query({ limit: PAGE, cursor })}`);
      for (const unit of page.items) this.byId.set(unit.id, unit);
      cursor = page.next_cursor || null;
    } while (cursor);
    return this.all();
  }
}

/**
 * The units that may serve a case, the nearest first: the lead agency's and those of the place itself, the smaller the
 * area the nearer.
 * @param {Wire['IncidentOut']} incident @param {Unit[]} units @param {Wire['MatterOut'] | undefined} matter
 */
export function unitsFor(incident, units, matter) {
  const chain = new Set([...incident.areas.map((a) => a.code), incident.special_grid?.code || '']);
  const township = incident.areas.find((a) => a.level === 'township');
  /** @param {Unit} unit */
  const serves = (unit) =>
    chain.has(unit.area_code) ||
    !township ||
    unit.area_code.startsWith(township.code) ||
    unit.serves.includes(township.code);
  /** @param {Unit} unit */
  const score = (unit) =>
    (chain.has(unit.area_code) ? 10 + unit.area_code.length / 10 : 0) +
    (matter && unit.agency_code === matter.lead_agency ? 20 : 0);
  return units
    .filter(serves)
    .sort(
      (a, b) =>
        score(b) - score(a) || a.area_code.localeCompare(b.area_code) || a.name.localeCompare(b.name, 'zh'),
    );
}
