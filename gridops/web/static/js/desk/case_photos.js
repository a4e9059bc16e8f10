// @ts-check
// A case's photos: small ones in the card, the whole one in a window. What has not arrived yet is said.

import { openDialog } from '../parts/dialog.js';
import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/** @typedef {Wire['IncidentOut']['media'][number]} Media */

/** @param {Media} photo @param {string} size */
function address(photo, size) {
  return `/api/v1/media/${photo.client_id}?size=${size}`;
}

/** @param {Media} photo */
function stageOf(photo) {
  return photo.stage === 'after' ? t('处置后') : t('处置前');
}

/** @param {{ photo: Media }} props */
function Photo({ photo }) {
  const [isBroken, setBroken] = useState(false);
  const stage = stageOf(photo);
  const words = t('现场照片（{stage}）', { stage });
  if (!photo.arrived) return html`<li class="photo-wait">${t('照片还在上传（{stage}）', { stage })}</li>`;
  const open = () =>
    openDialog({
      title: words,
      wide: true,
      name: 'photo',
      view: () => html`<img class="photo-full" src=${address(photo, 'full')} alt=${words} />`,
    });
  return html`<li>
    <button type="button" class="photo" onClick=${open}>
      ${
        isBroken
          ? html`<span class="photo-wait">${t('照片打不开')}</span>`
          : html`<img src=${address(photo, 'thumb')} alt=${words} loading="lazy" onError=${() => setBroken(true)} />`
      }
      <small>${stage}</small>
    </button>
  </li>`;
}

/** Nothing where none was declared.
 * @param {{ media: Media[] }} props */
export function Photos({ media }) {
  if (media.length === 0) return null;
  return html`<ul class="photos" aria-label=${t('照片')}>
    ${media.map((photo) => html`<${Photo} key=${`${photo.client_id} ${photo.arrived}`} photo=${photo} />`)}
  </ul>`;
}
