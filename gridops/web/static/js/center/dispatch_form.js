// Choosing who goes: the proposal with its reason, or units picked by hand; the first picked one leads.

import { api } from '../shared/api.js';
import { clear, h } from '../shared/dom.js';
import { callLink } from '../desk/unconverted.js';
import { field, phrased } from '../desk/forms.js';
import { STATUS_WORDS } from '../desk/unconverted.js';
import { unitsFor } from './units.js';

const MOST = 40;

/** What is said of the case's returns: from two on, a decision with its reason stands for what is alike. */
function returnWords(found) {
  if (!found || found.returns < 2) return null;
  return h('p', { class: 'notice' }, `已退单 ${found.returns} 次。写明理由的派遣就是裁定：此后同类事件照此办理（先例）。`);
}

/** `element` to be placed in a form; `unitIds()` is null for the proposal, else the picked ids, leader first. */
export class DispatchChoice {
  constructor({ incident, units, matter }) {
    this.incident = incident;
    this.units = units;
    this.matter = matter;
    this.picked = [];
    this.list = h('ul', { class: 'unit-list small' }, h('li', { class: 'hint' }, '正在读取处置力量…'));
    this.search = h('input', { type: 'search', placeholder: '查找力量', 'aria-label': '查找力量 Search units' });
    this.search.addEventListener('input', () => this._draw());
    this.proposal = h('div', { class: 'proposal' });
    this.element = h('div', { class: 'dispatch-choice' }, this.proposal, h('details', { class: 'by-hand' },
      h('summary', null, '指定其他力量（可多选，先选的牵头）'), this.search, this.list), field('派遣说明（可不填）', 'note', phrased('note')));
    this.isLoaded = false;
    this.found = null;
    this._propose();
    this._load();
  }

  async _load() {
    try {
      [this.found] = await Promise.all([api.get(`/incidents/${this.incident.id}/proposal`), this.units.load()]);
    } catch (problem) {
      clear(this.list).append(h('li', { class: 'problem' }, problem.words || problem.message));
      return;
    }
    this.isLoaded = true;
    this._propose();
    this._draw();
    // Where nothing follows from the rules, the list is what the clerk needs next.
    if (!this.proposed) this.element.querySelector('details').open = true;
  }

  /** The case has changed: what is proposed may be another unit; what was picked stays picked. */
  renew(incident) {
    this.incident = incident;
    this._load();
  }

  unitIds() {
    return this.picked.length ? this.picked : null;
  }

  _propose() {
    const unit = this.found ? this.found.unit : null;
    this.proposed = unit;
    const known = unit ? this.units.get(unit.id) : null;
    const helping = this.found && this.found.sends_helpers ? this.found.helping.map((one) => one.name).join('、') : '';
    const reason = this.found ? this.found.reason : '正在按事项和位置查找…';
    clear(this.proposal).append(
      h('p', { class: 'line', 'data-proposed': unit ? unit.id : '' },
        this.picked.length ? '已改为指定：' : '建议派给：',
        h('strong', null, this.picked.length ? this._names() : unit ? unit.name : this.isLoaded ? '（无）' : '正在读取…'),
        known && !this.picked.length ? h('span', { class: 'tag', 'data-status': known.status }, STATUS_WORDS[known.status]) : null,
        known && !this.picked.length ? callLink(known.phone, known.name) : null),
      h('p', { class: 'hint' }, this.picked.length ? '由受理派遣人员指定，记入依据。' : `依据：${reason}${helping ? `。一并派出：${helping}` : ''}`),
      returnWords(this.found) || '');
  }

  _names() {
    return this.picked.map((id) => (this.units.get(id) || {}).name).join('、');
  }

  _draw() {
    const words = this.search.value.trim();
    const found = unitsFor(this.incident, this.units.all(), this.matter).filter((u) => !words || `${u.name} ${u.agency_name}`.includes(words));
    clear(this.list);
    found.slice(0, MOST).forEach((unit) => this.list.append(this._option(unit)));
    if (found.length === 0) this.list.append(h('li', { class: 'empty' }, '没有符合的力量'));
    if (found.length > MOST) this.list.append(h('li', { class: 'hint' }, `还有 ${found.length - MOST} 个，请查找`));
  }

  _option(unit) {
    const tick = h('input', { type: 'checkbox', checked: this.picked.includes(unit.id), value: unit.id, 'data-unit-choice': unit.id });
    tick.addEventListener('change', () => {
      this.picked = tick.checked ? [...this.picked, unit.id] : this.picked.filter((id) => id !== unit.id);
      this._propose();
    });
    const busy = unit.open_dispatches ? `，在办 ${unit.open_dispatches}` : '';
    return h('li', { class: 'unit' }, h('label', { class: 'unit-tick' }, tick, h('div', null, h('strong', null, unit.name), h('small', null, unit.agency_name))),
      h('span', { class: 'tag', 'data-status': unit.status }, `${STATUS_WORDS[unit.status] || unit.status}${busy}`), callLink(unit.phone, unit.name));
  }
}
