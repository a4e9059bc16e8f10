// Where a registered case is: a point clicked on the map, or an area where nobody knows the point.

import { api, query } from '../shared/api.js';
import { fill, h, icon } from '../shared/dom.js';
import { mountAreaTree } from '../desk/area_tree.js';
import { group } from '../desk/forms.js';

/** `location()` as the contract wants it, or null; `point` {lon, lat} where one is known. */
export class RegisterPlace {
  constructor({ map, areas, onChange }) {
    Object.assign(this, { map, areas, onChange });
    this.point = null;
    this.area = null;
    this.pin = null;
    this.said = h('p', { class: 'hint', role: 'status' }, '还没有选位置');
    this.tree = h('div', { class: 'tree-box', hidden: true });
    this.byMap = h('button', { type: 'button', 'data-action': 'pick-place', onclick: () => this._pick() }, icon('pin'), '在地图上点选');
    this.byArea = h('button', { type: 'button', 'data-action': 'pick-area', 'aria-expanded': 'false', onclick: () => this._showTree() }, icon('list'), '位置不明，选区域');
    this.element = group('位置', 'place', h('div', { class: 'line wrap' }, this.byMap, this.byArea), this.said, this.tree);
    this.byMap.disabled = map.element.dataset.map === 'none';
  }

  location() {
    if (this.point) return { ...this.point, coord_sys: 'cgcs2000', source: 'manual' };
    return this.area ? { source: 'area', area_code: this.area.code } : null;
  }

  dispose() {
    this.map.stopPicking();
    if (this.pin) this.pin.remove();
  }

  async _pick() {
    fill(this.said, '请在左边地图上点一下事发位置（Esc 放弃）');
    const point = await this.map.pickPoint();
    if (!point) {
      this._say();
      return;
    }
    if (this.pin) this.pin.remove();
    this.point = point;
    this.area = null;
    this.tree.hidden = true;
    this.pin = this.map.pin(point, 'map-pin');
    this._say();
    this.onChange();
    await this._locate(point);
  }

  async _locate(point) {
    try {
      const place = await api.get(`/locate${query({ ...point, coord_sys: 'cgcs2000' })}`);
      if (point === this.point) this._say(place.grid.name || '不在任何网格内，将由中心人工判断');
    } catch (problem) {
      if (point === this.point) this._say(problem.words || problem.message);
    }
  }

  _showTree() {
    this.tree.hidden = !this.tree.hidden;
    this.byArea.setAttribute('aria-expanded', String(!this.tree.hidden));
    if (this.tree.hidden || this.tree.firstChild) return;
    mountAreaTree(this.tree, { roots: this.areas, onSelect: (area) => this._takeArea(area) });
  }

  _takeArea(area) {
    if (area.level === 'group') {
      fill(this.said, '片区和管区不能作为登记位置，请选镇街、村社区或网格');
      return;
    }
    if (this.pin) this.pin.remove();
    this.point = null;
    this.area = area;
    this._say();
    this.onChange();
  }

  _say(more) {
    if (this.point) fill(this.said, `${this.point.lon.toFixed(5)}, ${this.point.lat.toFixed(5)}（CGCS2000）`, more ? h('strong', null, `　${more}`) : null);
    else if (this.area) fill(this.said, '仅登记区域：', h('strong', null, this.area.name));
    else fill(this.said, '还没有选位置');
  }
}
