// @ts-check
// The page's keys: the whole centre can be worked without a mouse.

import { isTyping } from '../parts/help.js';
import { t } from '../shared/language.js';
import { openUnitPanel } from './unit_panel.js';

/** What the help sheet tells of them.
 * @returns {[string, string][]} */
export function keys() {
  return [
    ['/', t('到查找')],
    ['Q', t('到队列；上下键移动，Enter 打开事件')],
    ['A', t('到事件卡片的操作；正在填写时到表单')],
    ['N', t('登记事件')],
    ['U', t('处置力量#units')],
    ['Esc', t('离开表单、卡片')],
  ];
}

/** Listens on the document; returns what stops it.
 * @param {import('./desk.js').CenterDesk} desk */
export function bindKeys(desk) {
  /** @type {Record<string, () => void>} */
  const leads = {
    '/': () => desk.queue?.focusSearch(),
    q: () => desk.queue?.focusCase(),
    a: () => desk.card?.focusActions(),
    n: () => desk.openRegister(),
    u: () => openUnitPanel(desk),
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    const isHeld = event.ctrlKey || event.metaKey || event.altKey;
    if (event.defaultPrevented || isHeld || document.querySelector('dialog[open]') || !desk.matters) return;
    const lead = leads[event.key.toLowerCase()];
    if (lead && !isTyping(event.target)) {
      event.preventDefault();
      lead();
    }
    if (event.key !== 'Escape') return;
    // Else the browser would answer the same key by closing the question that it opens.
    event.preventDefault();
    desk.leaveTop();
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
