// @ts-check
// Whom to ring: name and number shown to who says why; every look is written down, and told beside it.

import { openDialog } from '../parts/dialog.js';
import { Choice, Field, Form } from '../parts/forms.js';
import { Asked, useAsked } from '../parts/states.js';
import { Facts } from '../parts/table.js';
import { api } from '../shared/api.js';
import { aside, t, word, wordPairs } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html, useState } from '../shared/ui.js';
import { CallLink } from './case_marks.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {Wire['RevealedOut']} Revealed */

/** @param {{ shown: Revealed }} props */
function Persons({ shown }) {
  return html`<div data-part="persons">
    <${Facts} pairs=${shown.persons.map((one) => [
      one.role === 'caller' ? t('反映人') : t('上报人#case'),
      html`<span class="line"><span class="stored">${one.name || t('（未留姓名）')}</span><${CallLink} phone=${one.phone} name=${one.name} /></span>`,
    ])} />
  </div>`;
}

/** @param {{ incident: Incident, renewed: number }} props */
function Looks({ incident, renewed }) {
  const asked = useAsked(() => api.get(`/incidents/${incident.id}/reveals`), [incident.id, renewed]);
  return html`<h3>${t('谁看过')}</h3>
    <${Asked} asked=${asked}>${(/** @type {Wire['RevealsOut']} */ found) =>
      found.items.length === 0
        ? html`<p class="hint">${t('还没有人看过')}</p>`
        : html`<ul class="plain-list" data-part="looks">${found.items.map(
            (one) =>
              html`<li key=${one.id}><span class="stored">${one.actor.name || ''}</span> · ${word('purpose', one.purpose)} · ${clock(one.at)}${one.note && html`<span class="stored">${aside(one.note)}</span>`}</li>`,
          )}</ul>`}</${Asked}>`;
}

/** @param {{ incident: Incident }} props */
function Window({ incident }) {
  const [shown, show] = useState(/** @type {Revealed | null} */ (null));
  /** @param {any} elements */
  const ask = async (elements) => {
    const note = elements.note.value.trim();
    const body = { purpose: elements.purpose.value, ...(note ? { note } : {}) };
    show(await api.post(`/incidents/${incident.id}/reveals`, body));
  };
  return html`<p class="hint">${t('姓名和电话只为办理本事件使用；谁在何时为何查看都会记录。')}</p>
    <${Form} name="reveal" submit=${t('显示')} isQuestion=${true} onSend=${ask}>
      <${Field} label=${t('用途')}><${Choice} name="purpose" pairs=${wordPairs('purpose')} open=${true} /></${Field}>
      <${Field} label=${t('说明（可不填）')}><input name="note" maxlength="200" autocomplete="off" /></${Field}>
    </${Form}>
    ${shown && html`<${Persons} shown=${shown} />`}
    <${Looks} incident=${incident} renewed=${shown ? 1 : 0} />`;
}

/** @param {{ incident: Incident }} props */
export function RevealButton({ incident }) {
  const open = () =>
    openDialog({
      title: t('查看姓名和电话'),
      name: 'reveal',
      view: () => html`<${Window} incident=${incident} />`,
    });
  return html`<button type="button" class="quiet small" data-action="reveal" onClick=${open}>${t('查看姓名和电话')}</button>`;
}
