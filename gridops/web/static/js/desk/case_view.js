// A case as a desk reads it: facts, place, persons, photos, routing. What can be done with it stands elsewhere.

import { api } from '../shared/api.js';
import { h, icon } from '../shared/dom.js';
import { clock, dueText, dueWord, LEVELS, ORIGINS, stateWord, URGENCIES } from '../shared/words.js';
import { callLink, clockView, dispatchList, timelineView } from './case_history.js';
import { photoList } from './case_photos.js';
import { placeAdvice } from './place_advice.js';
import { BASES, CALL_BACKS, dispositionWord, FIX_SOURCES, GRID_METHODS, OWED } from './wording.js';

/** The case with its history and its clock, as one reader may know them. */
export async function readCase(id) {
  const [incident, timeline, reckoned] = await Promise.all([
    api.get(`/incidents/${id}`), api.get(`/incidents/${id}/timeline`), api.get(`/incidents/${id}/clock`),
  ]);
  return { incident, timeline: timeline.items, reckoned };
}

/** The coloured word of a state. */
export function statePill(incident) {
  return h('span', { class: 'state', 'data-state': incident.state }, stateWord(incident));
}

/** What a deadline means now, short. */
export function dueMark(incident) {
  const running = incident.due_at && (incident.due_state === 'normal' || incident.due_state === 'soon' || incident.due_state === 'overdue');
  const words = running ? dueText(incident.due_at).replace(/（.*/, '') : dueWord(incident);
  if (!incident.due_at) return null;
  return h('span', { class: 'due', 'data-due': incident.due_state }, words);
}

function section(title, ...children) {
  if (children.every((child) => !child)) return null;
  return h('section', { class: 'case-section' }, h('h3', null, title), ...children);
}

/** When it happened; a phone that lost its clock is told apart from what was seen. */
function occurred(incident) {
  const doubts = { ahead: '手机时钟不准：比上报还晚', long_ago: '手机时钟可能不准：比上报早一年以上' };
  const doubt = doubts[incident.occurred_at_doubt];
  return doubt ? `${clock(incident.occurred_at)}（${doubt}）` : clock(incident.occurred_at);
}

function facts(pairs) {
  const given = pairs.filter(([, value]) => value);
  if (given.length === 0) return null;
  return h('dl', { class: 'facts' }, given.map(([name, value]) => [h('dt', null, name), h('dd', null, value)]));
}

function headOf(incident) {
  return h('div', { class: 'case-head' },
    h('p', { class: 'line' }, statePill(incident), dueMark(incident),
      incident.urgency !== 'normal' ? h('span', { class: 'tag', 'data-urgency': incident.urgency }, URGENCIES[incident.urgency]) : null,
      incident.restricted ? h('span', { class: 'tag restricted' }, icon('shield'), '受限') : null),
    h('h2', null, incident.service_name, h('small', null, `　${incident.service_group}`)),
    h('p', { class: 'hint number' }, incident.case_number));
}

function said(incident) {
  if (incident.restricted && incident.description === null) {
    return h('p', { class: 'notice' }, '这是受限事件：只显示位置，内容和人员仅办理链条上的人员可见。');
  }
  return h('p', { class: 'description' }, incident.description || '（没有文字描述）');
}

function placeOf(incident, onPlace) {
  const chain = incident.areas.filter((a) => a.level !== 'district' && a.level !== 'grid').map((a) => a.name).join(' › ');
  const method = GRID_METHODS[incident.grid.method] || incident.grid.method;
  const share = incident.grid.method === 'probable' && incident.grid.probability ? `，可能性 ${Math.round(incident.grid.probability * 100)}%` : '';
  const others = incident.grid.candidates.length > 1 ? incident.grid.candidates.map((c) => `${c.name} ${Math.round(c.probability * 100)}%`).join('、') : '';
  const fix = [FIX_SOURCES[incident.location.source], incident.location.accuracy_m ? `误差约 ${Math.round(incident.location.accuracy_m)} 米` : null].filter(Boolean).join('，');
  return section('位置', facts([
    ['地址', incident.address], ['区域', chain], ['网格', incident.grid.name ? `${incident.grid.name}（${method}${share}）` : method],
    ['可能的网格', others], ['专属网格', incident.special_grid ? incident.special_grid.name : null],
    ['定位', `${incident.location.lon.toFixed(5)}, ${incident.location.lat.toFixed(5)}（CGCS2000，${fix}）`],
  ]), placeAdvice(incident), onPlace ? h('button', { class: 'quiet small', type: 'button', onclick: () => onPlace(incident.location) }, icon('pin'), '在地图上看') : null);
}

