// @ts-check
// For which unit a desk records, to whom of it it spoke and when: asked where nobody signs in for the unit.

import { localNow, withZone } from '../parts/dates.js';
import { Choice, Field } from '../parts/forms.js';
import { aside, t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {Wire['DispatchOut']} Dispatch */

const RUNNING = ['dispatched', 'accepted', 'en_route', 'on_scene'];
const BEFORE_ANSWER = ['accept', 'decline'];

/** The dispatches that still run.
 * @param {Incident} incident */
export function runningOf(incident) {
  return incident.dispatches.filter((row) => row.kind === 'handle' && RUNNING.includes(row.status));
}

/** Those of which the action can be said: accepted for any unit, all else only for one without accounts.
 * @param {Incident} incident @param {string} action */
function openTo(incident, action) {
  return runningOf(incident).filter(
    (row) =>
      (action === 'accept' || row.has_accounts === false) &&
      (!BEFORE_ANSWER.includes(action) || row.status === 'dispatched'),
  );
}

/** @param {Dispatch[]} rows @param {boolean} isOwn @returns {[string, string][]} */
function choices(rows, isOwn) {
  /** @type {[string, string][]} */
  const own = isOwn ? [['', t('本力量自己办理')]] : [];
  return [
    ...own,
    ...rows.map(
      (row) =>
        /** @type {[string, string]} */ ([
          row.id,
          `${row.unit.name || ''}${aside(row.has_accounts === false && t('无账号，代为记录'))}`,
        ]),
    ),
  ];
}

/**
 * The fields; nothing where there is nobody to record for.
 * @param {{ incident: Incident, action: string, units: string[] }} props `units` are the reader's own.
 */
export function ProxyFields({ incident, action, units }) {
  const rows = openTo(incident, action);
  const isOwn = runningOf(incident).some((row) => units.includes(row.unit.id));
  const pairs = choices(rows, isOwn);
  const [chosen, choose] = useState(pairs.length ? pairs[0][0] : '');
  if (rows.length === 0) return null;
  const isTold = rows.some((row) => row.id === chosen && row.has_accounts === false);
  return html`<fieldset class="form-field" data-part="proxy">
    <legend class="form-label">${t('代处置单位记录')}</legend>
    ${
      pairs.length > 1
        ? html`<${Field} label=${t('代哪个力量')}><${Choice} name="proxy_dispatch" pairs=${pairs} value=${chosen} onChange=${choose} /></${Field}>`
        : html`<input type="hidden" name="proxy_dispatch" value=${chosen} /><p class="line stored">${pairs[0][1]}</p>`
    }
    ${
      isTold &&
      html`<div class="pair">
          <${Field} label=${t('与谁联系')}><input name="spoke_to" required maxlength="200" autocomplete="off" placeholder=${t('如：值班班长，电话')} /></${Field}>
          <${Field} label=${t('何时告知')}><input name="spoke_at" type="datetime-local" defaultValue=${localNow()} /></${Field}>
        </div>
        <small class="hint">${t('会注明代办。代为记录处置的人不能再核查、结案。')}</small>`
    }
  </fieldset>`;
}

/** The body of an act, with what these fields said put where the service reads it.
 * @param {Record<string, string>} said @param {Incident} incident @returns {Record<string, any>} */
export function withProxy(said, incident) {
  const { proxy_dispatch: id, spoke_to: spokeTo, spoke_at: at, document_number: number, ...rest } = said;
  const row = incident.dispatches.find((one) => one.id === id);
  if (!row) return rest;
  if (row.has_accounts !== false) return { ...rest, dispatch_id: id };
  const proxy = { unit_id: row.unit.id, spoke_to: spokeTo, at: withZone(at || '') || undefined };
  return { ...rest, by_proxy: number ? { ...proxy, document_number: number } : proxy };
}
