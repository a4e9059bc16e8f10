// The page's keys, and the help sheet that tells them: the whole centre can be worked without a mouse.

import { Help, isTyping } from '../parts/help.js';
import { html, render } from '../shared/ui.js';

const KEYS = [
  ['/', '到查找'],
  ['Q', '到队列；上下键移动，Enter 打开事件'],
  ['A', '到事件卡片的操作；正在填写时到表单'],
  ['N', '登记事件'],
  ['U', '处置力量'],
  ['Esc', '离开表单、卡片'],
];

/** Shows the help button in `holder`. */
export function showHelp(holder) {
  render(html`<${Help} keys=${KEYS} />`, holder);
}

/** Listens on the document for as long as the page lives; `openUnits` and the parts are what keys lead to. */
export function bindKeys({ side, card, register, search, queue, openUnits }) {
  const leads = {
    '/': () => { search.focus(); search.select(); },
    q: () => queue.focusCase(),
    a: () => card.focusActions(),
    n: () => register.open(),
    u: openUnits,
  };
  document.addEventListener('keydown', (event) => {
    const isFree = !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector('dialog[open]');
    if (!isFree) return;
    const lead = leads[event.key.toLowerCase()];
    if (lead && !isTyping(event.target)) {
      event.preventDefault();
      lead();
    }
    if (event.key !== 'Escape') return;
    // Else the browser would answer the same key by closing the question that it opens.
    event.preventDefault();
    if (side.top === 'card') card.onEscape();
    else if (side.top === 'register') register.close();
  });
}
