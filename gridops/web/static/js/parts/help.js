// @ts-check
// The help sheet: what keys do on this page, opened by `?` or by its button.

import { t } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { Dialog } from './dialog.js';

/** Whether a key belongs to what is being typed into.
 * @param {EventTarget | null} target */
export function isTyping(target) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** @returns {[string, string][]} */
function common() {
  return [
    ['?', t('打开这份帮助')],
    ['Esc', t('关闭窗口；填写中的内容会先问一声')],
    ['Tab', t('到下一处')],
    ['← → ↑ ↓', t('在标签页和列表里移动')],
    ['Enter', t('选定')],
  ];
}

/** @param {{ keys?: [string, string][], children?: any }} props keys of the page itself: [key, what it does] */
export function Help({ keys = [], children }) {
  const [isOpen, open] = useState(false);
  useEffect(() => {
    /** @param {KeyboardEvent} event */
    const pressed = (event) => {
      if (event.key !== '?' || isTyping(event.target) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      open(true);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
  return html`<button type="button" class="on-dark" data-action="help" aria-label=${t('帮助')} title=${t('帮助')} onClick=${() => open(true)}>?</button>
    ${
      isOpen &&
      html`<${Dialog} title=${t('帮助')} name="help" onClose=${() => open(false)}>
        ${children}
        <dl class="keys">${[...keys, ...common()].map(([key, words]) => [html`<dt><kbd>${key}</kbd></dt>`, html`<dd>${words}</dd>`])}</dl>
      </${Dialog}>`
    }`;
}
