// @ts-check
// A row of photos to be sent: taken, chosen, shown, removed. Works on the list it is given.

import { Icon } from '../parts/icon.js';
import { toast } from '../parts/toasts.js';
import { t } from '../shared/language.js';
import { html, useReducer, useState } from '../shared/ui.js';
import { Marked } from './marked.js';
import { preparePhoto } from './photos.js';

/** @typedef {import('./types').Photo} Photo */

const MOST = 9;

/** @param {{ words: string, icon: string, isCamera?: boolean, onFiles: (files: File[]) => void }} props */
function Chooser({ words, icon, isCamera = false, onFiles }) {
  /** @param {any} event */
  const chosen = (event) => {
    onFiles(Array.from(event.target.files));
    event.target.value = ''; // the same picture may be chosen again after its removal
  };
  return html`<label class="button photo-add">
    <input type="file" accept="image/*" class="visually-hidden" data-input=${icon} capture=${isCamera ? 'environment' : null} multiple=${!isCamera} onChange=${chosen} />
    <${Marked} icon=${icon} words=${words} />
  </label>`;
}

/** @param {{ photo: Photo, onRemove: () => void }} props */
function Thumb({ photo, onRemove }) {
  const [url] = useState(() => URL.createObjectURL(photo.blob));
  return html`<li class="photo">
    <img src=${url} alt=${t('待发送的照片')} class="thumb" onLoad=${() => URL.revokeObjectURL(url)} />
    <button type="button" class="photo-remove" aria-label=${t('移除这张照片')} onClick=${onRemove}><${Icon} name="close" /></button>
  </li>`;
}

/** `photos` is changed in place; onChange() after every change.
 * @param {{ photos: Photo[], stage: 'before' | 'after', onChange?: () => void }} props */
export function PhotoStrip({ photos, stage, onChange = () => {} }) {
  const [, renew] = useReducer((/** @type {number} */ n) => n + 1, 0);
  const [isBusy, setBusy] = useState(false);
  const own = () => photos.filter((p) => p.stage === stage);
  const changed = () => {
    renew(/** @type {any} */ (null));
    onChange();
  };
  /** @param {Photo} photo */
  const remove = (photo) => {
    photos.splice(photos.indexOf(photo), 1);
    changed();
  };
  /** @param {File[]} files */
  const add = async (files) => {
    setBusy(true);
    for (const file of files) {
      if (own().length >= MOST) {
        toast(t('最多 {n} 张照片', { n: MOST }), 'warn');
        break;
      }
      try {
        photos.push(await preparePhoto(file, stage));
        changed();
      } catch (error) {
        toast(/** @type {Error} */ (error).message, 'danger');
      }
    }
    setBusy(false);
  };
  return html`<div class="photo-strip">
    <ul class="photo-list">${own().map((photo) => html`<${Thumb} key=${photo.client_id} photo=${photo} onRemove=${() => remove(photo)} />`)}</ul>
    <p class="photo-busy" role="status" hidden=${!isBusy}>${t('正在处理照片…')}</p>
    <div class="row">
      <${Chooser} words=${t('拍照')} icon="camera" isCamera=${true} onFiles=${add} />
      <${Chooser} words=${t('相册')} icon="picture" onFiles=${add} />
    </div>
  </div>`;
}
