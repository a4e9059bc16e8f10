// Tasks for me: where, what, until when, whom to ring, and what may be done.

import { both, fill, h, icon } from '../shared/dom.js';
import { clock, dueText, dueWord, stateWord } from '../shared/words.js';
import { callButton, callFirst } from './calls.js';
import { CaseList, caseHead, emptyList, photoRow, placeLine } from './case_parts.js';
import { taskActs } from './task_acts.js';

function due(incident) {
  return h('p', { class: 'case-due due', dataset: { due: incident.due_state } }, icon('clock'),
    h('span', null, `${dueWord(incident)} · ${dueText(incident.due_at)}`));
}

function progress(app, incident) {
  const own = incident.dispatches.find((d) => app.actor.units.includes(d.unit.id) && d.finished_at === null);
  if (!own) return null;
  const said = [['派单', own.made_at], ['接单', own.accepted_at], ['出发', own.en_route_at], ['到场', own.arrived_at]];
  return h('p', { class: 'case-sub' }, said.filter((one) => one[1]).map((one) => `${one[0]} ${clock(one[1])}`).join(' · '));
}

function calls(app, incident) {
  const { reporter, unit } = incident;
  const found = [];
  if (reporter && reporter.phone) found.push(callButton(`上报人 ${reporter.name || ''}`, reporter.phone));
  if (unit && unit.phone && !app.actor.units.includes(unit.id)) found.push(callButton(unit.name, unit.phone));
  return found.length ? h('div', { class: 'calls' }, found) : null;
}

function task(app, incident) {
  return h('li', { class: 'case task', dataset: { incident: incident.id, state: incident.state } },
    callFirst(app.catalogue.find(incident.service_code)),
    caseHead(incident, h('span', { class: 'state', dataset: { state: incident.state } },
      incident.state === 'dispatched' ? '待接单' : stateWord(incident))),
    due(incident),
    placeLine(incident),
    incident.description ? h('p', { class: 'case-words' }, incident.description) : null,
    photoRow(incident), calls(app, incident), progress(app, incident), taskActs(app, incident));
}

// The page "my tasks".
export function taskView(app) {
  const list = h('ul', { class: 'cases', 'aria-label': '我的任务' });
  const empty = h('div');
  const shown = new CaseList(list, (incident) => task(app, incident));
  const draw = () => {
    const tasks = app.cases.taskList();
    shown.draw(tasks, (c) => `${c.version}.${c.media.filter((m) => m.arrived).length}`);
    fill(empty, tasks.length ? null : emptyList(app.cases, '现在没有要办的任务。', '派来的任务会自动出现在这里。'));
  };
  draw();
  app.onShown(draw);
  return h('div', { class: 'page' }, h('h1', null, icon('task'), h('span', null, both('我的任务', 'my tasks'))), list, empty);
}
