// @ts-check
// An open form and the thing it is about: when that changes under it, what was typed stays and the change is told.

import { t } from '../shared/language.js';
import { html, useRef, useState } from '../shared/ui.js';

/**
 * Keeps the thing as it was when the form was opened: {base, changes, accept}. Draw the form from `base` (never from
 * `thing`), send with `base.version` after `accept()`; `changes` are those that came meanwhile, in words.
 * @template T
 * @param {T} thing the thing as it is now @param {(before: T, now: T) => string[]} tell what differs, in words
 */
export function useOpenForm(thing, tell) {
  const first = useRef(thing);
  const [base, setBase] = useState(thing);
  const changes = base === thing ? [] : tell(base, thing);
  return { base, first: first.current, changes, accept: () => setBase(thing) };
}

/** What has changed under an open form, and the button that says it was read.
 * @param {{ open: { changes: string[], accept: () => void } }} props */
export function Changed({ open }) {
  if (open.changes.length === 0) return null;
  return html`<div class="notice changed-meanwhile" role="alert">
    <p>${t('您填写期间，这里有了变化；已填的内容都还在：')}</p>
    <ul>
      ${open.changes.map((words) => html`<li>${words}</li>`)}
    </ul>
    <button type="button" class="small" data-action="accept-changes" onClick=${open.accept}>${t('知道了，继续')}</button>
  </div>`;
}
