// The tree of areas, opened level by level; hands the chosen area on. Keyboard: arrows move, Enter chooses.

import { clear, h } from '../shared/dom.js';
import { childrenOf, KIND_WORDS } from './areas.js';

const LEAF_LEVELS = new Set(['grid', 'group']);

function nodeName(area) {
  return area.level === 'group' ? area.name.split(' ').pop() : area.short_name || area.name;
}

/** A tree under `roots` in `element`, as areas stand `on` a day; `onSelect(area)` hears each choice. */
export class AreaTree {
  constructor(element, { roots, onSelect, on = null }) {
    Object.assign(this, { element, onSelect, on });
    this.selected = null;
    clear(element);
    this.top = h('ul', { class: 'tree', role: 'tree', 'aria-label': '区域 Areas' });
    element.append(this.top);
    roots.forEach((area) => this.top.append(this._node(area, 1)));
    const first = this.top.querySelector('[role=treeitem]');
    if (first) first.tabIndex = 0;
    this.top.addEventListener('keydown', (event) => this._onKey(event));
  }

  /** Open the first root, so that a newcomer sees what there is. */
  async openFirst() {
    const item = this.top.querySelector('[role=treeitem]');
    if (item && !LEAF_LEVELS.has(item.area.level)) await this._open(item);
  }

  mark(code) {
    this.selected = code;
    for (const item of this.top.querySelectorAll('[role=treeitem]')) {
      item.setAttribute('aria-selected', String(item.area.code === code));
    }
  }

  _node(area, depth) {
    const isLeaf = LEAF_LEVELS.has(area.level);
    const twist = h('button', { class: 'tree-twist', type: 'button', tabindex: '-1', 'aria-label': '展开 Open' });
    const name = h('button', { class: 'tree-name', type: 'button', tabindex: '-1' },
      nodeName(area), h('small', {}, KIND_WORDS[area.kind] || ''));
    const row = h('div', { class: 'tree-row' }, isLeaf ? h('span', { class: 'tree-twist' }) : twist, name);
    const item = h('li', { role: 'treeitem', 'aria-selected': 'false', 'aria-level': String(depth), 'data-code': area.code }, row);
    item.tabIndex = -1;
    item.area = area;
    if (!isLeaf) item.setAttribute('aria-expanded', 'false');
    twist.addEventListener('click', () => this._toggle(item));
    name.addEventListener('click', () => this._choose(item));
    return item;
  }

  _choose(item) {
    this.mark(item.area.code);
    this._focus(item);
    this.onSelect(item.area);
  }

  _toggle(item) {
    return item.getAttribute('aria-expanded') === 'true' ? this._close(item) : this._open(item);
  }

  async _open(item) {
    if (LEAF_LEVELS.has(item.area.level)) return;
    item.setAttribute('aria-expanded', 'true');
    if (item.querySelector('ul')) return;
    const list = h('ul', { role: 'group' }, h('li', { class: 'tree-wait' }, '正在读取…'));
    item.append(list);
    try {
      const areas = await childrenOf(item.area, this.on);
      const depth = Number(item.getAttribute('aria-level')) + 1;
      clear(list);
      areas.forEach((area) => list.append(this._node(area, depth)));
      if (areas.length === 0) list.append(h('li', { class: 'tree-wait' }, '没有下级区域'));
      if (this.selected) this.mark(this.selected);
    } catch (problem) {
      list.remove();
      item.setAttribute('aria-expanded', 'false');
    }
  }

  _close(item) {
    item.setAttribute('aria-expanded', 'false');
  }

  _focus(item) {
    for (const other of this.top.querySelectorAll('[role=treeitem][tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus({ preventScroll: false });
  }

  _onKey(event) {
    const item = event.target.closest('[role=treeitem]');
    if (!item) return;
    const shown = [...this.top.querySelectorAll('[role=treeitem]')].filter((li) => li.offsetParent !== null);
    const at = shown.indexOf(item);
    const parent = item.parentElement.closest('[role=treeitem]');
    const moves = {
      ArrowDown: () => shown[at + 1] && this._focus(shown[at + 1]),
      ArrowUp: () => shown[at - 1] && this._focus(shown[at - 1]),
      ArrowRight: () => this._open(item),
      ArrowLeft: () => (item.getAttribute('aria-expanded') === 'true' ? this._close(item) : parent && this._focus(parent)),
      Enter: () => this._choose(item),
      ' ': () => this._choose(item),
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  }
}
