// @ts-check
// What waits on this phone to be sent: reports with their photos, and photos alone. A record keeps its ids until
// it is answered, so sending again never makes a second case. Nothing is dropped without its sender's word.

import { api, wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { declared, sendPhoto } from './photos.js';

const SHORTEST_MS = 4000;
const LONGEST_MS = 120000;

/** @typedef {import('./types').Waiting} Waiting */
/** @typedef {(record: Waiting | null) => void} Listener */

export class Outbox {
  /** @param {import('./store.js').Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Waiting[]} */
    this.records = [];
    /** @type {Map<string, import('./types').Case>} client_id → the case as it was answered, while the page lives */
    this.answers = new Map();
    /** @type {Listener[]} */
    this.listeners = [];
    this.delay = SHORTEST_MS;
    this.isSending = false;
    /** @type {any} */
    this.timer = null;
  }

  async load() {
    this.records = await this.store.all('outbox');
    this.records.sort((a, b) => a.queued_at - b.queued_at);
    window.addEventListener('online', () => this.flush());
    window.addEventListener('gridops:signed-in', () => this.flush());
  }

  /** @param {Listener} listener */
  onChange(listener) {
    this.listeners.push(listener);
  }

  /** @param {Waiting | null} record */
  changed(record) {
    for (const listener of this.listeners) listener(record);
  }

  /** @param {string} clientId */
  find(clientId) {
    return this.records.find((record) => record.client_id === clientId) || null;
  }

  /** body: a report as the contract wants it, without media; photos: as preparePhoto made them.
   * @param {any} body @param {import('./types').Photo[]} photos @param {string} title */
  async add(body, photos, title) {
    const whole = Object.assign({}, body, photos.length ? { media: declared(photos) } : {});
    await this.keep({ client_id: body.client_id, title, body: whole, photos, is_answered: false });
  }

  /** Photos of a case or act that the service knows already.
   * @param {string} id @param {import('./types').Photo[]} photos @param {string} title */
  async addPhotos(id, photos, title) {
    if (photos.length) await this.keep({ client_id: id, title, body: null, photos, is_answered: true });
  }

  /** @param {{ client_id: string, title: string, body: any, photos: import('./types').Photo[], is_answered: boolean }} record */
  async keep(record) {
    /** @type {Waiting} */
    const whole = { queued_at: Date.now(), refusal: null, trouble: '', is_busy: false, ...record };
    this.records.push(whole);
    await this.write(whole);
    this.changed(whole);
  }

  /** A full phone still sends what the page holds; it only would not outlive the page.
   * @param {Waiting} record */
  async write(record) {
    try {
      await this.store.put('outbox', record.client_id, Object.assign({}, record, { is_busy: false }));
    } catch (_error) {
      record.trouble = t('手机存储已满：请保持本页打开，直到发送完成');
    }
  }

  /** @param {string} clientId */
  async remove(clientId) {
    this.records = this.records.filter((record) => record.client_id !== clientId);
    await this.store.del('outbox', clientId);
    this.changed(null);
  }

  // Sends all that is not refused, oldest first; comes back by itself while something is left.
  async flush() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.timer);
    let isLeft = false;
    for (const record of this.records.slice()) {
      if (!record.refusal) isLeft = !(await this.sendRecord(record)) || isLeft;
    }
    this.isSending = false;
    if (!isLeft) {
      this.delay = SHORTEST_MS;
      // What was added meanwhile has not been looked at.
      if (this.records.some((r) => !r.refusal)) this.timer = setTimeout(() => this.flush(), 0);
      return;
    }
    this.timer = setTimeout(() => this.flush(), this.delay);
    this.delay = Math.min(this.delay * 2, LONGEST_MS);
  }

  /** True when nothing of the record remains to be tried.
   * @param {Waiting} record */
  async sendRecord(record) {
    record.is_busy = true;
    record.trouble = '';
    this.changed(record);
    try {
      if (!record.is_answered) await this.sendReport(record);
      await this.sendPhotos(record);
      await this.remove(record.client_id);
      return true;
    } catch (problem) {
      return await this.note(record, problem);
    } finally {
      record.is_busy = false;
      this.changed(record);
    }
  }

  /** @param {Waiting} record */
  async sendReport(record) {
    const incident = await api.post('/reports', record.body);
    record.is_answered = true;
    record.case_number = incident.case_number;
    this.answers.set(record.client_id, incident);
    await this.write(record);
    this.changed(record);
  }

  /** @param {Waiting} record */
  async sendPhotos(record) {
    while (record.photos.length) {
      await sendPhoto(record.photos[0]);
      record.photos = record.photos.slice(1);
      await this.write(record);
      this.changed(record);
    }
  }

  /** @param {Waiting} record @param {any} problem */
  async note(record, problem) {
    const words = wordsOf(problem);
    const mayPass = problem.isTransient === true || problem.status === 401;
    if (mayPass) record.trouble = problem.status === 401 ? t('请重新登录后发送') : words;
    else record.refusal = { code: problem.code || 'unknown', words };
    await this.write(record);
    return !mayPass;
  }
}
