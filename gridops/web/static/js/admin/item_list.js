// A list of things at the left of an administrator's page: searched, filtered, one of them marked. Asks for nothing.

import { fill, h } from '../shared/dom.js';
import { find } from './page.js';

const MOST = 300;

/** A small label of a state. */
export function tag(state, words) {
  return h('span', { class: 'tag', 'data-state': state }, words);
}

export class ItemList {
  /** `filters`: [name, words, fits(item)]; `keyOf`, `wordsOf` (what a search looks through), `draw` (a row's nodes). */
  constructor({ filters, keyOf, wordsOf, draw, onChoose }) {
    Object.assign(this, { filters, keyOf, wordsOf, drawRow: draw, onChoose, items: [], filter: filters[0][0], marked: null });
    this.search = find('search');
    this.search.addEventListener('input', () => this.draw());
    this.chips = filters.map(([name, words]) => h('button', {
      type: 'button', class: 'chip', 'aria-pressed': String(name === this.filter), onclick: () => this.choose(name),
    }, words));
    fill(find('filters'), this.chips);
  }

  choose(name) {
    this.filter = name;
    this.chips.forEach((chip, n) => chip.setAttribute('aria-pressed', String(this.filters[n][0] === name)));
    this.draw();
  }

  show(items) {
    this.items = items;
    this.draw();
  }

  found() {
    const words = this.search.value.trim().toLowerCase();
    const fits = this.filters.find(([name]) => name === this.filter)[2];
    return this.items.filter((item) => fits(item) && (!words || this.wordsOf(item).some((text) => text.toLowerCase().includes(words))));
  }

  draw() {
    const found = this.found();
    find('count').textContent = found.length > MOST ? `${found.length} 项，显示前 ${MOST} 项` : `${found.length} 项`;
    fill(find('list'), found.slice(0, MOST).map((item) => h('li', null, h('button', {
      type: 'button', dataset: { key: this.keyOf(item) }, onclick: () => this.onChoose(this.keyOf(item)),
    }, this.drawRow(item)))), found.length ? null : h('li', { class: 'empty' }, '没有符合的项目'));
    this.mark(this.marked);
  }

  mark(key) {
    this.marked = key;
    for (const row of find('list').querySelectorAll('button')) row.setAttribute('aria-current', String(row.dataset.key === key));
  }
}
