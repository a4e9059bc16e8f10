// Units as this desk may call them: names and numbers read once, their status kept up by the stream.

import { api, query } from '../shared/api.js';

/** The directory: `load()` once, `get(id)`, `all()`. */
export class UnitDirectory {
  constructor(store) {
    this.store = store;
    this.byId = new Map();
    this.asked = null;
  }

  load() {
    this.asked = this.asked || this._read();
    this.asked.catch(() => { this.asked = null; });
    return this.asked;
  }

  get(id) {
    const unit = this.byId.get(id);
    const live = this.store.units.get(id);
    if (!unit) return live;
    return live ? { ...unit, status: live.status, open_dispatches: live.open_dispatches } : unit;
  }

  all() {
    return [...this.byId.keys()].map((id) => this.get(id));
  }

  async _read() {
    let cursor = null;
    do {
      const page = await api.get(`/units${query({ limit: 500, cursor })}`);
      page.items.forEach((unit) => this.byId.set(unit.id, unit));
      cursor = page.next_cursor;
    } while (cursor);
    return this.all();
  }
}

/** How near a unit is to a case: the lead agency and the place's own units first, then by the length of the area. */
export function unitsFor(incident, units, matter) {
  const chain = new Set([...incident.areas.map((a) => a.code), incident.special_grid ? incident.special_grid.code : '']);
  const township = incident.areas.find((a) => a.level === 'township');
  const serves = (unit) => chain.has(unit.area_code) || !township || unit.area_code.startsWith(township.code) || unit.serves.includes(township.code);
  const score = (unit) => (chain.has(unit.area_code) ? 10 + unit.area_code.length / 10 : 0) + (matter && unit.agency_code === matter.lead_agency ? 20 : 0);
  return units.filter(serves).sort((a, b) => score(b) - score(a) || a.area_code.localeCompare(b.area_code) || a.name.localeCompare(b.name, 'zh'));
}
