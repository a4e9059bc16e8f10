// The open cases and units on this page: a snapshot, then the stream. Knows no node; tells what changed.

import { needsPin } from '../desk/place_advice.js';

const CLOSED = new Set(['closed', 'rejected']);

/** Dispatches `reset` after a snapshot, `case` {id, change: added|changed|removed} and `unit` {id} after events. */
export class CaseStore extends EventTarget {
  constructor() {
    super();
    this.cases = new Map();
    this.units = new Map();
    this.versions = new Map();
    this.today = { reported: 0, closed: 0 };
  }

  load({ incidents, units, counters }) {
    this.cases = new Map(incidents.map((brief) => [brief.id, brief]));
    this.versions = new Map(incidents.map((brief) => [brief.id, brief.version]));
    this.units = new Map(units.map((unit) => [unit.id, unit]));
    this.today = { reported: counters.reported_today, closed: counters.closed_today };
    this.dispatchEvent(new CustomEvent('reset'));
  }

  /** One event of the stream; briefs older than what is known are dropped. */
  take(event) {
    if (event.entity === 'unit' && event.data.unit) {
      this.units.set(event.entity_id, event.data.unit);
      this._tell('unit', { id: event.entity_id });
    } else if (event.action === 'entity.left') {
      this._remove(event.entity_id);
    } else if (event.entity === 'incident' && event.data.incident) {
      this._takeCase(event.data.incident, event.action);
    }
  }

  /** A case as an answer to an action of ours showed it: the stream will bring the same. */
  takeAnswer(incident) {
    const known = this.cases.get(incident.id);
    if (!known || incident.version <= known.version) return;
    this._takeCase({ ...known, ...pick(incident) }, null);
  }

  /** Counts for the head of the page. */
  counters() {
    const counts = { open: this.cases.size, soon: 0, overdue: 0, reported_today: this.today.reported, closed_today: this.today.closed };
    for (const brief of this.cases.values()) {
      if (brief.due_state === 'soon') counts.soon += 1;
      if (brief.due_state === 'overdue') counts.overdue += 1;
    }
    return counts;
  }

  _takeCase(brief, action) {
    const known = this.versions.get(brief.id);
    if (known !== undefined && brief.version < known) return;
    const wasOpen = this.cases.has(brief.id);
    const isOpen = !CLOSED.has(brief.state);
    this.versions.set(brief.id, brief.version);
    // A snapshot may already count what the stream tells again: only what is new to this page is counted.
    if (action === 'incident.reported' && known === undefined) this.today.reported += 1;
    if (brief.state === 'closed' && (wasOpen || known === undefined)) this.today.closed += 1;
    if (!isOpen) {
      this._remove(brief.id);
      return;
    }
    this.cases.set(brief.id, brief);
    this._tell('case', { id: brief.id, change: wasOpen ? 'changed' : 'added' });
  }

  _remove(id) {
    const was = this.cases.delete(id);
    this._tell('case', { id, change: was ? 'removed' : 'changed' });
  }

  _tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function pick(incident) {
  const { state, level, version, due_at, due_state, unit, service_code, service_name, service_group, restricted, location, grid } = incident;
  return {
    needs_pin: needsPin(incident),
    state, level, version, due_at, due_state, unit, service_code, service_name, service_group, restricted,
    lon: location.lon, lat: location.lat, grid_code: grid.code, grid_name: grid.name,
  };
}
