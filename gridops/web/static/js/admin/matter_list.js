// The list of matters: searched, filtered, one of them marked. It asks for nothing itself.

import { fill, h } from '../shared/dom.js';
import { KINDS } from './choices.js';
import { find } from './page.js';

const MOST = 300;
const FILTERS = [
  ['all', '全部', () => true],
  ['missing', '未准入', (m) => m.is_active && !m.admitted],
  ['coming', '有待生效版本', (m) => Boolean(m.coming_from)],
  ['restricted', '受限', (m) => m.restricted],
  ['retired', '已停用', (m) => !m.is_active],
];

function tag(state, words) {
  return h('span', { class: 'tag', 'data-state': state }, words);
}

function tags(matter) {
  return h('span', { class: 'tags' },
    matter.is_active ? null : tag('retired', '停用'),
    matter.admitted || !matter.is_active ? null : tag('missing', '未准入'),
    matter.coming_from ? tag('coming', '待生效') : null);
}

export class MatterList {
  constructor(onChoose) {
    Object.assign(this, { onChoose, items: [], filter: 'all', marked: null });
    this.search = find('search');
    this.search.addEventListener('input', () => this.draw());
    this.chips = FILTERS.map(([name, words]) => h('button', {
      type: 'button', class: 'chip', 'aria-pressed': String(name === this.filter), onclick: () => this.choose(name),
    }, words));
    fill(find('filters'), this.chips);
  }

  choose(name) {
    this.filter = name;
    this.chips.forEach((chip, n) => chip.setAttribute('aria-pressed', String(FILTERS[n][0] === name)));
    this.draw();
  }

  show(items) {
    this.items = items;
    this.draw();
  }

  found() {
    const words = this.search.value.trim().toLowerCase();
    const fits = FILTERS.find(([name]) => name === this.filter)[2];
    return this.items.filter((m) => fits(m) && (!words
      || [m.service_code, m.service_name, m.service_group, m.source_list].some((text) => text.toLowerCase().includes(words))));
  }

  draw() {
    const found = this.found();
    find('count').textContent = found.length > MOST ? `${found.length} 项，显示前 ${MOST} 项` : `${found.length} 项`;
    fill(find('list'), found.slice(0, MOST).map((matter) => this.row(matter)),
      found.length ? null : h('li', { class: 'empty' }, '没有符合的事项'));
    if (this.marked) this.mark(this.marked);
  }

  row(matter) {
    const origin = [KINDS[matter.source_kind], matter.source_list].filter(Boolean).join(' · ');
    return h('li', null, h('button', { type: 'button', dataset: { code: matter.service_code }, onclick: () => this.onChoose(matter.service_code) },
      h('span', null, matter.service_name), tags(matter),
      h('small', null, [matter.service_code, matter.service_group, matter.limit, origin].filter(Boolean).join(' · '))));
  }

  mark(code) {
    this.marked = code;
    for (const row of find('list').querySelectorAll('button')) {
      row.setAttribute('aria-current', String(row.dataset.code === code));
    }
  }
}
