// @ts-check
// How far something has come: a bar with its words; without a share it only says that it goes on.

import { html } from '../shared/ui.js';

/** @param {{ words: string, share?: number | null }} props share: 0 to 1 */
export function Progress({ words, share = null }) {
  return html`<p class="progress" role="status">
    <span>${words}</span>
    <progress max="1" value=${share === null ? null : String(share)} aria-label=${words}></progress>
  </p>`;
}