function personsOf(incident) {
  const behalf = incident.on_behalf_of;
  const numbers = incident.external_numbers.map((n) => n.number).join('、');
  return section('来源与人员', facts([
    ['来源', ORIGINS[incident.origin] || incident.origin], ['外部编号', numbers],
    ['上报人', h('span', { class: 'line' }, incident.reporter.name || '不公开', callLink(incident.reporter.phone, incident.reporter.name))],
    ['代谁登记', behalf ? [behalf.name, behalf.phone].filter(Boolean).join(' ') : null],
    ['发生时间', occurred(incident)], ['上报时间', clock(incident.reported_at)],
    ['处置层级', LEVELS[incident.level]], ['处置结果', dispositionWord(incident.disposition)],
  ]));
}

/** By what it was decided, for whoever has to explain it: a rule and its version, a precedent, a person. */
function ruleWords(rule) {
  const [code, version] = (rule || '').split('@');
  if (code.startsWith('precedent-')) return '先例（中心在两次退单后的裁定）';
  if (code === 'by-hand') return '受理派遣人员指定';
  if (code.startsWith('responsibility-')) return `履职清单 ${code.slice(15)}（已由区县收回）`;
  if (code === 'none') return '没有适用的规则';
  return rule ? `派遣规则 ${code} 第 ${version} 版` : null;
}

function powerWords({ power, basis }) {
  if (!power) return null;
  return `${power.basis_words || BASES[basis] || basis}，${power.item_name}（${power.reference}），以${power.in_name_of}名义`;
}

function routingOf(incident) {
  const { unit, routing } = incident;
  const proposed = routing && routing.unit;
  if (!routing && !unit) return null;
  const helping = ((routing && routing.helping) || []).map((one) => one.name).join('、');
  return section('处置力量',
    unit ? h('p', { class: 'line' }, h('strong', null, unit.name), callLink(unit.phone, unit.name)) : null,
    !unit && proposed ? h('p', null, '建议派给 ', h('strong', null, proposed.name)) : null,
    routing ? h('p', { class: 'hint', 'data-routing': routing.rule || '' }, `依据：${routing.reason}`) : null,
    routing ? facts([['按什么派', ruleWords(routing.rule)], ['权限依据', powerWords(routing)], ['配合力量', helping]]) : null);
}

/** What whoever sent the case still wants, or has had. */
function answerOf(incident) {
  const owed = (incident.owes || []).map((name) => OWED[name]).join('、');
  const called = incident.call_back ? `${CALL_BACKS[incident.call_back]}（${clock(incident.called_back_at)}）` : null;
  const answered = incident.answered_at ? clock(incident.answered_at) : null;
  if (!owed && !called && !answered) return null;
  return section('答复与回访', facts([['结案前还须', owed], ['已答复', answered], ['回访', called]]));
}

function moreFields(incident) {
  return section('附加信息', facts(Object.entries(incident.fields).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)])));
}

/** The whole case, top down. `companions`: {matters, units}, Maps by code and id; `onPlace(location)` shows it. */
export function caseView({ incident, timeline, reckoned }, { companions, onPlace }) {
  const known = { ...companions, family: incident.label_family };
  return [
    headOf(incident), said(incident), photoList(incident), placeOf(incident, onPlace), personsOf(incident), moreFields(incident),
    routingOf(incident), answerOf(incident), section('时限', clockView(incident, reckoned)),
    section('派遣', dispatchList(incident.dispatches)), section('经过', timelineView(timeline, known)),
  ];
}
