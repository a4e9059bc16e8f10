// Correcting a case: another matter, or another place on the map. What was reported stays as it was sent.

import { fill, h, icon } from '../shared/dom.js';
import { field, group, phrased } from '../desk/forms.js';
import { MatterPicker } from '../desk/matter_picker.js';

/** `element` for a form; `body()` is what to send, null while nothing was changed. `dispose()` removes the pin. */
export class Correction {
  constructor({ incident, matters, map }) {
    this.map = map;
    this.point = null;
    this.pin = null;
    this.incident = incident;
    this.picker = new MatterPicker({ matters: matters.items });
    this.picker.set(matters.byCode.get(incident.service_code) || null);
    this.said = h('p', { class: 'hint' }, '位置不变');
    const pick = h('button', { type: 'button', 'data-action': 'pick-place', onclick: () => this._pick() }, icon('pin'), '在地图上重新选点');
    this.element = h('div', null, group('事项', 'matter', this.picker.element), group('位置', 'place', pick, this.said),
      field('更正说明（可不填）', 'note', phrased('note')));
  }

  body() {
    const said = {};
    const { matter } = this.picker;
    if (matter && matter.service_code !== this.incident.service_code) said.service_code = matter.service_code;
    if (this.point) said.location = { ...this.point, coord_sys: 'cgcs2000', source: 'manual' };
    return Object.keys(said).length ? said : null;
  }

  dispose() {
    this.map.stopPicking();
    if (this.pin) this.pin.remove();
  }

  async _pick() {
    fill(this.said, '请在左边地图上点一下新的位置（Esc 放弃）');
    const point = await this.map.pickPoint();
    if (!point) {
      fill(this.said, this.point ? '保留上次选的点' : '位置不变');
      return;
    }
    if (this.pin) this.pin.remove();
    this.point = point;
    this.pin = this.map.pin(point, 'map-pin');
    fill(this.said, `新位置：${point.lon.toFixed(5)}, ${point.lat.toFixed(5)}（CGCS2000）`);
  }
}
