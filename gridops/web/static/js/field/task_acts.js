// What one may do with a task: the buttons that `allowed_actions` permits, and the small forms behind them.

import { api } from '../shared/api.js';
import { fill, h, icon, newId, toast } from '../shared/dom.js';
import { ACTIONS, HANDLING_KINDS, POWER_KINDS } from '../shared/words.js';
import { officersField } from './officers.js';
import { photoStrip } from './photo_strip.js';
import { declared } from './photos.js';

const PLAIN_KINDS = ['clean', 'repair', 'persuade', 'mediate', 'other'];
const REASONS = ['不属于本单位职责', '不在本网格', '现场没有发现', '需要其他部门一起办'];

// Posts one act; its move_id stays the same while it is tried again, so that it is done once.
async function act(app, incident, { action, moveId, fields, photos = [] }) {
  const body = Object.assign({ version: incident.version, move_id: moveId }, fields);
  if (photos.length) body.media = declared(photos);
  try {
    const answered = await api.post(`/incidents/${incident.id}/actions/${action}`, body);
    if (photos.length) {
      await app.outbox.addPhotos(moveId, photos, `${incident.service_name} 照片`);
      app.outbox.flush().then(() => app.cases.want(incident.id));
    }
    app.cases.put(answered);
    toast(`已登记：${ACTIONS[action]}`);
    return '';
  } catch (problem) {
    if (problem.code === 'stale-version' || problem.code === 'illegal-move') {
      app.cases.want(incident.id);
      toast(`${problem.words}；已为您刷新`, 'warn');
      return '';
    }
    return problem.words || problem.message;
  }
}

function formFor(title, fields, { words, onSubmit, onCancel, danger }) {
  const say = h('p', { class: 'problem', role: 'alert', hidden: true });
  const button = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, words);
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    const trouble = await onSubmit();
    say.textContent = trouble;
    say.hidden = !trouble;
    button.disabled = false;
  };
  return h('form', { class: 'act-form', onsubmit: submit }, h('h4', null, title), fields, say,
    h('div', { class: 'row' }, button, h('button', { type: 'button', class: 'quiet', onclick: onCancel }, '取消')));
}

function chips(codes, words, onChoose) {
  const buttons = codes.map((code) => h('button', {
    type: 'button', class: 'chip', 'aria-pressed': 'false', dataset: { choice: code }, onclick: () => {
      buttons.forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.choice === code)));
      onChoose(code);
    },
  }, words(code)));
  return h('div', { class: 'chips' }, buttons);
}

function handleForm(app, incident, onCancel) {
  const photos = [];
  const moveId = newId();
  let kind = '';
  const note = h('textarea', { name: 'note', rows: 2, maxlength: '4000', placeholder: '如：垃圾已清运，地面冲洗干净' });
  const mayHold = app.actor.roles.some((r) => r === 'handler' || r === 'agency_head');
  const officers = officersField(incident);
  const choose = (code) => {
    kind = code;
    officers.ask(POWER_KINDS.includes(code), code);
  };
  const onSubmit = async () => {
    if (!kind) return '请选一种处理方式';
    if (!note.value.trim()) return '请写一句办理情况';
    const trouble = officers.trouble();
    if (trouble) return trouble;
    const fields = Object.assign({ kind, note: note.value.trim() }, officers.value());
    return act(app, incident, { action: 'handle', moveId, fields, photos });
  };
  const words = (code) => HANDLING_KINDS[code];
  return formFor('办好了', [
    h('fieldset', null, h('legend', null, '处理方式'), chips(mayHold ? PLAIN_KINDS.concat(POWER_KINDS) : PLAIN_KINDS, words, choose),
      mayHold ? h('p', { class: 'hint' }, '责令、处罚、许可、强制拆除要有权限；本单位没有时，会告诉您哪个单位有。') : null),
    officers.element,
    h('label', null, h('span', null, '办理情况'), note),
    h('p', { class: 'hint' }, '处理后的照片，需要才拍'),
    photoStrip({ photos, stage: 'after', onChange: () => {} }),
  ], { words: '确认办好了', onSubmit, onCancel });
}

function reasonForm(app, incident, action, onCancel) {
  const photos = [];
  const moveId = newId();
  const hasArrived = incident.dispatches.some((d) => d.arrived_at && app.actor.units.includes(d.unit.id));
  const reason = h('textarea', { name: 'reason', rows: 2, maxlength: '4000', placeholder: '写明原因，受理人员会看到' });
  const note = h('textarea', { name: 'note', rows: 2, maxlength: '4000' });
  const onSubmit = async () => {
    if (!reason.value.trim()) return '请写明原因';
    const fields = { reason: reason.value.trim() };
    if (note.value.trim()) fields.note = note.value.trim();
    return act(app, incident, { action, moveId, fields, photos });
  };
  return formFor(action === 'return' ? '退单' : '不接这一单', [
    chips(REASONS, (text) => text, (text) => { reason.value = text; }),
    h('label', null, h('span', null, '原因'), reason),
    action === 'return' && hasArrived ? [
      h('label', null, h('span', null, '现场情况（到场后退单，要写一句或拍一张）'), note),
      photoStrip({ photos, stage: 'after', onChange: () => {} }),
    ] : null,
  ], { words: action === 'return' ? '确认退单' : '确认不接', onSubmit, onCancel, danger: true });
}

const ICONS = { accept: 'check', handle: 'check' };
const ORDER = ['accept', 'handle', 'en_route', 'arrive', 'decline', 'return'];
const LOOKS = { accept: 'primary', handle: 'primary', decline: 'quiet', return: 'quiet' };

function isDone(app, incident, action) {
  const own = incident.dispatches.filter((d) => app.actor.units.includes(d.unit.id));
  if (action === 'en_route') return own.some((d) => d.en_route_at || d.arrived_at);
  return action === 'arrive' && own.some((d) => d.arrived_at);
}

// The buttons of a task and the place where their forms open.
export function taskActs(app, incident) {
  const place = h('div', { class: 'act-place' });
  const moves = {};
  const close = () => fill(place);
  const open = (form) => fill(place, form);
  const once = async (action, button) => {
    button.disabled = true;
    moves[action] = moves[action] || newId();
    const trouble = await act(app, incident, { action, moveId: moves[action], fields: {} });
    if (trouble) toast(trouble, 'danger');
    button.disabled = false;
  };
  const start = (action, button) => {
    if (action === 'handle') open(handleForm(app, incident, close));
    else if (action === 'decline' || action === 'return') open(reasonForm(app, incident, action, close));
    else once(action, button);
  };
  const may = (a) => incident.allowed_actions.includes(a) && !isDone(app, incident, a);
  // Before accepting, 不接 says all that 退单 would.
  const names = ORDER.filter((a) => may(a) && !(a === 'return' && may('decline')));
  const buttons = names.map((action) => {
    const button = h('button', { type: 'button', class: LOOKS[action] || '', dataset: { action }, onclick: () => start(action, button) },
      ICONS[action] ? icon(ICONS[action]) : null, h('span', null, ACTIONS[action]));
    return button;
  });
  return h('div', { class: 'acts' }, h('div', { class: 'row act-row' }, buttons), place);
}
