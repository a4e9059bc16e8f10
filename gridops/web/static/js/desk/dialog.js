// A window over the page: opened with content, closed by its button, by Esc, or by a click beside it.

import { h, icon } from '../shared/dom.js';

/** Opens at once. `onClose` is called once; `close()` ends it. */
export function openDialog({ title, content, wide = false, name = '', onClose = () => {} }) {
  const shut = h('button', { class: 'icon-button', type: 'button', 'aria-label': '关闭 Close' }, icon('close'));
  const body = h('div', { class: 'dialog-body' }, content);
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-label': title, 'data-dialog': name },
    h('header', { class: 'dialog-head' }, h('h2', null, title), shut), body);
  const close = () => dialog.close();
  shut.addEventListener('click', close);
  dialog.addEventListener('mousedown', (event) => { if (event.target === dialog) close(); });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { element: dialog, body, close };
}
