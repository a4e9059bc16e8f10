// @ts-check
// A drawing of img/icons.svg; it says nothing to a screen reader, the text beside it does.

import { html } from '../shared/ui.js';

const ICONS = new URL('../../img/icons.svg', import.meta.url).pathname;

/** @param {{ name: string }} props */
export function Icon({ name }) {
  return html`<svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24">
    <use href=${`${ICONS}#${name}`} />
  </svg>`;
}
