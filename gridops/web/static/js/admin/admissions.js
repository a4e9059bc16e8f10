// Admission of a matter to the workers' list: applied for, approved to a day, refused, ended.

import { api } from '../shared/api.js';
import { both, h } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';
import { ADMISSION_STATES, agencyName, datesOf, dayFrom, known } from './choices.js';
import { table } from './page.js';

/** A small form in a window; `send(form)` returns the matter as it is then. */
function ask({ title, parts, submit, send, onChanged }) {
  const say = problemPlace();
  const button = h('button', { type: 'submit', class: 'primary' }, submit);
  const form = h('form', null, parts, say.element, h('div', { class: 'form-end' }, button));
  const dialog = openDialog({ title, content: form });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const matter = await whileBusy(button, say, () => send(form.elements));
    if (!matter) return;
    dialog.close();
    onChanged(matter);
  });
}

const note = (name, required) => h('textarea', { name, rows: '3', required, maxlength: '2000' });
const day = (name, value) => h('input', { type: 'date', name, value });

function apply(base, onChanged) {
  ask({
    title: '申请准入',
    parts: [field('申请部门', 'agency', choice('agency', [...known.agencies])),
      field('理由', 'reason', note('reason', true), '为什么要由网格员上报这一事项')],
    submit: '提交申请',
    send: (form) => api.post(`${base}/admissions`, { agency: form.agency.value, reason: form.reason.value }),
    onChanged,
  });
}

function approve(base, admission, onChanged) {
  ask({
    title: '批准准入',
    parts: [h('div', { class: 'pair' }, field('生效日', 'from', day('from', dayFrom())), field('到期日', 'to', day('to', ''), '可不填；当日起不再有效')),
      field('批注', 'note', note('note', false))],
    submit: '批准',
    send: (form) => api.post(`${base}/admissions/${admission.id}/approve`, {
      valid_from: form.from.value || null, valid_to: form.to.value || null, note: form.note.value,
    }),
    onChanged,
  });
}

function refuse(base, admission, onChanged) {
  ask({
    title: '不予准入',
    parts: [field('理由', 'reason', note('note', true))],
    submit: '不予准入',
    send: (form) => api.post(`${base}/admissions/${admission.id}/refuse`, { note: form.note.value }),
    onChanged,
  });
}

function end(base, admission, onChanged) {
  ask({
    title: '终止准入',
    parts: [field('终止日', 'on', day('to', dayFrom(1)), '当日起网格员不再上报此事项')],
    submit: '终止',
    send: (form) => api.post(`${base}/admissions/${admission.id}/end`, { valid_to: form.to.value }),
    onChanged,
  });
}

function acts(base, admission, onChanged) {
  const one = (words, act, name) => h('button', { type: 'button', class: `small ${name || ''}`, onclick: () => act(base, admission, onChanged) }, words);
  if (admission.state === 'applied') return h('div', { class: 'line' }, one('批准', approve, 'primary'), one('不予准入', refuse));
  const isOver = admission.valid_to && admission.valid_to <= dayFrom();
  return admission.valid_from && !isOver ? one('终止', end) : '';
}

/** The part of a matter's page about its admission. */
export function admissionPanel(matter, onChanged) {
  const base = `/admin/matters/${encodeURIComponent(matter.service_code)}`;
  const isOpen = matter.admissions.some((a) => a.state === 'applied');
  const state = matter.admitted ? ['approved', '网格员可以上报'] : ['missing', '未准入：网格员看不到，也不能上报'];
  return h('section', { class: 'panel', 'data-panel': 'admission' },
    h('div', { class: 'panel-head' }, h('h3', null, both('准入', 'admission')), h('span', { class: 'tag', 'data-state': state[0] }, state[1]),
      h('button', { type: 'button', class: 'small', disabled: isOpen, onclick: () => apply(base, onChanged) }, '申请准入')),
    table([
      ['状态', (a) => h('span', { class: 'tag', 'data-state': a.state }, ADMISSION_STATES[a.state]), 'nowrap'],
      ['申请部门', (a) => (a.applied_by ? agencyName(a.applied_by) : '初始目录')],
      ['理由', (a) => [a.reason, a.decision_note ? h('small', null, ` 批注：${a.decision_note}`) : null]],
      ['有效', (a) => (a.valid_from ? datesOf(a) : '—'), 'nowrap'],
      ['', (a) => acts(base, a, onChanged)],
    ], matter.admissions, '还没有部门申请。'));
}
