// The report of hand-downs and disputes, and the register of refused burdens: shown, decided, recorded, answered.

import { api, query } from '../shared/api.js';
import { both, fill, h, toast } from '../shared/dom.js';
import { clock } from '../shared/words.js';
import { BURDENS, DECISIONS, fundingWords, GROUNDS, itemWords, STATES } from '../desk/duty_words.js';
import { choice, field } from '../desk/forms.js';
import { dayFrom } from './choices.js';
import { line, openForm } from './dated_form.js';
import { tag } from './item_list.js';
import { table } from './page.js';

const TAGS = { based: 'in_force', disputed: 'missing', refused: 'retired', declined: 'missing', arbitrated: 'past' };
const ARBITERS = ['supervisor', 'approver'];
const RECORDERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor'];
const text = (name, value, more) => h('textarea', Object.assign({ name, rows: '3', maxlength: '2000' }, more), value);

function basisNodes(row) {
  if (row.item) return [itemWords(row.item), h('br'), `经费：${fundingWords(row.funding) || '—'}`];
  if (row.basis || row.funding) return [`${row.basis || '未写依据'}`, h('br'), `经费：${fundingWords(row.funding) || '未写'}`];
  return '未写明';
}

function endNodes(row) {
  const said = [];
  if (row.ground) said.push(`先处置：${GROUNDS[row.ground]}`);
  if (row.cited) said.push(`${row.declined_by || '镇街'} 引用 ${itemWords(row.cited)}`);
  if (row.decision) said.push(`${row.decided_by || ''} ${clock(row.decided_at)} 裁定：${DECISIONS[row.decision]}。${row.decision_note || ''}`);
  return said.length ? said.map((words) => h('p', null, words)) : '—';
}

function decideButton(row, roles, onDone) {
  if (!['disputed', 'declined'].includes(row.state) || !roles.some((role) => ARBITERS.includes(role))) return '';
  const open = () => openForm({
    title: `裁定：${row.incident.service_name}（${row.township_name}）`, submit: '裁定', said: '已裁定', name: 'decision', onDone,
    parts: [field('由谁承担', 'whose duty', choice('decision', Object.entries(DECISIONS))), field('理由', 'why', text('note', '', { required: true }))],
    send: (form) => api.post(`/hand-downs/${row.id}/arbitrate`, { decision: form.decision.value, note: form.note.value.trim() }),
  });
  return h('button', { type: 'button', class: 'small', onclick: open }, '裁定');
}

/** The report in `place`. */
export class HandDowns {
  constructor(place, roles) {
    Object.assign(this, { place, roles, state: '', items: [] });
  }

  async load(cursor = '') {
    try {
      const found = await api.get(`/hand-downs${query({ state: this.state, limit: 100, cursor })}`);
      this.items = cursor ? this.items.concat(found.items) : found.items;
      this.draw(found);
    } catch (problem) {
      fill(this.place, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  choose(state) {
    this.state = state;
    this.load();
  }

  draw(found) {
    const total = Object.values(found.counts).reduce((sum, n) => sum + n, 0);
    const chip = (state, words, n) => h('button', { type: 'button', class: 'chip', 'aria-pressed': String(this.state === state), onclick: () => this.choose(state) }, `${words} ${n}`);
    fill(this.place,
      h('div', { class: 'chips', role: 'group', 'aria-label': '筛选 Filter' }, chip('', '全部', total),
        Object.entries(STATES).map(([state, words]) => chip(state, words, found.counts[state] || 0))),
      h('section', { class: 'panel' }, h('h3', null, both('下派与争议', 'hand-downs and disputes')), table([
        ['时间', (r) => clock(r.made_at), 'nowrap'], ['镇街', (r) => r.township_name, 'nowrap'],
        ['事件', (r) => [r.incident.service_name, h('small', null, ` ${r.incident.case_number}`)]], ['下派人', (r) => r.made_by || '—', 'nowrap'],
        ['依据与经费', basisNodes], ['结果', (r) => tag(TAGS[r.state], STATES[r.state]), 'nowrap'], ['如何结束', endNodes],
        ['', (r) => decideButton(r, this.roles, () => this.load())],
      ], this.items, '没有这样的下派。'),
      found.next_cursor ? h('button', { type: 'button', class: 'small', onclick: () => this.load(found.next_cursor) }, '更多') : null));
  }
}

/** The register of refused burdens in `place`. */
export class Burdens {
  constructor(place, roles, townships) {
    Object.assign(this, { place, roles, townships });
  }

  async load() {
    try {
      this.draw((await api.get('/refused-burdens')).items);
    } catch (problem) {
      fill(this.place, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  record() {
    openForm({
      title: '登记额外负担', submit: '登记', said: '已登记', name: 'burden', onDone: () => this.load(),
      parts: [h('div', { class: 'pair' }, field('镇街', 'township', choice('area_code', this.townships)), field('种类', 'kind', choice('kind', Object.entries(BURDENS)))),
        h('div', { class: 'pair' }, field('谁要求的', 'who asked', line('asked_by', '', { required: true })), field('哪天', 'when', line('asked_on', dayFrom(), { type: 'date', required: true, max: dayFrom() }))),
        field('要求什么', 'what', text('asked', '', { required: true })), field('怎么答复的', 'answer', text('answer', ''), '可以以后再填')],
      send: (form) => api.post('/refused-burdens', {
        area_code: form.area_code.value, kind: form.kind.value, asked_by: form.asked_by.value.trim(), asked_on: form.asked_on.value,
        asked: form.asked.value.trim(), answer: form.answer.value.trim(),
      }),
    });
  }

  answer(row) {
    openForm({
      title: `答复：${row.asked_by}`, submit: '保存', said: '已保存', name: 'answer', onDone: () => this.load(),
      parts: [h('p', { class: 'hint' }, row.asked), field('怎么答复的', 'answer', text('answer', row.answer, { required: true }))],
      send: (form) => api.put(`/refused-burdens/${row.id}/answer`, { answer: form.answer.value.trim() }),
    });
  }

  draw(items) {
    const mayRecord = this.roles.some((role) => RECORDERS.includes(role));
    fill(this.place,
      h('p', { class: 'hint' }, '责任状、未经批准的一票否决、清单之外的调查和报表：谁要求的、要求什么、怎么答复。'),
      mayRecord ? h('button', { type: 'button', class: 'small primary', onclick: () => this.record() }, '登记') : null,
      h('section', { class: 'panel' }, h('h3', null, both('已拒绝的负担', 'refused burdens')), table([
        ['日期', (r) => r.asked_on, 'nowrap'], ['镇街', (r) => r.area_name, 'nowrap'], ['种类', (r) => BURDENS[r.kind], 'nowrap'],
        ['谁要求', (r) => r.asked_by], ['要求什么', (r) => r.asked],
        ['答复', (r) => (r.answer ? [r.answer, h('small', null, ` ${r.answered_on}`)] : tag('missing', '待答复'))],
        ['', (r) => (mayRecord ? h('button', { type: 'button', class: 'small', onclick: () => this.answer(r) }, r.answer ? '改答复' : '答复') : '')],
      ], items, '还没有登记。')));
  }
}

/** Ask before something is taken off, and say what the service answers. */
export async function takeOff(path, words, onDone) {
  if (!window.confirm(words)) return;
  try {
    await api.del(path);
    onDone();
  } catch (problem) {
    toast(problem.words || problem.message, 'danger');
  }
}
