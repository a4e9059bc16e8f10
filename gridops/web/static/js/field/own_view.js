// Own reports in plain words: what waits on the phone first, then what the service has.

import { api } from '../shared/api.js';
import { both, fill, h, icon } from '../shared/dom.js';
import { clock, dispositionWord, entryWord, plainState } from '../shared/words.js';
import { CaseList, caseHead, emptyList, photoRow, placeLine } from './case_parts.js';

const STEPS = ['已收到', '已派人', '办好了', '已办结'];
const REASONED = { rejected: 'incident.rejected', suspended: 'incident.suspended' };

function steps(incident) {
  const reached = STEPS.indexOf(plainState(incident.state));
  if (reached < 0) return null;
  return h('ol', { class: 'steps', 'aria-label': `进度：${STEPS[reached]}` }, STEPS.map((words, n) => h('li', {
    class: [n <= reached ? 'reached' : null, n === reached ? 'now' : null], 'aria-current': n === reached ? 'step' : null,
  }, words)));
}

async function showReason(place, incident) {
  try {
    const { items } = await api.get(`/incidents/${incident.id}/timeline`);
    const said = items.filter((item) => item.action === REASONED[incident.state]).pop();
    fill(place, said && said.note ? `原因：${said.note}` : '没有写明原因，可向受理人员询问。');
  } catch (problem) {
    fill(place, '原因暂时读不到。');
    window.addEventListener('online', () => showReason(place, incident), { once: true });
  }
}

async function showHistory(place, incident) {
  fill(place, h('li', null, '正在读取…'));
  try {
    const { items } = await api.get(`/incidents/${incident.id}/timeline`);
    fill(place, items.map((item) => h('li', null,
      h('span', { class: 'number' }, clock(item.at)), h('strong', null, entryWord(item.action)),
      item.actor && item.actor.name ? h('span', null, item.actor.name) : null,
      item.note ? h('p', null, item.note) : null)));
  } catch (problem) {
    fill(place, h('li', null, problem.words || problem.message));
  }
}

function history(incident) {
  const list = h('ol', { class: 'history' });
  const node = h('details', { class: 'more' }, h('summary', null, '经过与详情'),
    incident.description ? h('p', { class: 'case-words' }, incident.description) : null,
    placeLine(incident), photoRow(incident), list);
  node.addEventListener('toggle', () => { if (node.open && !list.firstChild) showHistory(list, incident); });
  return node;
}

function ownCase(incident) {
  const reason = REASONED[incident.state] ? h('p', { class: 'notice', dataset: { reason: '' } }, '正在读取原因…') : null;
  if (reason) showReason(reason, incident);
  return h('li', { class: 'case', dataset: { incident: incident.id, state: incident.state } },
    caseHead(incident, h('span', { class: 'state', dataset: { state: incident.state } }, plainState(incident.state))),
    steps(incident), reason,
    incident.unit && incident.state !== 'closed' ? h('p', { class: 'case-sub' }, `办理：${incident.unit.name}`) : null,
    incident.disposition ? h('p', { class: 'case-sub' }, `结果：${dispositionWord(incident.disposition)}`) : null,
    history(incident));
}

function standing(record) {
  if (record.refusal) return `没有收下：${record.refusal.words}`;
  if (record.is_answered) return `已收到，还有 ${record.photos.length} 张照片在发送`;
  if (record.is_busy) return '正在发送…';
  return record.trouble ? `等待发送：${record.trouble}` : '等待发送';
}

function waiting(app, record) {
  const remove = () => {
    const words = record.is_answered ? '照片还没送到，确定不再发送？' : '这份上报还没送到，确定删除？';
    if (window.confirm(words)) app.outbox.remove(record.client_id);
  };
  const isOpenAgain = record.refusal && record.body && !record.is_answered;
  return h('li', { class: 'case waiting', dataset: { waiting: record.client_id } },
    h('div', { class: 'case-head' },
      h('div', null, h('h3', null, record.title || '照片'), h('p', { class: 'case-sub' }, `${clock(new Date(record.queued_at).toISOString())} 写好`)),
      h('span', { class: 'tag' }, record.refusal ? '未收下' : '本机')),
    h('p', { class: record.refusal ? 'problem' : 'case-sub', role: 'status' }, standing(record)),
    h('div', { class: 'row' },
      isOpenAgain ? h('button', { type: 'button', onclick: () => app.reopen(record) }, '改一改再发') : null,
      record.refusal || record.is_busy ? null : h('button', { type: 'button', onclick: () => app.outbox.flush() }, '现在发送'),
      h('button', { type: 'button', class: 'quiet', onclick: remove }, '删除')));
}

// The page "my reports".
export function ownView(app) {
  const queue = h('ul', { class: 'cases' });
  const list = h('ul', { class: 'cases', 'aria-label': '我的上报' });
  const empty = h('div');
  const shown = new CaseList(list, ownCase);
  const draw = () => {
    fill(queue, app.outbox.records.map((record) => waiting(app, record)));
    const own = app.cases.ownList();
    shown.draw(own, (c) => `${c.version}.${c.media.filter((m) => m.arrived).length}`);
    const isEmpty = !own.length && !app.outbox.records.length;
    fill(empty, isEmpty ? emptyList(app.cases, '还没有上报过。', '看到问题，按“上报”，拍照、定位、发送。') : null);
  };
  draw();
  app.onShown(draw);
  return h('div', { class: 'page' }, h('h1', null, icon('list'), h('span', null, both('我的上报', 'my reports'))), queue, list, empty);
}
