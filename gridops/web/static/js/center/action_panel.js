// One action on one case: its form, what it sends, and what is said when the service refuses. What was typed stays
// until it is sent or given up: a change of the case is told above it.

import { api } from '../shared/api.js';
import { fill, h, newId } from '../shared/dom.js';
import { changesBetween } from '../desk/case_changes.js';
import { problemPlace } from '../desk/forms.js';
import { confirmed } from '../parts/dialog.js';
import { FORMS, readForm } from './action_forms.js';
import { Correction } from './correct_form.js';
import { DispatchChoice } from './dispatch_form.js';

const RELOADS = new Set(['stale-version', 'illegal-move']);

/** The form's parts: `nodes`, `said(form)` → the body's own members (null: nothing to send yet), `dispose()`. */
function partsOf(action, incident, desk) {
  if (action === 'dispatch') {
    const chosen = new DispatchChoice({ incident, units: desk.units, matter: desk.matters.byCode.get(incident.service_code) });
    const said = (form) => ({ ...(readForm(form).note ? { note: readForm(form).note } : {}), ...(chosen.unitIds() ? { unit_ids: chosen.unitIds() } : {}) });
    return { nodes: [chosen.element], said, renew: (now) => chosen.renew(now), dispose() {} };
  }
  if (action === 'correct') {
    const correction = new Correction({ incident, matters: desk.matters, map: desk.map });
    const said = (form) => {
      const body = correction.body();
      return body && (readForm(form).note ? { ...body, note: readForm(form).note } : body);
    };
    return { nodes: [correction.element], said, renew() {}, dispose: () => correction.dispose() };
  }
  return { nodes: FORMS[action].parts(incident, desk.matters.byCode.get(incident.service_code)), said: FORMS[action].said || readForm, renew() {}, dispose() {} };
}

/** A form in the card's foot. `card` hears what became of it. */
export class ActionPanel {
  constructor({ action, label, incident, card, desk }) {
    Object.assign(this, { action, label, incident, card });
    // One id for the act, however often the button is pressed: a repetition is answered, not done twice.
    this.moveId = newId();
    this.parts = partsOf(action, incident, desk);
    this.place = problemPlace();
    this.isTyped = false;
    this.changes = [];
    const isGovernance = incident.label_family === 'governance';
    const about = FORMS[action] && !isGovernance ? FORMS[action] : { title: label, confirm: label, isDanger: (FORMS[action] || {}).isDanger };
    this.confirm = h('button', { type: 'submit', class: about.isDanger ? 'danger' : 'primary', 'data-action': 'confirm' }, about.confirm);
    const cancel = h('button', { type: 'button', class: 'quiet', 'data-action': 'cancel', onclick: () => card.onEscape() }, '取消');
    this.notice = h('div', { class: 'notice changed-meanwhile', role: 'alert', hidden: true });
    this.form = h('form', { class: 'action-form', 'data-form': action, 'aria-label': label, onsubmit: (event) => this._send(event), oninput: () => { this.isTyped = true; } },
      h('h3', null, about.title), this.notice, this.parts.nodes, this.place.element, h('div', { class: 'line end' }, cancel, this.confirm));
    this.element = h('footer', { class: 'actions open' }, this.form);
  }

  focus() {
    const first = this.form.querySelector('textarea, select, input, button[type=submit]');
    if (this.action === 'dispatch') this.confirm.focus();
    else if (first) first.focus();
  }

  /** The case has changed under the form: it goes on with the new version; what changed is said, what was typed stays. */
  renew(incident) {
    const isAllowed = incident.allowed_actions.includes(this.action);
    if (incident.version !== this.incident.version) {
      this.changes = [...this.changes, ...changesBetween(this.incident, incident)];
      this.moveId = newId();
      this.parts.renew(incident);
    }
    this.confirm.disabled = !isAllowed;
    if (this.changes.length || !isAllowed) this._tellChanges(isAllowed);
    this.incident = incident;
  }

  /** Whether the form may be left: asked where something was typed. */
  async mayLeave() {
    if (!this.isTyped) return true;
    return confirmed({ title: '放弃填写的内容？', text: '填写的内容还没有提交，放弃后就没有了。', yes: '放弃填写', isDangerous: true });
  }

  _tellChanges(isAllowed) {
    fill(this.notice, h('p', null, isAllowed ? '您填写期间，事件有了变化，请核对后再提交；已填的内容都还在：' : '事件已有变化，这个操作现在不能做了；已填的内容还在，可以复制到别的操作里：'),
      h('ul', null, this.changes.map((words) => h('li', null, words))));
    this.notice.hidden = false;
  }

  dispose() {
    this.parts.dispose();
  }

  async _send(event) {
    event.preventDefault();
    const said = this.parts.said(this.form);
    if (!said) {
      this.place.say({ words: '还没有改动：请换一个事项，或重新选点。' });
      return;
    }
    this.confirm.disabled = true;
    this.place.say(null);
    const next = this.card.desk.queue.idAfter(this.incident.id);
    try {
      const body = { version: this.incident.version, move_id: this.moveId, ...said };
      const incident = await api.post(`/incidents/${this.incident.id}/actions/${this.action}`, body);
      const to = this.action === 'dispatch' && incident.unit ? `，已派给 ${incident.unit.name}` : '';
      await this.card.took(incident, `${this.label}：完成${to}`, next);
    } catch (problem) {
      if (RELOADS.has(problem.code)) await this.card.wentStale(`没有执行：${problem.words}。卡片已重新载入，填写的内容还在，请核对后再提交。`);
      else {
        this.place.say(problem);
        this.moveId = problem.status === 0 ? this.moveId : newId();
      }
    } finally {
      this.confirm.disabled = !this.incident.allowed_actions.includes(this.action);
    }
  }
}
