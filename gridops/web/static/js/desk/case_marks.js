// @ts-check
// Small marks of a case that lists and the card share: state, deadline, urgency, the link that rings a number.

import { Icon } from '../parts/icon.js';
import { t, word } from '../shared/language.js';
import { stateOf } from '../shared/states.js';
import { dueText } from '../shared/times.js';
import { html } from '../shared/ui.js';

const RUNNING = ['normal', 'soon', 'overdue'];

/** The coloured word of a state.
 * @param {{ incident: { state: string, label_family: string } }} props */
export function StatePill({ incident }) {
  return html`<span class="state" data-state=${incident.state}>${stateOf(incident)}</span>`;
}

/** What a deadline means now, short; nothing where there is none.
 * @param {{ incident: { due_at: string | null, due_state: string } }} props */
export function DueMark({ incident }) {
  if (!incident.due_at) return null;
  const isRunning = RUNNING.includes(incident.due_state);
  const words = isRunning ? dueText(incident.due_at, { isShort: true }) : word('due', incident.due_state);
  return html`<span class="due" data-due=${incident.due_state}>${words}</span>`;
}

/** Told only where it is more than usual.
 * @param {{ urgency: string }} props */
export function UrgencyTag({ urgency }) {
  if (urgency === 'normal') return null;
  return html`<span class="tag" data-urgency=${urgency}>${word('urgency', urgency)}</span>`;
}

/** A link that rings a number.
 * @param {{ phone: string | null | undefined, name?: string | null }} props */
export function CallLink({ phone, name = '' }) {
  if (!phone) return null;
  return html`<a class="call" href=${`tel:${phone}`} aria-label=${t('拨打 {name} {phone}', { name, phone })}>
    <${Icon} name="phone" /><span>${phone}</span>
  </a>`;
}

/** The last digits of a case's number, as people say them.
 * @param {string} number */
export function shortNumber(number) {
  return number.slice(-9);
}
