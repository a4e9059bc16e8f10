// The cases behind the figures, page by page; one row opens the whole case in a window.

import { clear, fill, h } from '../shared/dom.js';
import { clock } from '../shared/words.js';
import { shortAreaName } from '../desk/areas.js';
import { caseView, dueMark, readCase, statePill } from '../desk/case_view.js';
import { openDialog } from '../desk/dialog.js';

const HEAD = ['编号', '上报', '事项', '状态', '时限', '网格'];

/** `load(cursor)` gives a page {items, next_cursor}. The table stands in `element`. */
export class CaseTable {
  constructor({ element, load, matters, map }) {
    Object.assign(this, { element, load, matters, map });
    this.cursors = [null];
    this.at = 0;
  }

  /** The first page is already here. */
  show(page) {
    this.cursors = [null];
    this.at = 0;
    this._draw(page);
  }

  get isFirstPage() {
    return this.at === 0;
  }

  async _go(step) {
    const at = this.at + step;
    this.element.setAttribute('aria-busy', 'true');
    try {
      const page = await this.load(this.cursors[at]);
      this.at = at;
      this._draw(page);
    } catch (problem) {
      this.element.append(h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    } finally {
      this.element.removeAttribute('aria-busy');
    }
  }

  _draw(page) {
    this.cursors[this.at + 1] = page.next_cursor;
    if (page.items.length === 0) {
      fill(this.element, h('p', { class: 'empty' }, '这个范围和期间内没有事件。'));
      return;
    }
    const table = h('table', { class: 'cases' }, h('thead', null, h('tr', null, HEAD.map((words) => h('th', { scope: 'col' }, words)))),
      h('tbody', null, page.items.map((incident) => this._row(incident))));
    const button = (words, step, isPossible) => h('button', { type: 'button', class: 'small', disabled: !isPossible, onclick: () => this._go(step) }, words);
    fill(this.element, h('div', { class: 'table-holder' }, table), h('div', { class: 'line pages' }, button('上一页', -1, this.at > 0),
      h('span', { class: 'number' }, `第 ${this.at + 1} 页`), button('下一页', 1, Boolean(page.next_cursor))));
  }

  _row(incident) {
    const name = incident.restricted ? '受限事件' : incident.service_name;
    const open = h('button', { type: 'button', class: 'quiet small number', onclick: () => this._open(incident.id) }, incident.case_number.slice(-9));
    const grid = shortAreaName(incident.grid.name || '未确定');
    return h('tr', { 'data-incident': incident.id, 'data-state': incident.state }, h('td', null, open), h('td', null, clock(incident.reported_at)),
      h('td', null, name), h('td', null, statePill(incident)), h('td', null, dueMark(incident) || '—'), h('td', null, grid));
  }

  async _open(id) {
    const holder = h('div', { class: 'case' }, h('p', { class: 'empty' }, '正在读取…'));
    const window = openDialog({ title: '事件', name: 'case', wide: true, content: holder });
    try {
      const found = await readCase(id);
      const onPlace = this.map.isUsable ? (place) => { window.close(); this.map.goTo(place); } : null;
      clear(holder);
      fill(holder, caseView(found, { companions: { matters: this.matters.byCode, units: new Map() }, onPlace }));
    } catch (problem) {
      fill(holder, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }
}
