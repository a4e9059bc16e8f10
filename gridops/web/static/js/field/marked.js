// @ts-check
// A drawing and its words, as buttons and headings carry them.

import { Icon } from '../parts/icon.js';
import { html } from '../shared/ui.js';

/** @param {{ icon: string, words: any }} props */
export function Marked({ icon, words }) {
  return html`<${Icon} name=${icon} /><span>${words}</span>`;
}
