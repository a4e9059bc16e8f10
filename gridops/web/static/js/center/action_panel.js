// One action on one case: its form, what it sends, and what is said when the service refuses.

import { api } from '../shared/api.js';
import { h, newId } from '../shared/dom.js';
import { problemPlace } from '../desk/forms.js';
import { FORMS, readForm } from './action_forms.js';
import { Correction } from './correct_form.js';
import { DispatchChoice } from './dispatch_form.js';

const RELOADS = new Set(['stale-version', 'illegal-move']);

/** The form's parts: `nodes`, `said(form)` → the body's own members (null: nothing to send yet), `dispose()`. */
function partsOf(action, incident, desk) {
  if (action === 'dispatch') {
    const chosen = new DispatchChoice({ incident, units: desk.units, matter: desk.matters.byCode.get(incident.service_code) });
    const said = (form) => ({ ...(readForm(form).note ? { note: readForm(form).note } : {}), ...(chosen.unitIds() ? { unit_ids: chosen.unitIds() } : {}) });
    return { nodes: [chosen.element], said, dispose() {} };
  }
  if (action === 'correct') {
    const correction = new Correction({ incident, matters: desk.matters, map: desk.map });
    const said = (form) => {
      const body = correction.body();
      return body && (readForm(form).note ? { ...body, note: readForm(form).note } : body);
    };
    return { nodes: [correction.element], said, dispose: () => correction.dispose() };
  }
  return { nodes: FORMS[action].parts(incident, desk.matters.byCode.get(incident.service_code)), said: FORMS[action].said || readForm, dispose() {} };
}

/** A form in the card's foot. `card` hears what became of it. */
export class ActionPanel {
  constructor({ action, label, incident, card, desk }) {
    Object.assign(this, { action, label, incident, card });
    // One id for the act, however often the button is pressed: a repetition is answered, not done twice.
    this.moveId = newId();
    this.parts = partsOf(action, incident, desk);
    this.place = problemPlace();
    const about = FORMS[action] || { title: label, confirm: label };
    this.confirm = h('button', { type: 'submit', class: about.isDanger ? 'danger' : 'primary', 'data-action': 'confirm' }, about.confirm);
    const cancel = h('button', { type: 'button', class: 'quiet', 'data-action': 'cancel', onclick: () => card.onEscape() }, '取消');
    this.notice = h('p', { class: 'notice', hidden: true });
    this.form = h('form', { class: 'action-form', 'data-form': action, 'aria-label': label, onsubmit: (event) => this._send(event) },
      h('h3', null, about.title), this.notice, this.parts.nodes, this.place.element, h('div', { class: 'line end' }, cancel, this.confirm));
    this.element = h('footer', { class: 'actions open' }, this.form);
  }

  focus() {
    const first = this.form.querySelector('textarea, select, input, button[type=submit]');
    if (this.action === 'dispatch') this.confirm.focus();
    else if (first) first.focus();
  }

  /** Whether the form still makes sense for the case as it is now. */
  renew(incident) {
    if (!incident.allowed_actions.includes(this.action)) return false;
    if (incident.version !== this.incident.version) {
      this.notice.textContent = '事件刚有更新，请看一眼上面的内容再确认。';
      this.notice.hidden = false;
      this.moveId = newId();
    }
    this.incident = incident;
    return true;
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
    try {
      const body = { version: this.incident.version, move_id: this.moveId, ...said };
      const incident = await api.post(`/incidents/${this.incident.id}/actions/${this.action}`, body);
      const to = this.action === 'dispatch' && incident.unit ? `，已派给 ${incident.unit.name}` : '';
      await this.card.took(incident, `${this.label}：完成${to}`);
    } catch (problem) {
      if (RELOADS.has(problem.code)) await this.card.wentStale(`没有执行：${problem.words}。卡片已重新载入，请核对后再操作。`);
      else {
        this.place.say(problem);
        this.moveId = problem.status === 0 ? this.moveId : newId();
      }
    } finally {
      this.confirm.disabled = false;
    }
  }
}
