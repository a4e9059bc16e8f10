// The period asked about: days of the deployment's zone, both included on the page, half-open on the wire.

import { h } from '../shared/dom.js';
import { day } from '../shared/words.js';

/** A date moved by days; dates are text such as 2026-11-22. */
export function shift(date, days) {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

function monday(date) {
  return shift(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
}

const PRESETS = [
  ['today', '今天', (today) => today],
  ['week', '本周', monday],
  ['month', '本月', (today) => `${today.slice(0, 8)}01`],
  ['days30', '近30天', (today) => shift(today, -29)],
];

/** Buttons for the usual periods and two dates, in `element`. `first` and `last` are days; `onChange()` hears changes. */
export class Period {
  constructor({ element, onChange, preset = 'days30' }) {
    this.onChange = onChange;
    this.preset = preset;
    this.from = h('input', { type: 'date', 'aria-label': '从 From', required: true });
    this.to = h('input', { type: 'date', 'aria-label': '至 To', required: true });
    this.buttons = PRESETS.map(([key, words]) => h('button', {
      type: 'button', class: 'chip', 'data-preset': key, 'aria-pressed': 'false', onclick: () => this._usePreset(key),
    }, words));
    this.fault = h('p', { class: 'problem', role: 'alert', hidden: true }, '结束日期不能早于开始日期');
    [this.from, this.to].forEach((input) => input.addEventListener('change', () => this._useDates()));
    element.append(h('div', { class: 'chips' }, this.buttons), h('div', { class: 'dates' }, h('label', null, h('span', null, '从'), this.from), h('label', null, h('span', null, '至'), this.to)), this.fault);
    this._setPreset(preset);
  }

  get first() { return this.from.value; }

  get last() { return this.to.value; }

  get isValid() { return Boolean(this.first && this.last && this.first <= this.last); }

  /** Whether what happens now is asked about. */
  get includesNow() { return this.first <= day() && day() <= this.last; }

  /** A preset follows the day: the page may stay open over midnight. */
  renew() {
    if (this.preset) this._setPreset(this.preset);
  }

  words() {
    return this.first === this.last ? this.first : `${this.first} 至 ${this.last}`;
  }

  wire() {
    return { from: this.first, to: shift(this.last, 1) };
  }

  /** What an address asks: the name of a usual period, or two days. */
  use({ period, from, to }) {
    if (PRESETS.some(([name]) => name === period)) this._setPreset(period);
    if (!from || !to) return;
    Object.assign(this, { preset: null });
    this.from.value = from;
    this.to.value = to;
    if (this.isValid) this._mark();
    else this._setPreset('days30');
  }

  _usePreset(key) {
    this._setPreset(key);
    this.onChange();
  }

  _setPreset(key) {
    const today = day();
    this.preset = key;
    this.from.value = PRESETS.find(([name]) => name === key)[2](today);
    this.to.value = today;
    this._mark();
  }

  _useDates() {
    this.preset = null;
    this._mark();
    if (this.isValid) this.onChange();
  }

  _mark() {
    this.buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.preset === this.preset)));
    this.fault.hidden = this.isValid || !this.first || !this.last;
  }
}
