// @ts-check
// A choice of one of a few, as buttons side by side.

import { html } from '../shared/ui.js';

/** @param {{ name: string, pairs: [string, string][], chosen: string, label: string, isInline?: boolean, onChoose: (value: string) => void }} props */
export function Segments({ name, pairs, chosen, label, isInline = false, onChoose }) {
  return html`<div class=${isInline ? 'segments inline' : 'segments'} data-switch=${name} role="group" aria-label=${label}>
    ${pairs.map(
      ([
        value,
        words,
      ]) => html`<button key=${value} type="button" data-value=${value} aria-pressed=${String(value === chosen)}
        onClick=${() => onChoose(value)}>${words}</button>`,
    )}
  </div>`;
}
