// @ts-check
// Posts one act of a task, with its photos behind it; says what became of it.

import { toast } from '../parts/toasts.js';
import { api, wordsOf } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { declared } from './photos.js';

const OVERTAKEN = ['stale-version', 'illegal-move'];

/**
 * {isDone, trouble}: what was overtaken by another's act is read anew and told, and whatever was typed stays.
 * @param {import('./types').App} app @param {import('./types').Case} incident
 * @param {{ action: string, moveId: string, fields: Record<string, any>, version: number, photos?: import('./types').Photo[] }} sent
 * @returns {Promise<{ isDone: boolean, trouble: string }>}
 */
export async function post(app, incident, { action, moveId, fields, version, photos = [] }) {
  const media = photos.length ? { media: declared(photos) } : {};
  const body = Object.assign({ version, move_id: moveId }, fields, media);
  try {
    const answered = await api.post(`/incidents/${incident.id}/actions/${action}`, body);
    if (photos.length) {
      await app.outbox.addPhotos(moveId, photos, t('{name} 照片', { name: incident.service_name }));
      app.outbox.flush().then(() => app.cases.want(incident.id));
    }
    app.cases.put(answered);
    toast(t('已登记：{action}', { action: word('action', action) }));
    return { isDone: true, trouble: '' };
  } catch (problem) {
    if (OVERTAKEN.includes(/** @type {any} */ (problem).code)) app.cases.want(incident.id);
    return { isDone: false, trouble: wordsOf(problem) };
  }
}
