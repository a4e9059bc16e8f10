// @ts-check
// What a desk map shows: borders of each level, groups, names, the base map. Switched by hand, remembered on the device.

import { t } from '../shared/language.js';
import { html, render, useRef, useState } from '../shared/ui.js';

const KEY = 'gridops.map-layers';

/** @typedef {{ name: string, words: string, layers: string[], isPlain: boolean, isOverBase: boolean }} LayerChoice */

/** Layers of the style by what they are, and whether they are shown at first: on our own ground, over a base map.
 * @returns {LayerChoice[]} */
function choices() {
  /** @param {string} kind */
  const group = (kind) => [`${kind}-fill`, `${kind}-line`, `${kind}-label`];
  const shown = { isPlain: true, isOverBase: true };
  const hidden = { isPlain: false, isOverBase: false };
  const ground = { isPlain: true, isOverBase: false };
  const roads = ['street', 'town', 'main', 'expressway'].map((name) => `road-${name}`);
  return [
    { name: 'township', words: t('镇街界'), layers: ['township-line', 'township-label'], ...shown },
    { name: 'village', words: t('村社区界'), layers: ['village-line', 'village-label'], ...shown },
    { name: 'grid', words: t('网格#map'), layers: ['grid-line', 'grid-label'], ...shown },
    {
      name: 'special_grid',
      words: t('专属网格#map'),
      layers: ['special_grid-fill', 'special_grid-line', 'special-label'],
      ...shown,
    },
    { name: 'village_group', words: t('管区#map'), layers: group('village_group'), ...hidden },
    { name: 'enforcement_area', words: t('执法片区#map'), layers: group('enforcement_area'), ...hidden },
    {
      name: 'features',
      words: t('道路与水系'),
      layers: ['water-fill', 'water-line', 'gully-line', ...roads],
      ...ground,
    },
    { name: 'places', words: t('地名'), layers: ['place-label', 'nature-label'], ...ground },
  ];
}

/** @returns {Record<string, boolean>} */
function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || '{}') || {};
  } catch (_error) {
    return {};
  }
}

/** @param {Record<string, boolean>} kept */
function remember(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch (_error) {
    // A device that keeps nothing shows what is shown at first.
  }
}

/** @param {{ rows: [string, string, boolean][], onSwitch: (name: string, isShown: boolean) => void }} props */
function Layers({ rows, onSwitch }) {
  const [isOpen, open] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    open(false);
    button.current?.focus();
  };
  return html`<div onKeyDown=${pressed}>
    <button type="button" class="layer-button" ref=${button} aria-expanded=${String(isOpen)} onClick=${() => open(!isOpen)}>${t('图层#map')}</button>
    <fieldset class="layer-panel" hidden=${!isOpen}>
      <legend class="visually-hidden">${t('图层#map')}</legend>
      ${rows.map(
        ([name, words, isShown]) => html`<label key=${name}>
          <input type="checkbox" name=${name} defaultChecked=${isShown} onChange=${(/** @type {any} */ e) => onSwitch(name, e.target.checked)} />
          <span>${words}</span>
        </label>`,
      )}
    </fieldset>
  </div>`;
}

/** A control of an open map; `baseLayers` are the ids of the base map's layers, empty where there is none. */
export class LayerControl {
  /** @param {string[]} baseLayers */
  constructor(baseLayers) {
    this.hasBase = baseLayers.length > 0;
    this.choices = choices();
    if (this.hasBase) {
      const words = t('底图');
      this.choices.push({ name: 'base', words, layers: baseLayers, isPlain: true, isOverBase: true });
    }
    this.kept = remembered();
    this.element = document.createElement('div');
    this.element.className = 'maplibregl-ctrl maplibregl-ctrl-group layer-control';
  }

  /** @param {any} gl */
  onAdd(gl) {
    this.gl = gl;
    const rows = this.choices.map((choice) => [choice.name, choice.words, this._isShown(choice)]);
    render(html`<${Layers} rows=${rows} onSwitch=${this._switch.bind(this)} />`, this.element);
    for (const choice of this.choices) this._apply(choice);
    return this.element;
  }

  onRemove() {
    render(/** @type {any} */ (null), this.element);
    this.element.remove();
  }

  /** @param {LayerChoice} choice */
  _isShown({ name, isPlain, isOverBase }) {
    const kept = this.kept[name];
    return typeof kept === 'boolean' ? kept : this.hasBase ? isOverBase : isPlain;
  }

  /** @param {string} name @param {boolean} isShown */
  _switch(name, isShown) {
    this.kept[name] = isShown;
    remember(this.kept);
    for (const choice of this.choices) if (choice.name === name) this._apply(choice);
  }

  /** @param {LayerChoice} choice */
  _apply(choice) {
    const visibility = this._isShown(choice) ? 'visible' : 'none';
    for (const id of choice.layers) this.gl.setLayoutProperty(id, 'visibility', visibility);
  }
}
