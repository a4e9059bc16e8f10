// What became of a report that was just sent: waiting, received with its number and grid, or refused.

import { fill, h, icon } from '../shared/dom.js';
import { plainState } from '../shared/words.js';
import { shortGrid } from './place_field.js';

function gridWords(actor, incident) {
  const { grid } = incident;
  if (!grid.code) return ['网格', '没有落在任何网格内，由中心核对位置'];
  const areas = actor.areas || [];
  const isMine = areas.some((code) => grid.code.startsWith(code));
  const name = shortGrid(grid.name);
  if (isMine || !actor.roles.includes('grid_worker')) return ['网格', name];
  const thanks = incident.state === 'closed' ? `谢谢！这里属于 ${name}，已记在那里。`
    : `谢谢！这是 ${name} 的事，已转给那里，不用您再管。`;
  return ['不在我的网格', thanks];
}

function line(words, value) {
  return h('div', { class: 'fact' }, h('dt', null, words), h('dd', null, value));
}

function received(app, incident, record) {
  const [words, value] = gridWords(app.actor, incident);
  const left = record ? record.photos.length : 0;
  return [
    h('div', { class: 'sent-mark ok' }, icon('check')),
    h('h1', null, incident.state === 'closed' ? '已收到，已办结' : plainState(incident.state)),
    h('dl', { class: 'facts' },
      line('事项', incident.service_name),
      line('编号', h('span', { class: 'number', dataset: { caseNumber: incident.case_number } }, incident.case_number)),
      line(words, value),
      incident.unit ? line('已派给', incident.unit.name) : null,
      incident.media.length ? line('照片', left ? `还有 ${left} 张正在发送，请不要关闭网络` : '已全部送达') : null),
  ];
}

function waiting(record) {
  return [
    h('div', { class: 'sent-mark busy' }, icon('clock')),
    h('h1', null, record.is_busy ? '正在发送…' : '已存在本机，等网络恢复'),
    h('p', null, record.trouble ? `${record.trouble}。会自动再发，不会重复。` : '请稍候，会自动重试，不会重复。'),
  ];
}

function refused(app, record) {
  const again = () => app.reopen(record);
  return [
    h('div', { class: 'sent-mark bad' }, icon('warn')),
    h('h1', null, '没有收下'),
    h('p', { class: 'problem', role: 'alert' }, record.refusal.words),
    h('button', { type: 'button', class: 'primary wide', dataset: { action: 'reopen' }, onclick: again }, '改一改再发'),
  ];
}

function standing(app, clientId) {
  const record = app.outbox.find(clientId);
  const incident = app.outbox.answers.get(clientId) || app.cases.find(clientId);
  if (incident) return received(app, incident, record);
  if (record && record.refusal) return refused(app, record);
  if (record) return waiting(record);
  return [h('p', { class: 'empty' }, '这份上报已发出，请到“我的上报”里看。')];
}

// The page after sending; it follows the outbox.
export function sentView(app, clientId) {
  const body = h('div', { class: 'sent-body', role: 'status', 'aria-live': 'polite' });
  const draw = () => fill(body, standing(app, clientId));
  draw();
  app.onShown(draw);
  return h('div', { class: 'sent', dataset: { sent: clientId } }, body,
    h('div', { class: 'stack' },
      h('button', { type: 'button', class: 'wide', onclick: () => app.go('#/new') }, icon('plus'), h('span', null, '再报一件')),
      h('button', { type: 'button', class: 'wide', onclick: () => app.go('#/mine') }, icon('list'), h('span', null, '看我的上报'))));
}
