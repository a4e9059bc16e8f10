// A row of photos to be sent: taken, chosen, shown, removed. Works on the list it is given.

import { fill, h, icon, toast } from '../shared/dom.js';
import { preparePhoto } from './photos.js';

const MOST = 9;

function chooser(words, name, props, onFiles) {
  const input = h('input', Object.assign({ type: 'file', accept: 'image/*', class: 'visually-hidden', dataset: { input: name } }, props));
  input.addEventListener('change', () => {
    onFiles(Array.from(input.files));
    input.value = ''; // the same picture may be chosen again after its removal
  });
  return h('label', { class: 'button photo-add' }, input, icon(name), h('span', null, words));
}

function thumb(photo, onRemove) {
  const url = URL.createObjectURL(photo.blob);
  const image = h('img', { src: url, alt: '待发送的照片', class: 'thumb' });
  image.addEventListener('load', () => URL.revokeObjectURL(url));
  return h('li', { class: 'photo' }, image,
    h('button', { type: 'button', class: 'photo-remove', 'aria-label': '移除这张照片', onclick: onRemove }, icon('close')));
}

// photos: the list, changed in place; stage: before or after; onChange() after every change.
export function photoStrip({ photos, stage, onChange }) {
  const list = h('ul', { class: 'photo-list' });
  const busy = h('p', { class: 'photo-busy', role: 'status', hidden: true }, '正在处理照片…');
  const own = () => photos.filter((p) => p.stage === stage);

  const draw = () => fill(list, own().map((photo) => thumb(photo, () => {
    photos.splice(photos.indexOf(photo), 1);
    draw();
    onChange();
  })));

  const add = async (files) => {
    busy.hidden = false;
    for (const file of files) {
      if (own().length >= MOST) {
        toast(`最多 ${MOST} 张照片`, 'warn');
        break;
      }
      try {
        photos.push(await preparePhoto(file, stage));
        draw();
        onChange();
      } catch (error) {
        toast(error.message, 'danger');
      }
    }
    busy.hidden = true;
  };

  draw();
  return h('div', { class: 'photo-strip' }, list, busy,
    h('div', { class: 'row' },
      chooser('拍照', 'camera', { capture: 'environment' }, add),
      chooser('相册', 'picture', { multiple: true }, add)));
}
