// @ts-check
// What became of a report that was just sent: waiting, received with its number and grid, or refused.

import { Icon } from '../parts/icon.js';
import { t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { Marked } from './marked.js';
import { shortGrid } from './place_words.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Case} Case */
/** @typedef {import('./types').Waiting} Waiting */

/** @param {import('./types').Actor} actor @param {Case} incident @returns {[string, string]} */
function gridWords(actor, incident) {
  const { grid } = incident;
  const code = grid.code;
  if (!code) return [t('网格'), t('没有落在任何网格内，由中心核对位置')];
  const isMine = (actor.areas || []).some((area) => code.startsWith(area));
  const name = shortGrid(grid.name);
  if (isMine || !actor.roles.includes('grid_worker')) return [t('网格'), name];
  const thanks =
    incident.state === 'closed'
      ? t('谢谢！这里属于 {name}，已记在那里。', { name })
      : t('谢谢！这是 {name} 的事，已转给那里，不用您再管。', { name });
  return [t('不在我的网格'), thanks];
}

/** @param {{ words: string, children?: any }} props */
function Fact({ words, children }) {
  return html`<div class="fact"><dt>${words}</dt><dd>${children}</dd></div>`;
}

/** @param {{ app: App, incident: Case, record: Waiting | null }} props */
function Received({ app, incident, record }) {
  const [words, value] = gridWords(app.actor, incident);
  const left = record ? record.photos.length : 0;
  return html`<div class="sent-mark ok"><${Icon} name="check" /></div>
    <h1>${incident.state === 'closed' ? t('已收到，已办结') : word('state_plain', incident.state)}</h1>
    <dl class="facts">
      <${Fact} words=${t('事项')}>${incident.service_name}</${Fact}>
      <${Fact} words=${t('编号')}><span class="number" data-case-number=${incident.case_number}>${incident.case_number}</span></${Fact}>
      <${Fact} words=${words}>${value}</${Fact}>
      ${incident.unit && html`<${Fact} words=${t('已派给')}>${incident.unit.name}</${Fact}>`}
      ${
        incident.media.length > 0 &&
        html`<${Fact} words=${t('照片')}>${left ? t('还有 {n} 张正在发送，请不要关闭网络', { n: left }) : t('已全部送达')}</${Fact}>`
      }
    </dl>`;
}

/** @param {{ record: Waiting }} props */
function StillHere({ record }) {
  return html`<div class="sent-mark busy"><${Icon} name="clock" /></div>
    <h1>${record.is_busy ? t('正在发送…') : t('已存在本机，等网络恢复')}</h1>
    <p>${record.trouble ? t('{what}。会自动再发，不会重复。', { what: record.trouble }) : t('请稍候，会自动重试，不会重复。')}</p>`;
}

/** @param {{ app: App, record: Waiting }} props */
function Refused({ app, record }) {
  return html`<div class="sent-mark bad"><${Icon} name="warn" /></div>
    <h1>${t('没有收下')}</h1>
    <p class="problem" role="alert">${record.refusal ? record.refusal.words : ''}</p>
    <button type="button" class="primary wide" data-action="reopen" onClick=${() => app.reopen(record)}>${t('改一改再发')}</button>`;
}

/** @param {App} app @param {string} clientId */
function standing(app, clientId) {
  const record = app.outbox.find(clientId);
  const incident = app.outbox.answers.get(clientId) || app.cases.find(clientId);
  if (incident) return html`<${Received} app=${app} incident=${incident} record=${record} />`;
  if (record?.refusal) return html`<${Refused} app=${app} record=${record} />`;
  if (record) return html`<${StillHere} record=${record} />`;
  return html`<h1>${t('已发出')}</h1><p class="empty">${t('这份上报已发出，请到“我的上报”里看。')}</p>`;
}

/** @param {{ app: App, id: string }} props */
export function SentView({ app, id }) {
  return html`<div class="sent" data-sent=${id}>
    <div class="sent-body" role="status" aria-live="polite">${standing(app, id)}</div>
    <div class="stack">
      <button type="button" class="wide" onClick=${() => app.go('#/new')}><${Marked} icon="plus" words=${t('再报一件')} /></button>
      <button type="button" class="wide" onClick=${() => app.go('#/mine')}><${Marked} icon="list" words=${t('看我的上报')} /></button>
    </div>
  </div>`;
}
