// How a case came to where it is: deadline with its steps, dispatches, timeline. Nodes only; nothing is asked here.

import { h, icon } from '../shared/dom.js';
import { clock, dueText } from '../shared/words.js';
import { actionDetail, actionWord, STATUS_WORDS } from './wording.js';

const DISPATCH_KINDS = { handle: '处置', check: '核实', verify: '核查' };

/** A link that rings a number. */
export function callLink(phone, name) {
  if (!phone) return null;
  return h('a', { class: 'call', href: `tel:${phone}`, 'aria-label': `拨打 ${name || ''} ${phone}` }, icon('phone'), h('span', null, phone));
}

function standardWords({ standard, area_class: areaClass }) {
  const met = standard.filing_condition ? `，立案条件：${standard.filing_condition}` : '';
  return `按标准第 ${standard.version} 版${met}${areaClass ? `；地点属「${areaClass}」类区域` : ''}`;
}

/** The deadline, and on opening the steps that led to it. */
export function clockView(incident, reckoned) {
  if (!incident.due_at) {
    return h('p', { class: 'hint' }, incident.state === 'reported' ? '受理后开始计时' : '没有时限');
  }
  const done = incident.due_state === 'done';
  const ended = incident.handled_at || incident.closed_at;
  const words = done && ended ? `计时已结束，${ended <= incident.due_at ? '按期' : '超期'}完成（应在 ${clock(incident.due_at)} 前）` : dueText(incident.due_at);
  const steps = reckoned ? reckoned.steps : [];
  return h('div', null,
    h('p', null, h('span', { class: 'due', 'data-due': incident.due_state }, words), reckoned ? h('small', null, `　时限 ${reckoned.limit}`) : null),
    incident.external_due_at ? h('p', null, `外部期限：${clock(incident.external_due_at)} 前`) : null,
    reckoned && reckoned.standard ? h('p', { class: 'hint' }, standardWords(reckoned)) : null,
    steps.length ? h('details', null, h('summary', null, `时限怎么算出来的（${steps.length} 段）`),
      h('ol', { class: 'steps' }, steps.map((s) => h('li', null, `${clock(s.start)} — ${clock(s.end)}`, h('small', null, s.text))))) : null);
}

function dispatchLine(dispatch) {
  const times = [['派出', dispatch.made_at], ['接单', dispatch.accepted_at], ['出发', dispatch.en_route_at],
    ['到场', dispatch.arrived_at], ['结束', dispatch.finished_at]].filter(([, at]) => at);
  return h('li', { 'data-dispatch': dispatch.id },
    h('div', { class: 'line' }, h('strong', null, dispatch.unit.name),
      h('span', { class: 'tag', 'data-status': dispatch.status }, STATUS_WORDS[dispatch.status] || dispatch.status),
      callLink(dispatch.unit.phone, dispatch.unit.name)),
    h('small', null, [DISPATCH_KINDS[dispatch.kind], dispatch.assignee ? `经办 ${dispatch.assignee.name}` : null,
      ...times.map(([word, at]) => `${word} ${clock(at)}`)].filter(Boolean).join(' · ')));
}

/** Who was sent, newest first. */
export function dispatchList(dispatches) {
  if (dispatches.length === 0) return h('p', { class: 'hint' }, '还没有派遣');
  const newest = [...dispatches].sort((a, b) => b.made_at.localeCompare(a.made_at));
  return h('ul', { class: 'dispatches' }, newest.map(dispatchLine));
}

function timelineLine(entry, companions) {
  const detail = actionDetail(entry, companions);
  return h('li', { 'data-entry': entry.action },
    h('time', { datetime: entry.at }, clock(entry.at)),
    h('div', null, h('strong', null, actionWord(entry.action)), entry.actor ? h('span', null, ` ${entry.actor.name || ''}`) : h('span', null, ' 系统'),
      detail ? h('p', { class: 'hint' }, detail) : null, entry.note ? h('p', { class: 'note' }, entry.note) : null));
}

/** Every act on the case, newest first. `companions`: {matters, units} by id, and the case's label family. */
export function timelineView(items, companions) {
  if (items.length === 0) return h('p', { class: 'hint' }, '还没有记录');
  return h('ol', { class: 'timeline' }, [...items].reverse().map((entry) => timelineLine(entry, companions)));
}
