// @ts-check
// Tasks for me: where, what, until when, whom to ring, and what may be done.

import { labelled, t, word } from '../shared/language.js';
import { stateOf } from '../shared/states.js';
import { clock, dueText } from '../shared/times.js';
import { html } from '../shared/ui.js';
import { CallButton, CallFirst } from './calls.js';
import { CaseHead, EmptyList, Heading, PhotoRow, PlaceLine } from './case_parts.js';
import { Marked } from './marked.js';
import { TaskActs } from './task_acts.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Case} Case */

/** @param {{ app: App, incident: Case }} props */
function Progress({ app, incident }) {
  const own = incident.dispatches.find((d) => app.actor.units.includes(d.unit.id) && d.finished_at === null);
  if (!own) return null;
  /** @type {[string, string | null][]} */
  const said = [
    [t('派单'), own.made_at],
    [t('接单'), own.accepted_at],
    [t('出发'), own.en_route_at],
    [t('到场'), own.arrived_at],
  ];
  const words = said.filter((one) => one[1]).map(([what, at]) => `${what} ${clock(at)}`);
  return html`<p class="case-sub">${words.join(' · ')}</p>`;
}

/** @param {{ app: App, incident: Case }} props */
function Calls({ app, incident }) {
  const { reporter, unit } = /** @type {any} */ (incident);
  const isOther = unit?.phone && !app.actor.units.includes(unit.id);
  if (!reporter?.phone && !isOther) return null;
  return html`<div class="calls">
    ${reporter?.phone && html`<${CallButton} label=${labelled('', t('上报人 {name}', { name: reporter.name }))} number=${reporter.phone} />`}
    ${isOther && html`<${CallButton} label=${unit.name} number=${unit.phone} />`}
  </div>`;
}

/** @param {{ app: App, incident: Case, isGone: boolean }} props */
function Task({ app, incident, isGone }) {
  return html`<li class="case task" data-incident=${incident.id} data-state=${incident.state}>
    <${CallFirst} matter=${app.catalogue.find(incident.service_code)} />
    <${CaseHead} incident=${incident}>
      <span class="state" data-state=${incident.state}>${incident.state === 'dispatched' ? t('待接单') : stateOf(incident)}</span>
    </${CaseHead}>
    ${isGone && html`<p class="notice" role="alert">${t('这一单已不在您的任务里。没发出的内容还在下面，可以抄走或取消。')}</p>`}
    <p class="case-due due" data-due=${incident.due_state}>
      <${Marked} icon="clock" words=${`${word('due', incident.due_state)} · ${dueText(incident.due_at)}`} />
    </p>
    <${PlaceLine} incident=${incident} />
    ${incident.description && html`<p class="case-words">${incident.description}</p>`}
    <${PhotoRow} incident=${incident} />
    <${Calls} app=${app} incident=${incident} />
    <${Progress} app=${app} incident=${incident} />
    <${TaskActs} app=${app} incident=${incident} />
  </li>`;
}

/** The page "my tasks". A task that is taken away while something is typed for it stays until that is let go.
 * @param {{ app: App }} props */
export function TaskView({ app }) {
  const gone = app.cases.heldList();
  // One list: a task that is taken away keeps its place in the page, and with it what was typed.
  const shown = app.cases.taskList().concat(gone);
  return html`<div class="page">
    <${Heading} icon="task" words=${t('我的任务')} />
    <ul class="cases" aria-label=${t('我的任务')}>
      ${shown.map((one) => html`<${Task} key=${one.id} app=${app} incident=${one} isGone=${gone.includes(one)} />`)}
    </ul>
    ${
      shown.length === 0 &&
      html`<${EmptyList} cases=${app.cases} words=${t('现在没有要办的任务。')} more=${t('派来的任务会自动出现在这里。')} />`
    }
  </div>`;
}
