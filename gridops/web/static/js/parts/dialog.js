// @ts-check
// A window over the page. Neither Esc nor a click beside it ever loses what was typed in it: then it asks first.

import { t } from '../shared/language.js';
import { html, render, useEffect, useLayoutEffect, useRef, useState } from '../shared/ui.js';
import { Icon } from './icon.js';

/** @typedef {{ title: string, children?: any, onClose: () => void, wide?: boolean, name?: string }} DialogProps */

/** @param {{ onStay: () => void, onLeave: () => void }} props */
function Leaving({ onStay, onLeave }) {
  const stay = useRef(/** @type {HTMLButtonElement | null} */ (null));
  useEffect(() => {
    if (stay.current) stay.current.focus();
  }, []);
  return html`<div class="dialog-leaving notice" role="alertdialog" aria-label=${t('还有没保存的内容')}>
    <p>${t('填写的内容还没有保存，关闭后就没有了。')}</p>
    <div class="line end">
      <button type="button" class="small danger" data-action="abandon" onClick=${onLeave}>${t('放弃填写')}</button>
      <button type="button" class="small primary" ref=${stay} onClick=${onStay}>${t('继续填写')}</button>
    </div>
  </div>`;
}

/**
 * The window as a part of a tree: it is open as long as it is drawn. Whatever is typed or chosen inside makes it
 * unsaved, unless the control (or a form around it) carries `data-keeps-nothing`, as a form does that only asks.
 * @param {DialogProps} props
 */
export function Dialog({ title, children, onClose, wide = false, name = '' }) {
  const place = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const typedInto = useRef(/** @type {Set<Element>} */ (new Set()));
  const [isAsking, ask] = useState(false);
  useLayoutEffect(() => {
    const dialog = /** @type {HTMLDialogElement} */ (place.current);
    const before = document.activeElement;
    dialog.showModal();
    return () => {
      if (dialog.open) dialog.close();
      if (before instanceof HTMLElement && document.contains(before)) before.focus();
    };
  }, []);
  /** @param {Event} event */
  const typed = (event) => {
    if (event.target instanceof Element) typedInto.current.add(event.target);
  };
  // Asked when it is left: a form whose content has been sent keeps nothing any more.
  const isKept = (/** @type {Element} */ control) =>
    control.isConnected && !control.closest('[data-keeps-nothing]');
  const leave = () => (Array.from(typedInto.current).some(isKept) ? ask(true) : onClose());
  /** @param {Event} event */
  const cancelled = (event) => {
    event.preventDefault();
    leave();
  };
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    // Left to the browser, a second Esc would close without asking.
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  /** @param {MouseEvent} event */
  const clicked = (event) => {
    if (event.target === place.current) leave();
  };
  return html`<dialog
    ref=${place}
    class=${wide ? 'dialog wide' : 'dialog'}
    aria-label=${title}
    data-dialog=${name}
    onCancel=${cancelled}
    onKeyDown=${pressed}
    onMouseDown=${clicked}
    onInput=${typed}
    onChange=${typed}
  >
    <header class="dialog-head">
      <h2>${title}</h2>
      <button type="button" class="icon-button" aria-label=${t('关闭')} onClick=${leave}><${Icon} name="close" /></button>
    </header>
    ${isAsking && html`<${Leaving} onStay=${() => ask(false)} onLeave=${onClose} />`}
    <div class="dialog-body">${children}</div>
  </dialog>`;
}

/**
 * Opens a window that belongs to no tree: `view(close)` draws what it holds. Resolves once it is closed, to what
 * `close(answer)` was given.
 * @param {{ title: string, view: (close: (answer?: any) => void) => any, wide?: boolean, name?: string }} options
 * @returns {Promise<any>}
 */
export function openDialog({ title, view, wide = false, name = '' }) {
  const holder = document.createElement('div');
  document.body.appendChild(holder);
  return new Promise((resolve) => {
    /** @param {any} [answer] */
    const close = (answer) => {
      render(/** @type {any} */ (null), holder);
      holder.remove();
      resolve(answer);
    };
    render(
      html`<${Dialog} title=${title} wide=${wide} name=${name} onClose=${() => close()}>${view(close)}</${Dialog}>`,
      holder,
    );
  });
}

/**
 * A question that is answered by yes or no before something is done.
 * @param {{ title: string, text?: string, yes: string, isDangerous?: boolean }} options @returns {Promise<boolean>}
 */
export async function confirmed({ title, text = '', yes, isDangerous = false }) {
  const answer = await openDialog({
    title,
    name: 'confirm',
    view: (close) => html`${text && html`<p>${text}</p>`}
      <div class="form-end">
        <button type="button" onClick=${() => close(false)}>${t('取消')}</button>
        <button type="button" class=${isDangerous ? 'danger' : 'primary'} data-action="yes" onClick=${() => close(true)}>${yes}</button>
      </div>`,
  });
  return Boolean(answer);
}
