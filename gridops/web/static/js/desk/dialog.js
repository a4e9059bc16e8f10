// A window over the page: opened with content, closed by its button, by Esc, or by a click beside it. Where it
// `holds` what is typed, none of them loses that: it is asked first.

import { confirmed } from '../parts/dialog.js';
import { h, icon } from '../shared/dom.js';

/** Opens at once. `onClose` is called once; `close()` ends it. */
export function openDialog({ title, content, wide = false, name = '', holds = false, onClose = () => {} }) {
  const shut = h('button', { class: 'icon-button', type: 'button', 'aria-label': '关闭 Close' }, icon('close'));
  const body = h('div', { class: 'dialog-body' }, content);
  const dialog = h('dialog', { class: wide ? 'dialog wide' : 'dialog', 'aria-label': title, 'data-dialog': name },
    h('header', { class: 'dialog-head' }, h('h2', null, title), shut), body);
  const close = () => dialog.close();
  let isTyped = false;
  const leave = async () => {
    if (!isTyped || (await confirmed({ title: '放弃填写的内容？', text: '填写的内容还没有提交，放弃后就没有了。', yes: '放弃填写', isDangerous: true }))) close();
  };
  if (holds) dialog.addEventListener('input', () => { isTyped = true; });
  dialog.addEventListener('submit', () => { isTyped = false; });
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Left to the browser, a second Esc would close without asking.
    event.preventDefault();
    event.stopPropagation();
    leave();
  });
  shut.addEventListener('click', leave);
  dialog.addEventListener('mousedown', (event) => { if (event.target === dialog) leave(); });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return { element: dialog, body, close };
}
