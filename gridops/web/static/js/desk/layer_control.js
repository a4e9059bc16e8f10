// What a desk map shows: borders of each level, groups, names, the base map. Switched by hand, remembered on the device.

import { h } from '../shared/dom.js';

const KEY = 'gridops.map-layers';

/** [name, words, layers of the style, whether shown at first (without, with a base map)] */
const CHOICES = [
  ['township', '镇街界', ['township-line', 'township-label'], true, true],
  ['village', '村社区界', ['village-line', 'village-label'], true, true],
  ['grid', '网格', ['grid-line', 'grid-label'], true, true],
  ['special_grid', '专属网格', ['special_grid-fill', 'special_grid-line', 'special-label'], true, true],
  ['village_group', '管区', ['village_group-fill', 'village_group-line', 'village_group-label'], false, false],
  ['enforcement_area', '执法片区', ['enforcement_area-fill', 'enforcement_area-line', 'enforcement_area-label'], false, false],
  ['features', '道路与水系', ['water-fill', 'water-line', 'gully-line', 'road-street', 'road-town', 'road-main', 'road-expressway'], true, false],
  ['places', '地名', ['place-label', 'nature-label'], true, false],
];

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch (error) {
    return {};
  }
}

function remember(choices) {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch (error) {
    // A device that keeps nothing shows what is shown at first.
  }
}

/** A control of an open map; `baseLayers` are the ids of the base map's layers, empty where there is none. */
export class LayerControl {
  constructor(baseLayers) {
    this.hasBase = baseLayers.length > 0;
    this.choices = this.hasBase ? [...CHOICES, ['base', '底图', baseLayers, true, true]] : CHOICES;
    this.kept = remembered();
  }

  onAdd(gl) {
    this.gl = gl;
    this.panel = h('fieldset', { class: 'layer-panel', hidden: true }, h('legend', { class: 'visually-hidden' }, '图层 Layers'),
      this.choices.map((choice) => this._row(choice)));
    this.button = h('button', { type: 'button', class: 'layer-button', 'aria-expanded': 'false', title: '图层 Layers', onclick: () => this._toggle() }, '图层');
    this.element = h('div', { class: 'maplibregl-ctrl maplibregl-ctrl-group layer-control' }, this.button, this.panel);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.panel.hidden) return;
      event.stopPropagation();
      this._toggle();
      this.button.focus();
    });
    this.choices.forEach((choice) => this._apply(choice));
    return this.element;
  }

  onRemove() {
    this.element.remove();
  }

  _isShown([name, , , plain, overBase]) {
    const kept = this.kept[name];
    return typeof kept === 'boolean' ? kept : this.hasBase ? overBase : plain;
  }

  _row(choice) {
    const [name, words] = choice;
    const box = h('input', { type: 'checkbox', name, checked: this._isShown(choice) });
    box.addEventListener('change', () => {
      this.kept[name] = box.checked;
      remember(this.kept);
      this._apply(choice);
    });
    return h('label', null, box, h('span', null, words));
  }

  _apply(choice) {
    const visibility = this._isShown(choice) ? 'visible' : 'none';
    choice[2].forEach((id) => this.gl.setLayoutProperty(id, 'visibility', visibility));
  }

  _toggle() {
    this.panel.hidden = !this.panel.hidden;
    this.button.setAttribute('aria-expanded', String(!this.panel.hidden));
  }
}
