// @ts-check
// A short message at the foot of the page: what was done, or what went wrong elsewhere than in a form. Read aloud.

const LASTS_MS = { ok: 4000, warn: 6000, danger: 9000 };
/** @type {HTMLElement | null} */
let box = null;

/** @param {string} text @param {'ok' | 'warn' | 'danger'} [kind] */
export function toast(text, kind = 'ok') {
  if (!box) {
    box = document.createElement('div');
    box.className = 'toasts';
    box.setAttribute('role', 'status');
    box.setAttribute('aria-live', 'polite');
    document.body.appendChild(box);
  }
  const one = document.createElement('p');
  one.className = `toast ${kind}`;
  one.textContent = text;
  while (box.children.length > 1 && box.firstChild) box.removeChild(box.firstChild);
  box.appendChild(one);
  setTimeout(() => one.remove(), LASTS_MS[kind]);
}
