// The report being written: one at a time, kept on the phone so that a call or a full memory loses nothing.

import { newId } from '../shared/dom.js';

const KEY = 'current';

export class Draft {
  constructor(store) {
    this.store = store;
    this.data = null;
  }

  async load() {
    this.data = (await this.store.get('drafts', KEY)) || null;
  }

  get isBegun() {
    return Boolean(this.data && (this.data.description || this.data.photos.length || this.data.notes));
  }

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
  }

  // Another matter for what has been written already.
  choose(matter) {
    if (!this.data) this.begin(matter);
    this.data.service_code = matter.service_code;
    this.data.urgency = matter.urgency_default || 'normal';
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

  // The report as the contract wants it, without its photos.
  body() {
    const d = this.data;
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
