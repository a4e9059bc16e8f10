// A case's photos: small ones in the card, the whole one in a window. What has not arrived yet is said.

import { h } from '../shared/dom.js';
import { openDialog } from './dialog.js';

const STAGES = { before: '处置前', after: '处置后' };

function address(photo, size) {
  return `/api/v1/media/${photo.client_id}?size=${size}`;
}

function open(photo) {
  const words = `现场照片（${STAGES[photo.stage] || photo.stage}）`;
  openDialog({ title: words, wide: true, name: 'photo', content: h('img', { class: 'photo-full', src: address(photo, 'full'), alt: words }) });
}

function thumb(photo) {
  const stage = STAGES[photo.stage] || photo.stage;
  if (!photo.arrived) return h('li', { class: 'photo-wait' }, `照片还在上传（${stage}）`);
  const picture = h('img', { src: address(photo, 'thumb'), alt: `现场照片（${stage}）`, loading: 'lazy' });
  picture.addEventListener('error', () => picture.replaceWith(h('span', { class: 'photo-wait' }, '照片打不开')));
  return h('li', null, h('button', { class: 'photo', type: 'button', onclick: () => open(photo) }, picture, h('small', null, stage)));
}

/** The list of photos, or null where none was declared. */
export function photoList(incident) {
  if (incident.media.length === 0) return null;
  return h('ul', { class: 'photos', 'aria-label': '照片 Photos' }, incident.media.map(thumb));
}
