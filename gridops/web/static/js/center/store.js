// @ts-check
// The open cases and units on this page: a snapshot, then the stream. Draws nothing; tells what changed.

import { needsPin } from '../desk/place_advice.js';

/** @typedef {Wire['IncidentBrief']} Brief */
/** @typedef {Wire['SnapshotOut']['units'][number]} UnitBrief */
/** @typedef {{ id: string, change?: 'added' | 'changed' | 'removed' }} Change */

const CLOSED = new Set(['closed', 'rejected']);

/** Tells `reset` after a snapshot, `case` {id, change} and `unit` {id} after events. */
export class CaseStore extends EventTarget {
  constructor() {
    super();
    /** @type {Map<string, Brief>} */
    this.cases = new Map();
    /** @type {Map<string, UnitBrief>} */
    this.units = new Map();
    /** @type {Map<string, number>} */
    this.versions = new Map();
    this.today = { reported: 0, closed: 0 };
    this.isLoaded = false;
  }

  /** @param {Wire['SnapshotOut']} snapshot */
  load({ incidents, units, counters }) {
    this.cases = new Map(incidents.map((brief) => [brief.id, brief]));
    this.versions = new Map(incidents.map((brief) => [brief.id, brief.version]));
    this.units = new Map(units.map((unit) => [unit.id, unit]));
    this.today = { reported: counters.reported_today, closed: counters.closed_today };
    this.isLoaded = true;
    this.dispatchEvent(new CustomEvent('reset'));
  }

  /** One event of the stream; briefs older than what is known are dropped.
   * @param {Wire['EventOut']} event */
  take(event) {
    const data = /** @type {{ unit?: UnitBrief, incident?: Brief }} */ (event.data);
    if (event.entity === 'unit' && data.unit) {
      this.units.set(event.entity_id, data.unit);
      this.tell('unit', { id: event.entity_id });
    } else if (event.action === 'entity.left') {
      this.remove(event.entity_id);
    } else if (event.entity === 'incident' && data.incident) {
      this.takeCase(data.incident, event.action);
    }
  }

  /** A case as an answer to an action of ours showed it: the stream will bring the same.
   * @param {Wire['IncidentOut']} incident */
  takeAnswer(incident) {
    const known = this.cases.get(incident.id);
    if (!known || incident.version <= known.version) return;
    this.takeCase({ ...known, ...briefOf(incident) }, null);
  }

  /** The figures at the head of the page.
   * @returns {Record<string, number>} */
  counters() {
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
    if (action === 'incident.reported' && known === undefined) this.today.reported += 1;
    if (brief.state === 'closed' && (wasOpen || known === undefined)) this.today.closed += 1;
    if (CLOSED.has(brief.state)) {
      this.remove(brief.id);
      return;
    }
    this.cases.set(brief.id, brief);
    this.tell('case', { id: brief.id, change: wasOpen ? 'changed' : 'added' });
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
