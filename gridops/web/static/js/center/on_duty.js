// @ts-check
// Who is on duty now, by name in the page's head, with the telephones behind a click. Asked anew every few minutes.

import { openDialog } from '../parts/dialog.js';
import { Panel } from '../parts/register.js';
import { Asked, useAsked } from '../parts/states.js';
import { Facts } from '../parts/table.js';
import { api } from '../shared/api.js';
import { aside, listed, t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html, useEffect } from '../shared/ui.js';

const ASKED_EVERY_MS = 300000;

/** @param {{ name: string, phone: string } | null} one */
function person(one) {
  return one && html`<span class="stored">${one.name}</span> <a href=${`tel:${one.phone}`}>${one.phone}</a>`;
}

/** @param {{ found: any }} props */
function Shifts({ found }) {
  return html`${found.items.map(
    (
      /** @type {any} */ shift,
    ) => html`<${Panel} title=${html`<span class="stored">${shift.area.name}</span>`} note=${word('shift', shift.shift)} part="shift">
      <${Facts} pairs=${[
        [t('带班领导'), person(shift.leader)],
        [t('值班员'), person(shift.officer)],
        [t('司机'), person(shift.driver)],
        [t('值到'), clock(shift.until_at)],
      ]} />
    </${Panel}>`,
  )}
  ${found.missing.length > 0 && html`<p class="notice">${t('现在没有排值班：{areas}', { areas: listed(found.missing.map((/** @type {any} */ one) => one.name)) })}</p>`}`;
}

/** The button in the head: the officer on now of the smallest area, or that there is none. */
export function OnDuty() {
  const asked = useAsked(() => api.get('/rosters/now'), []);
  useEffect(() => {
    const timer = window.setInterval(asked.renew, ASKED_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [asked.renew]);
  const open = () => {
    asked.renew();
    openDialog({
      title: t('现在谁值班'),
      name: 'on-duty',
      view: () => html`<${Now} />`,
    });
  };
  const first = asked.value?.items[0];
  return html`<button type="button" class="on-dark" data-action="on-duty" onClick=${open}>${t('值班#duty')}${first ? html`<span class="stored">${aside(first.officer.name)}</span>` : ''}</button>`;
}

function Now() {
  const asked = useAsked(() => api.get('/rosters/now'), []);
  return html`<${Asked} asked=${asked}>${(/** @type {any} */ found) => html`<${Shifts} found=${found} />`}</${Asked}>`;
}
