// @ts-check
// The answer on the map: areas shaded by count, or heat. Always from the same answer as the figures beside it.

import { countSteps } from '../desk/palette.js';
import { foldBy } from './counting.js';

const LEVELS = ['township', 'village', 'grid'];
const BELOW = 'water-fill';
const FIRST_LABEL = 'grid-label';
const EMPTY = { type: 'FeatureCollection', features: [] };

function heatLayer() {
  return {
    id: 'heat',
    type: 'heatmap',
    source: 'heat',
    layout: { visibility: 'none' },
    paint: {
      'heatmap-weight': 1,
      'heatmap-radius': ['interpolate', ['exponential', 1.5], ['zoom'], 9, 14, 12, 30, 16, 80],
      'heatmap-intensity': 1,
      'heatmap-opacity': 0.8,
      'heatmap-color': [
        'interpolate',
        ['linear'],
        ['heatmap-density'],
        0,
        'rgba(255,214,102,0)',
        0.08,
        'rgba(255,206,92,0.75)',
        0.35,
        '#f59a3c',
        0.7,
        '#d2462f',
        1,
        '#8c1d18',
      ],
    },
  };
}

/** @typedef {{ from: number, colour: string }} Step */

/** @param {Step[]} steps */
function shadeColour(steps) {
  const n = ['coalesce', ['feature-state', 'n'], 0];
  return ['step', n, 'rgba(0,0,0,0)', ...steps.flatMap(({ from, colour }) => [from, colour])];
}

/** `onArea({code, name, n}, at)` hears a click on a shaded area, `onSteps` what its colours mean; none where it is not shown. */
export class Shading {
  /**
   * @param {{ map: import('../desk/map.js').TerritoryMap, onSteps: (steps: Step[]) => void,
   *   onArea: (area: { code: string, name: string, n: number }, at: { lng: number, lat: number }) => void }} plan
   */
  constructor({ map, onSteps, onArea }) {
    this.map = map;
    this.onSteps = onSteps;
    this.onArea = onArea;
    /** @type {import('./asked.js').MapMode} */
    this.mode = 'shade';
    this.level = 'village';
    /** @type {string[]} */
    this.codes = [];
    /** @type {Map<string, { n: number, name: string }>} */
    this.folded = new Map();
    this.largest = 1;
    map.gl.addSource('heat', { type: 'geojson', data: EMPTY });
    for (const level of LEVELS) {
      map.gl.addLayer(
        {
          id: `shade-${level}`,
          type: 'fill',
          source: 'territory',
          'source-layer': level,
          layout: { visibility: 'none' },
          paint: { 'fill-color': 'rgba(0,0,0,0)', 'fill-opacity': map.hasBase ? 0.5 : 0.8 },
        },
        BELOW,
      );
      map.gl.on('click', `shade-${level}`, (/** @type {any} */ event) => this._onClick(event, level));
    }
    map.gl.addLayer(heatLayer(), FIRST_LABEL);
  }

  /** Show the counts at a level, and the heat of the same answer.
   * @param {{ counts: import('./question.js').Count[], heat: any, level: string }} answer */
  show({ counts, heat, level }) {
    for (const code of this.codes)
      this.map.gl.removeFeatureState({ source: 'territory', sourceLayer: this.level, id: code });
    this.level = level;
    const folded = foldBy(counts, level);
    folded.delete('');
    this.codes = [...folded.keys()];
    for (const [code, { n }] of folded)
      this.map.gl.setFeatureState({ source: 'territory', sourceLayer: level, id: code }, { n });
    this.folded = folded;
    this.largest = Math.max(1, ...[...folded.values()].map(({ n }) => n));
    this.map.gl.getSource('heat').setData(heat);
    // The fullest cell is the warmest, however many cases the period holds.
    const fullest = Math.max(1, ...heat.features.map((/** @type {any} */ cell) => cell.properties.n));
    this.map.gl.setPaintProperty('heat', 'heatmap-weight', [
      '+',
      0.35,
      ['*', 0.65, ['/', ['get', 'n'], fullest]],
    ]);
    this._apply();
  }

  /** @param {import('./asked.js').MapMode} mode */
  setMode(mode) {
    this.mode = mode;
    this._apply();
  }

  _apply() {
    const steps = countSteps(this.largest);
    for (const level of LEVELS) {
      const isShown = this.mode === 'shade' && level === this.level;
      this.map.gl.setLayoutProperty(`shade-${level}`, 'visibility', isShown ? 'visible' : 'none');
      if (isShown) this.map.gl.setPaintProperty(`shade-${level}`, 'fill-color', shadeColour(steps));
    }
    this.map.gl.setLayoutProperty('heat', 'visibility', this.mode === 'heat' ? 'visible' : 'none');
    this.onSteps(this.mode === 'shade' ? steps : []);
  }

  /** @param {any} event @param {string} level */
  _onClick(event, level) {
    if (this.map.element.dataset.drawing || this.mode !== 'shade' || level !== this.level) return;
    const { code, short_name: short, name } = event.features[0].properties;
    const found = this.folded.get(code);
    this.onArea({ code, name: short || name, n: found ? found.n : 0 }, event.lngLat);
  }
}
