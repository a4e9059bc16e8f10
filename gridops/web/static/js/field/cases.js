// @ts-check
// The worker's own reports and open tasks: loaded once, then kept true by the stream. Only reads.

import { api, wordsOf } from '../shared/api.js';

const TASK_STATES = ['dispatched', 'handling'];
const OPEN_STATUSES = ['dispatched', 'accepted', 'en_route', 'on_scene'];
const GATHER_MS = 120;

/** @typedef {import('./types').Case} Case */

/** @param {Case} a @param {Case} b */
function newestFirst(a, b) {
  return b.reported_at.localeCompare(a.reported_at);
}

/** @param {Case} a @param {Case} b */
function dueFirst(a, b) {
  return (a.due_at || '9').localeCompare(b.due_at || '9') || newestFirst(a, b);
}

export class Cases {
  /** onChange() after every change; onTask(incident) when a task arrives by the stream.
   * @param {import('./types').Actor} actor @param {{ onChange: () => void, onTask: (incident: Case) => void }} ears */
  constructor(actor, { onChange, onTask }) {
    this.actor = actor;
    this.onChange = onChange;
    this.onTask = onTask;
    /** @type {Map<string, Case>} */
    this.own = new Map();
    /** @type {Map<string, Case>} */
    this.tasks = new Map();
    /** @type {Map<string, Case>} What something is being typed for, as it was seen last. */
    this.held = new Map();
    /** @type {Set<string>} */
    this.wanted = new Set();
    /** @type {any} */
    this.timer = null;
    this.isLoaded = false;
    this.problem = '';
  }

  async load() {
    try {
      const [own, tasks] = await Promise.all([
        api.get('/incidents?reporter=me&limit=50'),
        api.get(`/incidents?unit=mine&state=${TASK_STATES.join(',')}&limit=100`),
      ]);
      /** @type {Case[]} */
      const mine = own.items;
      /** @type {Case[]} */
      const mayBeMine = tasks.items;
      this.own = new Map(mine.map((c) => [c.id, c]));
      this.tasks = new Map(mayBeMine.filter((c) => this.isTask(c)).map((c) => [c.id, c]));
      this.isLoaded = true;
      this.problem = '';
      // A list says of a restricted case only at which village it is: where to go stands in the case itself.
      for (const one of [...mine, ...this.tasks.values()]) if (one.restricted) this.want(one.id);
    } catch (problem) {
      this.problem = wordsOf(problem);
    }
    this.onChange();
  }

  /** @param {string} id @returns {Case | null} */
  find(id) {
    return this.own.get(id) || this.tasks.get(id) || null;
  }

  ownList() {
    return Array.from(this.own.values()).sort(newestFirst);
  }

  taskList() {
    return Array.from(this.tasks.values()).sort(dueFirst);
  }

  /** Keeps showing a case as long as something is typed for it; returns how to let it go.
   * @param {Case} incident */
  hold(incident) {
    this.held.set(incident.id, incident);
    return () => {
      this.held.delete(incident.id);
      this.onChange();
    };
  }

  /** Held cases that are no task any more. */
  heldList() {
    return Array.from(this.held.values()).filter((c) => !this.tasks.has(c.id));
  }

  /** @param {Case} incident */
  isTask(incident) {
    if (!TASK_STATES.includes(incident.state)) return false;
    return incident.dispatches.some(
      (d) => d.kind === 'handle' && OPEN_STATUSES.includes(d.status) && this.actor.units.includes(d.unit.id),
    );
  }

  /** Takes a case as the service answered it.
   * @param {Case} incident */
  put(incident) {
    const known = this.find(incident.id);
    if (known && known.version > incident.version) return;
    if (this.held.has(incident.id)) this.held.set(incident.id, incident);
    if (incident.reporter.id === this.actor.id) this.own.set(incident.id, incident);
    if (this.isTask(incident)) {
      const isNew = !this.tasks.has(incident.id);
      this.tasks.set(incident.id, incident);
      if (isNew) this.onTask(incident);
    } else {
      this.tasks.delete(incident.id);
    }
    this.onChange();
  }

  /** One event of the stream: what concerns this person is read anew, as only that tells what he may do.
   * @param {any} event */
  hear(event) {
    if (event.entity !== 'incident') return;
    const id = event.entity_id;
    if (event.action === 'entity.left') {
      if (this.tasks.delete(id) || this.own.delete(id)) this.onChange();
      return;
    }
    const brief = event.data.incident;
    const known = this.find(id);
    // A photo's arrival changes the case's photos, not its version.
    if (known && brief && known.version >= brief.version && event.action !== 'incident.photo_arrived') return;
    // A restricted case does not tell a grid's own unit.
    const mayBeMine = brief && (brief.unit ? this.actor.units.includes(brief.unit.id) : brief.restricted);
    if (known || mayBeMine || event.action === 'incident.reported') this.want(id);
  }

  /** @param {string} id */
  want(id) {
    this.wanted.add(id);
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      const ids = Array.from(this.wanted);
      this.wanted.clear();
      for (const one of ids) this.read(one);
    }, GATHER_MS);
  }

  /** @param {string} id */
  async read(id) {
    try {
      this.put(await api.get(`/incidents/${id}`));
    } catch (problem) {
      if (/** @type {any} */ (problem).status !== 404) return;
      if (this.tasks.delete(id) || this.own.delete(id)) this.onChange();
    }
  }
}
