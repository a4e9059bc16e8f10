// @ts-check
// Who may do what here on that day: a question about a place, a matter and a date, answered by act. Writes nothing.

import { datesOf, dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, FieldGroup, Form } from '../../parts/forms.js';
import { MatterPicker } from '../../parts/pickers.js';
import { api, query } from '../../shared/api.js';
import { aside, listed, t, wordPairs } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import { basisWords } from './words.js';

/** @param {{ found: Wire['HoldersOut'] }} props */
function Answer({ found }) {
  /** @param {Wire['HolderOut']} one */
  const says = (one) =>
    listed([
      one.name,
      basisWords(one.basis, one.basis_words),
      one.reference,
      t('以{name}名义', { name: one.in_name_of }),
      datesOf(one),
    ]);
  /** @param {string} act */
  const holders = (act) => found.items.filter((one) => one.act === act);
  return html`<div class="answer">
    <p>${listed([found.on, found.area_name, found.service_name])}</p>
    <ul class="holders">
      ${wordPairs('power_act').map(
        ([act, words]) => html`<li data-act=${act}>
          <strong>${words}</strong>
          ${
            holders(act).length
              ? html`<ul>${holders(act).map((one) => html`<li>${listed(one.units) || one.name}<small>${aside(says(one))}</small></li>`)}</ul>`
              : html`<p class="hint">${t('无人可以')}</p>`
          }
        </li>`,
      )}
    </ul>
  </div>`;
}

/** @param {{ known: any, names: any, row: any }} props */
function Question({ known, names, row }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  /** @param {any} form */
  const ask = async ({ area, asked_code: code, on }) => {
    setFound(null);
    setFound(await api.get(`/powers${query({ area: area.value, service_code: code.value, on: on.value })}`));
  };
  return html`<${Form} isQuestion=${true} submit=${t('查看')} onSend=${ask}>
      <div class="three">
        <${Field} label=${t('镇街')}><${Choice} name="area" pairs=${[...names.townships]} value=${row?.area_code || undefined} /></${Field}>
        <${FieldGroup} label=${t('事项')}>
          <${MatterPicker} name="asked_code" matters=${known.matters} value=${row?.service_code} required=${true} label=${t('事项')} />
        </${FieldGroup}>
        <${Field} label=${t('日期')}><input type="date" name="on" required defaultValue=${dayFrom()} /></${Field}>
      </div>
    </${Form}>
    <div aria-live="polite">${found && html`<${Answer} found=${found} />`}</div>`;
}

/** The window that asks.
 * @param {{ found: any, names: any, row?: any }} options */
export function openHolders({ found, names, row = null }) {
  openDialog({
    title: t('谁可以在这里、当日做什么'),
    wide: true,
    name: 'holders',
    view: () => html`<${Question} known=${found} names=${names} row=${row} />`,
  });
}
