// @ts-check
// By which boundaries cases are counted: those on the map, or those that held when each was reported.

import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** Two radio buttons.
 * @param {{ value: 'rebased' | 'recorded', onChange: (value: string) => void }} props */
export function Basis({ value, onChange }) {
  const choices = [
    ['rebased', t('按图上的区划'), t('每件归到它现在所在的村、网格')],
    ['recorded', t('按上报时的区划'), t('每件留在当时登记的村、网格')],
  ];
  return html`<fieldset class="basis">
    <legend class="visually-hidden">${t('统计口径')}</legend>
    ${choices.map(
      ([name, words, more]) => html`<label key=${name} class="tick">
        <input type="radio" name="basis" value=${name} checked=${name === value} onChange=${() => onChange(name)} />
        <span>${words}<small>${more}</small></span>
      </label>`,
    )}
  </fieldset>`;
}
