// @ts-check
// The report being written: one at a time, kept on the phone so that a call or a full memory loses nothing.

import { newId } from '../shared/ids.js';

const KEY = 'current';

export class Draft {
  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    /** @type {import('./types').Writing | null} */
    this.data = null;
    /** @type {any} */
    this.timer = null;
  }

  async load() {
    this.data = (await this.store.get('drafts', KEY)) || null;
  }

  get isBegun() {
    return Boolean(this.data && (this.data.description || this.data.photos.length || this.data.notes));
  }

  /** @param {{ service_code: string, urgency_default?: string }} matter @returns {import('./types').Writing} */
  begin(matter) {
    this.data = {
      client_id: newId(),
      service_code: matter.service_code,
      urgency: matter.urgency_default || 'normal',
      description: '',
      address: '',
      is_resolved: false,
      notes: '',
      photos: [],
      location: null,
      occurred_at: new Date().toISOString(),
    };
    this.save();
    return this.data;
  }

  /** Another matter for what has been written already.
   * @param {{ service_code: string, urgency_default?: string }} matter */
  choose(matter) {
    const data = this.data || this.begin(matter);
    data.service_code = matter.service_code;
    data.urgency = matter.urgency_default || 'normal';
    this.save();
  }

  save() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.data) this.store.put('drafts', KEY, this.data).catch(() => {});
    }, 250);
  }

  drop() {
    clearTimeout(this.timer);
    this.data = null;
    return this.store.del('drafts', KEY).catch(() => {});
  }

  /** The report as the contract wants it, without its photos. */
  body() {
    const d = /** @type {import('./types').Writing} */ (this.data);
    /** @type {Record<string, any>} */
    const body = {
      client_id: d.client_id,
      service_code: d.service_code,
      description: d.description.trim(),
      location: d.location,
      occurred_at: d.occurred_at,
      urgency: d.urgency,
      origin: 'patrol',
    };
    if (d.address.trim()) body.address = d.address.trim();
    if (d.is_resolved) body.resolved_on_site = { notes: d.notes.trim() };
    return body;
  }
}
