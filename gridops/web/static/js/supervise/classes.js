// Which classes are asked about: whole groups or single matters; none ticked means all of them.

import { h } from '../shared/dom.js';

const MOST_NAMED = 3;

/** Checkboxes in `element`; `codes()` is empty for all classes. */
export class Classes {
  constructor({ element, matters, onChange }) {
    this.matters = matters;
    this.onChange = onChange;
    this.chosen = new Set();
    this.search = h('input', { type: 'search', placeholder: '查找类别', 'aria-label': '查找类别 Search classes' });
    this.search.addEventListener('input', () => this._filter());
    this.clearButton = h('button', { type: 'button', class: 'small quiet', hidden: true, onclick: () => this.clear() }, '清除，看全部类别');
    this.box = h('div', { class: 'classes' }, [...matters.groups].map(([name, items]) => this._group(name, items)));
    element.append(this.search, this.box, this.clearButton);
  }

  codes() {
    return [...this.chosen];
  }

  words() {
    if (this.chosen.size === 0) return '全部类别';
    const whole = [];
    const single = [];
    for (const [name, items] of this.matters.groups) {
      const ticked = items.filter((m) => this.chosen.has(m.service_code));
      if (ticked.length === items.length) whole.push(name);
      else single.push(...ticked.map((m) => m.service_name));
    }
    const names = [...whole, ...single];
    return names.length <= MOST_NAMED ? names.join('、') : `${names.slice(0, MOST_NAMED).join('、')} 等 ${this.chosen.size} 个类别`;
  }

  /** Tick what an address asks; codes that are no matters are left out. */
  use(codes) {
    this.chosen = new Set(codes.filter((code) => this.matters.byCode.has(code)));
    this._renew();
  }

  clear() {
    this.chosen.clear();
    this._renew();
    this.onChange();
  }

  _group(name, items) {
    const all = h('input', { type: 'checkbox', 'data-group': name });
    all.addEventListener('change', () => {
      items.forEach((m) => (all.checked ? this.chosen.add(m.service_code) : this.chosen.delete(m.service_code)));
      this._renew();
      this.onChange();
    });
    const lines = items.map((matter) => this._line(matter));
    return h('details', { class: 'class-group' },
      h('summary', null, h('label', { class: 'tick', onclick: (event) => event.stopPropagation() }, all, h('span', { class: 'visually-hidden' }, `选择${name}全部`)),
        name, h('small', null, String(items.length))), h('ul', null, lines));
  }

  _line(matter) {
    const tick = h('input', { type: 'checkbox', 'data-code': matter.service_code });
    tick.addEventListener('change', () => {
      if (tick.checked) this.chosen.add(matter.service_code);
      else this.chosen.delete(matter.service_code);
      this._renew();
      this.onChange();
    });
    return h('li', { 'data-words': [matter.service_name, ...matter.aliases].join(' ') }, h('label', { class: 'tick' }, tick, h('em', null, matter.service_name)));
  }

  _renew() {
    this.clearButton.hidden = this.chosen.size === 0;
    for (const details of this.box.children) {
      const ticks = [...details.querySelectorAll('[data-code]')];
      ticks.forEach((tick) => { tick.checked = this.chosen.has(tick.dataset.code); });
      const count = ticks.filter((tick) => tick.checked).length;
      const all = details.querySelector('[data-group]');
      all.checked = count === ticks.length;
      all.indeterminate = count > 0 && count < ticks.length;
    }
  }

  _filter() {
    const words = this.search.value.trim();
    for (const details of this.box.children) {
      const lines = [...details.querySelectorAll('li')];
      const isGroup = details.querySelector('[data-group]').dataset.group.includes(words);
      lines.forEach((line) => { line.hidden = Boolean(words) && !isGroup && !line.dataset.words.includes(words); });
      details.hidden = lines.every((line) => line.hidden);
      details.open = Boolean(words) && !details.hidden;
    }
  }
}
