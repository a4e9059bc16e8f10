// @ts-check
// The open cases and units on this page: a snapshot in pages, and the stream, which goes on while they come. Draws
// nothing; tells what changed.

import { needsPin } from '../desk/place_advice.js';

/** @typedef {Wire['IncidentBrief']} Brief */
/** @typedef {Wire['SnapshotOut']['units'][number]} UnitBrief */
/** @typedef {{ id: string, change?: 'added' | 'changed' | 'removed' }} Change */

const CLOSED = new Set(['closed', 'rejected']);

/** Tells `reset` after the first page of a snapshot, `more` after every other, `case` {id, change} and `unit` {id} after
 * events. */
export class CaseStore extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, Brief>} */
    this.cases = new Map();
    /** @type {Map<string, UnitBrief>} */
    this.units = new Map();
    /** @type {Map<string, number>} the newest version told since the snapshot began, of cases that are gone too */
    this.versions = new Map();
    this.today = { reported: 0, closed: 0 };
    /** What the stream told of today while pages were to come: they may count it already. */
    this.told = { reported: new Set(), closed: new Set() };
    /** @type {Wire['SnapshotOut']['counters'] | null} of the page that came last */
    this.counted = null;
    this.isLoaded = false;
    this.isWhole = false;
  }

  /** A page of a snapshot, the first of which begins it anew. What was known before stays until the last page tells what
   * has gone.
   * @param {Wire['SnapshotOut']} page @param {boolean} isFirst */
  load(page, isFirst) {
    if (isFirst) this.beginAnew(page);
    for (const brief of page.incidents) {
      this.told.reported.delete(brief.id);
      // The stream may have told a newer state, or the end, of what this page still shows.
      const known = this.versions.get(brief.id);
      if (known !== undefined && brief.version <= known) continue;
      this.versions.set(brief.id, brief.version);
      this.cases.set(brief.id, brief);
    }
    this.counted = page.counters;
    if (!page.next_page) this.finish(page);
    this.dispatchEvent(new CustomEvent(isFirst ? 'reset' : 'more'));
  }

  /** @param {Wire['SnapshotOut']} page */
  beginAnew({ units }) {
    // The stream goes on from this page: what was told before is told again where it is newer.
    this.versions.clear();
    this.told = { reported: new Set(), closed: new Set() };
    this.units = new Map(units.map((unit) => [unit.id, unit]));
    this.isLoaded = true;
    this.isWhole = false;
  }

  /** @param {Wire['SnapshotOut']} page the last one */
  finish({ incidents, counters }) {
    for (const id of this.cases.keys()) if (!this.versions.has(id)) this.cases.delete(id);
    // Its figures hold what happened before it; on top comes only what it shows not to have happened yet.
    const { reported, closed } = this.told;
    this.today = {
      reported: counters.reported_today + [...reported].filter((id) => this.cases.has(id)).length,
      closed: counters.closed_today + incidents.filter((brief) => closed.has(brief.id)).length,
    };
    this.isWhole = true;
  }

  /** One event of the stream; briefs older than what is known are dropped.
   * @param {Wire['EventOut']} event */
  take(event) {
    const data = /** @type {{ unit?: UnitBrief, incident?: Brief }} */ (event.data);
    if (event.entity === 'unit' && data.unit) {
      this.units.set(event.entity_id, data.unit);
      this.tell('unit', { id: event.entity_id });
    } else if (event.action === 'entity.left') {
      this.leave(event.entity_id, event.version);
    } else if (event.entity === 'incident' && data.incident) {
      this.takeCase(data.incident, event.action);
    }
  }

  /** A case as an answer to an action of ours showed it: the stream will bring the same.
   * @param {Wire['IncidentOut']} incident */
  takeAnswer(incident) {
    const known = this.cases.get(incident.id);
    if (!known || incident.version <= known.version) return;
    const brief = { ...known, ...briefOf(incident) };
    // On the map a restricted case stays at its village, for those who read where it is too.
    const { lon, lat, grid_code, grid_name } = incident.restricted && known ? known : brief;
    this.takeCase({ ...brief, lon, lat, grid_code, grid_name }, null);
  }

  /** The figures at the head of the page: until all cases are here, those of the service.
   * @returns {Record<string, number>} */
  counters() {
    if (this.counted && !this.isWhole) {
      const { open, soon, overdue, reported_today, closed_today } = this.counted;
      return { open, soon, overdue, reported_today, closed_today };
    }
    const counts = {
      open: this.cases.size,
      soon: 0,
      overdue: 0,
      reported_today: this.today.reported,
      closed_today: this.today.closed,
    };
    for (const brief of this.cases.values()) {
      if (brief.due_state === 'soon') counts.soon += 1;
      if (brief.due_state === 'overdue') counts.overdue += 1;
    }
    return counts;
  }

  /** @param {Brief} brief @param {string | null} action */
  takeCase(brief, action) {
    const known = this.versions.get(brief.id);
    if (known !== undefined && brief.version < known) return;
    const wasOpen = this.cases.has(brief.id);
    this.versions.set(brief.id, brief.version);
    // A snapshot may already count what the stream tells again: only what is new to this page is counted.
    if (action === 'incident.reported' && known === undefined) this.count('reported', brief.id);
    if (brief.state === 'closed' && (wasOpen || known === undefined)) this.count('closed', brief.id);
    if (CLOSED.has(brief.state)) {
      this.remove(brief.id);
      return;
    }
    this.cases.set(brief.id, brief);
    // While pages are to come, a case that was not here is new only if it was reported just now.
    const isNew = !wasOpen && (this.isWhole || action === 'incident.reported');
    this.tell('case', { id: brief.id, change: isNew ? 'added' : 'changed' });
  }

  /** @param {'reported' | 'closed'} what @param {string} id */
  count(what, id) {
    if (this.isWhole) this.today[what] += 1;
    else this.told[what].add(id);
  }

  /** A case that is no longer to be seen: a page that still shows it comes too late.
   * @param {string} id @param {number} version */
  leave(id, version) {
    this.versions.set(id, Math.max(version, this.versions.get(id) || 0));
    this.remove(id);
  }

  /** @param {string} id */
  remove(id) {
    const was = this.cases.delete(id);
    this.tell('case', { id, change: was ? 'removed' : 'changed' });
  }

  /** @param {string} name @param {Change} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** What a brief says, of a whole case.
 * @param {Wire['IncidentOut']} incident */
export function briefOf(incident) {
  const { grid, location } = incident;
  return {
    id: incident.id,
    case_number: incident.case_number,
    service_code: incident.service_code,
    service_name: incident.service_name,
    service_group: incident.service_group,
    label_family: incident.label_family,
    restricted: incident.restricted,
    origin: incident.origin,
    urgency: incident.urgency,
    state: incident.state,
    level: incident.level,
    lon: location.lon,
    lat: location.lat,
    grid_code: grid.code,
    grid_name: grid.name,
    needs_pin: needsPin(incident),
    unit: incident.unit,
    reported_at: incident.reported_at,
    due_at: incident.due_at,
    due_state: incident.due_state,
    version: incident.version,
  };
}
