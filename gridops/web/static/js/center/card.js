// The open case at the side: read anew whenever the stream speaks of it, acted on by the buttons it allows.

import { clear, fill, h, icon, toast } from '../shared/dom.js';
import { word } from '../shared/language.js';
import { ACTIONS } from '../shared/words.js';
import { caseView, readCase } from '../desk/case_view.js';
import { throttled } from '../desk/page.js';
import { ActionPanel } from './action_panel.js';
import { levelLabel } from './level_forms.js';

const DISPATCH_WORDS = { reported: '受理并派遣', filed: '派遣', dispatched: '改派', handling: '改派' };
const OWN_WORDS = { file: '仅受理', accept: '代为接单', recall: '撤回派遣', rework: '退回重办' };
const FIRST = { reported: ['dispatch'], filed: ['dispatch'], handled: ['verify', 'close'], verified: ['close'] };
const LAST = ['escalate', 'hand_down', 'reject', 'send_back', 'recall', 'rework', 'decline', 'return'];

/** The same in the words of governance: 受理, 分流, 办结 where the street says 立案, 派遣, 结案. */
function governanceLabel(action, { state }) {
  if (action === 'file' || action === 'accept') return OWN_WORDS[action];
  const said = word('action_governance', action);
  if (action === 'dispatch' && state === 'reported') return `${word('action_governance', 'file')}并${said}`;
  return said;
}

/** What the button of an action is called on this case. */
export function actionLabel(action, incident) {
  if (action === 'escalate' || action === 'hand_down') return levelLabel(action, incident);
  if (incident.label_family === 'governance') return governanceLabel(action, incident);
  return action === 'dispatch' ? DISPATCH_WORDS[incident.state] || '派遣' : OWN_WORDS[action] || ACTIONS[action] || action;
}

/** Allowed actions: the next step first, what gives the case back last. */
function ordered(incident) {
  const first = (FIRST[incident.state] || []).find((action) => incident.allowed_actions.includes(action));
  const rest = incident.allowed_actions.filter((action) => action !== first);
  const split = [rest.filter((a) => !LAST.includes(a)), rest.filter((a) => LAST.includes(a))];
  return { first, rest: [...split[0], ...split[1]] };
}

/** The card in `element`. `side` shows and hides the column it stands in; `desk` is what the page shares. */
export class CaseCard {
  constructor({ element, side, desk }) {
    Object.assign(this, { element, side, desk });
    this.id = null;
    this.shown = null;
    this.panel = null;
    this.round = 0;
    this.rereadSoon = throttled(() => this._reread(), 150);
    desk.store.addEventListener('case', ({ detail }) => { if (detail.id === this.id) this.rereadSoon(); });
    desk.store.addEventListener('reset', () => { if (this.id) this.rereadSoon(); });
  }

  async open(id) {
    if (this.panel && id === this.id) {
      this.side.show('card');
      return;
    }
    if (!(await this._mayLeave())) return;
    this._leavePanel();
    this.id = id;
    this.shown = null;
    this.side.show('card');
    this.desk.onChosen(id);
    fill(this.element, this._head('事件'), h('p', { class: 'empty', role: 'status' }, '正在读取…'));
    await this._reread();
    if (this.shown && this.id === id) {
      this.showPlace();
      this.element.querySelector('.side-head button').focus({ preventScroll: true });
    }
  }

  async close() {
    const { id } = this;
    if (!(await this._mayLeave()) || id !== this.id) return;
    this._leavePanel();
    this.id = null;
    this.round += 1;
    this.side.hide('card');
    this.desk.onChosen(null);
    clear(this.element);
    this.desk.queue.focusCase(id);
  }

  /** The map goes to the case, once both are there. */
  showPlace() {
    if (this.shown) this.desk.map.goTo(this.shown.incident.location);
  }

  /** Focus on the next step; inside a form on its first field. */
  focusActions() {
    if (this.panel) this.panel.focus();
    else if (this.element.querySelector('footer button')) this.element.querySelector('footer button').focus();
  }

  /** Whether something typed would be lost now. */
  get isTyped() {
    return Boolean(this.panel && this.panel.isTyped);
  }

