// @ts-check
// Tabs and lists that answer to arrow keys; Home and End lead to the ends.

import { html, useRef } from '../shared/ui.js';

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
});

/** Where a key leads to from `at` among `count`; null for a key that leads nowhere.
 * @param {string} key @param {number} at @param {number} count */
export function stepTo(key, at, count) {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = STEPS[key];
  return step === undefined ? null : (at + step + count) % count;
}

/**
 * A row of tabs; the panels carry `id="tab-<key>"`, role="tabpanel".
 * @param {{ tabs: [string, any][], chosen: string, onChoose: (key: string) => void, label: string }} props
 */
export function Tabs({ tabs, chosen, onChoose, label }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null));
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    const to = stepTo(
      event.key,
      tabs.findIndex(([key]) => key === chosen),
      tabs.length,
    );
    if (to === null) return;
    event.preventDefault();
    onChoose(tabs[to][0]);
    const button = row.current?.children[to];
    if (button instanceof HTMLElement) button.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} ref=${row} onKeyDown=${pressed}>
    ${tabs.map(
      ([key, words]) => html`<button
        key=${key}
        type="button"
        role="tab"
        data-tab=${key}
        aria-selected=${String(key === chosen)}
        aria-controls=${`tab-${key}`}
        tabindex=${key === chosen ? '0' : '-1'}
        onClick=${() => onChoose(key)}
      >
        ${words}
      </button>`,
    )}
  </div>`;
}

/**
 * A list of things one of which is shown beside it: arrows move and choose, as in a mail program.
 * @param {{ items: { key: string, view: any, data?: Record<string, string> }[], chosen: string | null,
 *   onChoose: (key: string) => void, label: string, empty?: string }} props
 */
export function ChoiceList({ items, chosen, onChoose, label, empty = '' }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (!(event.target instanceof HTMLElement) || !list.current) return;
    const buttons = Array.from(list.current.querySelectorAll('button'));
    const to = stepTo(event.key, buttons.indexOf(/** @type {any} */ (event.target)), buttons.length);
    if (to === null) return;
    event.preventDefault();
    buttons[to].focus();
    buttons[to].scrollIntoView({ block: 'nearest' });
    onChoose(items[to].key);
  };
  const reachable = items.some((item) => item.key === chosen) ? chosen : items.length ? items[0].key : null;
  return html`<ul class="choice-list" aria-label=${label} ref=${list} onKeyDown=${pressed}>
    ${items.map(
      ({ key, view, data = {} }) => html`<li key=${key}>
        <button
          type="button"
          data-key=${key}
          ...${data}
          aria-current=${key === chosen ? 'true' : null}
          tabindex=${key === reachable ? '0' : '-1'}
          onClick=${() => onChoose(key)}
        >
          ${view}
        </button>
      </li>`,
    )}
    ${items.length === 0 && empty && html`<li class="empty">${empty}</li>`}
  </ul>`;
}

/**
 * Filters as chips, one of which is pressed.
 * @param {{ pairs: [string, any][], chosen: string, onChoose: (key: string) => void, label: string, part?: string }} props
 */
export function Chips({ pairs, chosen, onChoose, label, part = '' }) {
  return html`<div class="chips" role="group" aria-label=${label} data-part=${part || null}>
    ${pairs.map(
      ([
        key,
        words,
      ]) => html`<button key=${key} type="button" class="chip" data-chip=${key} aria-pressed=${String(key === chosen)} onClick=${() => onChoose(key)}>
        ${words}
      </button>`,
    )}
  </div>`;
}
