// @ts-check
// What one may do with a task: the buttons that `allowed_actions` permits, and the small forms behind them.

import { toast } from '../parts/toasts.js';
import { newId } from '../shared/ids.js';
import { word } from '../shared/language.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';
import { HandleForm, ReasonForm } from './act_forms.js';
import { post } from './acting.js';
import { Marked } from './marked.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Case} Case */

const ORDER = ['accept', 'handle', 'en_route', 'arrive', 'decline', 'return'];
/** @type {Record<string, string>} */
const LOOKS = { accept: 'primary', handle: 'primary', decline: 'quiet', return: 'quiet' };
const WITH_FORM = ['handle', 'decline', 'return'];

/** @param {App} app @param {Case} incident @param {string} action */
function isDone(app, incident, action) {
  const own = incident.dispatches.filter((d) => app.actor.units.includes(d.unit.id));
  if (action === 'en_route') return own.some((d) => d.en_route_at || d.arrived_at);
  return action === 'arrive' && own.some((d) => d.arrived_at);
}

/** @param {App} app @param {Case} incident */
function offered(app, incident) {
  const may = (/** @type {string} */ a) => incident.allowed_actions.includes(a) && !isDone(app, incident, a);
  // Before accepting, 不接 says all that 退单 would.
  return ORDER.filter((a) => may(a) && !(a === 'return' && may('decline')));
}

/** The buttons of a task and the place where their forms open; an open form stays whatever becomes of the case.
 * @param {{ app: App, incident: Case }} props */
export function TaskActs({ app, incident }) {
  const [open, setOpen] = useState('');
  const [busy, setBusy] = useState('');
  // A move keeps its id while it is tried again, so that it is done once.
  const moves = useRef(/** @type {Record<string, string>} */ ({}));
  useEffect(() => (open ? app.cases.hold(incident) : undefined), [open, incident.id]);
  /** @param {string} action */
  const once = async (action) => {
    setBusy(action);
    moves.current[action] = moves.current[action] || newId();
    const sent = { action, moveId: moves.current[action], fields: {}, version: incident.version };
    const { trouble } = await post(app, incident, sent);
    if (trouble) toast(trouble, 'danger');
    setBusy('');
  };
  /** @param {string} action */
  const start = (action) => (WITH_FORM.includes(action) ? setOpen(action) : once(action));
  const close = () => setOpen('');
  return html`<div class="acts">
    <div class="row act-row">
      ${offered(app, incident).map(
        (
          action,
        ) => html`<button type="button" key=${action} class=${LOOKS[action] || ''} data-action=${action} disabled=${busy !== ''} onClick=${() => start(action)}>
          ${LOOKS[action] === 'primary' ? html`<${Marked} icon="check" words=${word('action', action)} />` : html`<span>${word('action', action)}</span>`}
        </button>`,
      )}
    </div>
    <div class="act-place">
      ${open === 'handle' && html`<${HandleForm} app=${app} incident=${incident} onClose=${close} />`}
      ${(open === 'decline' || open === 'return') && html`<${ReasonForm} key=${open} app=${app} incident=${incident} action=${open} onClose=${close} />`}
    </div>
  </div>`;
}