  /** A form that is open is left first, then the card. */
  async onEscape() {
    const { panel } = this;
    if (!panel) {
      this.close();
      return;
    }
    if (!(await panel.mayLeave()) || panel !== this.panel) return;
    this._leavePanel();
    this.focusActions();
  }

  /** What an action of ours made of the case; `next` is the case that stood after it. */
  async took(incident, words, next) {
    toast(words, 'ok');
    this._leavePanel();
    this.desk.store.takeAnswer(incident);
    if (incident.id === this.id) await this._reread();
    this.desk.queue.focusCase(next);
  }

  /** The case was changed by somebody else meanwhile: show it as it is now, and say so. */
  async wentStale(words) {
    await this._reread();
    toast(words, 'warn');
  }

  async _reread() {
    const { id } = this;
    if (!id) return;
    this.round += 1;
    const round = this.round;
    try {
      const found = await readCase(id);
      if (round !== this.round) return;
      this.shown = found;
      this._draw();
    } catch (problem) {
      if (round !== this.round) return;
      const words = problem.status === 404 ? '这个事件已不在您的范围内。' : problem.words || problem.message;
      if (this.panel) {
        this.panel.place.say({ words });
        return;
      }
      fill(this.element, this._head('事件'), h('p', { class: 'problem', role: 'alert' }, words),
        h('button', { type: 'button', onclick: () => this._reread() }, icon('refresh'), '再试一次'));
    }
  }

  _head(words) {
    return h('header', { class: 'side-head' }, h('h2', null, words),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': '关闭卡片 Close (Esc)', title: 'Esc', onclick: () => this.close() }, icon('close')));
  }

  _draw() {
    const { incident } = this.shown;
    const companions = { matters: this.desk.matters.byCode, units: this.desk.units };
    const body = h('div', { class: 'case' }, caseView(this.shown, { companions, onPlace: (place) => this.desk.map.goTo(place) }));
    const scrolled = this.element.querySelector('.side-body');
    const at = scrolled && this.element.dataset.incident === incident.id ? scrolled.scrollTop : 0;
    this.element.dataset.incident = incident.id;
    this.element.dataset.state = incident.state;
    this.element.dataset.version = String(incident.version);
    const foot = this.panel ? this._keepPanel(incident) : this._buttons(incident);
    const holder = h('div', { class: 'side-body', tabindex: '0', 'aria-label': '事件内容 Contents' }, body);
    if (this.panel && this.panel.element.isConnected) {
      // The form stays where it is: neither its texts nor its focus, nor a choice half made, are touched.
      this.element.querySelector('.side-body').replaceWith(holder);
    } else {
      const focused = this.element.contains(document.activeElement) && document.activeElement.closest('footer [data-action]');
      fill(this.element, this._head('事件'), holder, foot);
      const same = focused && foot.querySelector(`[data-action="${focused.dataset.action}"]`);
      if (same) same.focus();
    }
    holder.scrollTop = at;
  }

  _buttons(incident) {
    const { first, rest } = ordered(incident);
    if (!first && rest.length === 0) return h('footer', { class: 'actions' }, h('p', { class: 'hint' }, '这个事件现在没有您可以做的操作。'));
    const button = (action, kind) => h('button', {
      type: 'button', class: kind, 'data-action': action, onclick: () => this._act(action),
    }, actionLabel(action, incident));
    return h('footer', { class: 'actions', 'aria-label': '操作 Actions' },
      first ? button(first, 'primary') : null, rest.map((action) => button(action, action === 'reject' || action === 'send_back' ? 'danger' : '')));
  }

  _act(action) {
    this.panel = new ActionPanel({ action, label: actionLabel(action, this.shown.incident), incident: this.shown.incident, card: this, desk: this.desk });
    this.element.querySelector('footer').replaceWith(this.panel.element);
    this.panel.focus();
  }

  _keepPanel(incident) {
    this.panel.renew(incident);
    return this.panel.element;
  }

  async _mayLeave() {
    const { panel } = this;
    return !panel || ((await panel.mayLeave()) && panel === this.panel);
  }

  _leavePanel() {
    if (!this.panel) return;
    const { element } = this.panel;
    this.panel.dispose();
    this.panel = null;
    if (element.isConnected && this.shown) element.replaceWith(this._buttons(this.shown.incident));
  }
}
