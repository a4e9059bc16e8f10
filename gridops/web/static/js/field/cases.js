// The worker's own reports and open tasks: loaded once, then kept true by the stream. Only reads.

import { api } from '../shared/api.js';

const TASK_STATES = ['dispatched', 'handling'];
const OPEN_STATUSES = ['dispatched', 'accepted', 'en_route', 'on_scene'];
const GATHER_MS = 120;

function newestFirst(a, b) {
  return b.reported_at.localeCompare(a.reported_at);
}

function dueFirst(a, b) {
  return (a.due_at || '9').localeCompare(b.due_at || '9') || newestFirst(a, b);
}

export class Cases {
  // onChange() after every change; onTask(incident) when a task arrives by the stream.
  constructor(actor, { onChange, onTask }) {
    this.actor = actor;
    this.onChange = onChange;
    this.onTask = onTask;
    this.own = new Map();
    this.tasks = new Map();
    this.wanted = new Set();
    this.isLoaded = false;
    this.problem = '';
  }

  async load() {
    try {
      const [own, tasks] = await Promise.all([
        api.get('/incidents?reporter=me&limit=50'),
        api.get(`/incidents?unit=mine&state=${TASK_STATES.join(',')}&limit=100`),
      ]);
      this.own = new Map(own.items.map((c) => [c.id, c]));
      this.tasks = new Map(tasks.items.filter((c) => this.isTask(c)).map((c) => [c.id, c]));
      this.isLoaded = true;
      this.problem = '';
    } catch (problem) {
      this.problem = problem.words || problem.message;
    }
    this.onChange();
  }

  find(id) {
    return this.own.get(id) || this.tasks.get(id) || null;
  }

  ownList() {
    return Array.from(this.own.values()).sort(newestFirst);
  }

  taskList() {
    return Array.from(this.tasks.values()).sort(dueFirst);
  }

  isTask(incident) {
    if (!TASK_STATES.includes(incident.state)) return false;
    return incident.dispatches.some((d) => d.kind === 'handle' && OPEN_STATUSES.includes(d.status)
      && this.actor.units.includes(d.unit.id));
  }

  // Takes a case as the service answered it.
  put(incident) {
    const known = this.find(incident.id);
    if (known && known.version > incident.version) return;
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

  // One event of the stream: what concerns this person is read anew, as only that tells what he may do.
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
    const mayBeMine = brief && brief.unit && this.actor.units.includes(brief.unit.id);
    if (known || mayBeMine || event.action === 'incident.reported') this.want(id);
  }

  want(id) {
    this.wanted.add(id);
    if (this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      const ids = Array.from(this.wanted);
      this.wanted.clear();
      ids.forEach((one) => this.read(one));
    }, GATHER_MS);
  }

  async read(id) {
    try {
      this.put(await api.get(`/incidents/${id}`));
    } catch (problem) {
      if (problem.status !== 404) return;
      if (this.tasks.delete(id) || this.own.delete(id)) this.onChange();
    }
  }
}
