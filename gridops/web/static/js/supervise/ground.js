// @ts-check
// The supervisor's map: boundaries of the chosen day, the answer's colours, the place asked about, drawing. Without a
// map, and until it is open, every call is kept and otherwise without effect. Asks for no figures.

import { boundsOf } from '../desk/areas.js';
import { TerritoryMap } from '../desk/map.js';
import { t } from '../shared/language.js';
import { html, render } from '../shared/ui.js';
import { PolygonDrawing } from './polygon.js';
import { Shading } from './shading.js';

/** @typedef {import('./asked.js').Polygon} Polygon */
/** @typedef {import('./polygon.js').DrawingState} DrawingState */
/** @typedef {import('./shading.js').Step} Step */
/** @typedef {{ counts: import('./question.js').Count[], heat: any, level: string }} Figures */
/**
 * @typedef {{ onDrawing: (state: DrawingState) => void, onPolygon: (polygon: Polygon | null) => void,
 *   onNarrow: (code: string) => void, onSteps: (steps: Step[]) => void }} Hearers
 */

const NOTHING = { type: 'FeatureCollection', features: [] };
const BORDER = {
  id: 'chosen-line',
  type: 'line',
  source: 'chosen',
  paint: { 'line-color': '#b3261e', 'line-width': 3, 'line-opacity': 0.85 },
};

/** What a click on a shaded area says.
 * @param {{ name: string, n: number, onNarrow: () => void }} props */
function AreaCard({ name, n, onNarrow }) {
  return html`<strong class="stored">${name}</strong>
    <p class="number">${t('{n} 件', { n })}</p>
    <button type="button" class="small" onClick=${onNarrow}>${t('只看这里')}</button>`;
}

export class Ground {
  /** @param {Hearers} hearers */
  constructor(hearers) {
    this.hearers = hearers;
    /** @type {TerritoryMap | null} */
    this.map = null;
    /** @type {Shading | null} */
    this.shading = null;
    /** @type {PolygonDrawing | null} */
    this.drawing = null;
    /** @type {Figures | null} */
    this.figures = null;
    /** @type {Polygon | null} of the question */
    this.polygon = null;
    /** @type {any} of the area asked about */
    this.geometry = null;
    /** @type {import('./asked.js').MapMode} */
    this.mode = 'shade';
    this.tiles = '';
  }

  /** Open the map in its place; true once it can be used.
   * @param {HTMLElement} element @param {import('../desk/areas.js').Bounds | undefined} bounds */
  async open(element, bounds) {
    const map = new TerritoryMap(element);
    await map.open(bounds);
    if (!map.isUsable) return false;
    map.gl.addSource('chosen', { type: 'geojson', data: NOTHING });
    this.shading = new Shading({
      map,
      onSteps: this.hearers.onSteps,
      onArea: (area, { lng, lat }) => this._openCard(map, area, { lon: lng, lat }),
    });
    map.gl.addLayer(BORDER);
    this.drawing = new PolygonDrawing({
      map,
      onState: (state) => this.hearers.onDrawing(state),
      onDone: (polygon) => this.hearers.onPolygon(polygon),
      onGivenUp: () => this.giveUp(),
    });
    this.map = map;
    this.setMode(this.mode);
    if (this.tiles) map.showSet(this.tiles);
    if (this.figures) this.shading.show(this.figures);
    this._showPlace();
    return true;
  }

  /** @param {TerritoryMap} map @param {{ code: string, name: string, n: number }} area @param {import('../desk/map.js').Place} at */
  _openCard(map, { code, name, n }, at) {
    const content = document.createElement('div');
    const popup = map.popup(at, content);
    const narrow = () => {
      popup.remove();
      this.hearers.onNarrow(code);
    };
    render(html`<${AreaCard} name=${name} n=${n} onNarrow=${narrow} />`, content);
  }

  /** The boundaries of a set; its tiles as GET /boundary-sets names them.
   * @param {string} tiles */
  showSet(tiles) {
    this.tiles = tiles;
    this.map?.showSet(tiles);
  }

  /** @param {Figures} figures */
  shade(figures) {
    this.figures = figures;
    this.shading?.show(figures);
  }

  /** @param {import('./asked.js').MapMode} mode */
  setMode(mode) {
    this.mode = mode;
    this.shading?.setMode(mode);
  }

  /** The place of the question: a drawn polygon, or the border of an area.
   * @param {{ polygon: Polygon | null, geometry: any }} place */
  showPlace({ polygon, geometry }) {
    const isSame = Boolean(polygon) && JSON.stringify(polygon) === JSON.stringify(this.polygon);
    this.polygon = polygon;
    this.geometry = polygon ? null : geometry;
    if (!isSame) this._showPlace();
  }

  _showPlace() {
    if (!this.map || !this.drawing) return;
    const { polygon, geometry } = this;
    const features = geometry ? [{ type: 'Feature', properties: {}, geometry }] : [];
    this.map.gl.getSource('chosen').setData({ type: 'FeatureCollection', features });
    if (polygon) this.drawing.show(polygon);
    else this.drawing.clear();
    const shown = polygon || geometry;
    if (shown) this.map.fit(boundsOf([shown]));
  }

  /** Go to a point.
   * @param {import('../desk/map.js').Place} place */
  goTo(place) {
    this.map?.goTo(place);
  }

  /** Begin to draw; what is asked stays until the new polygon is finished. */
  draw() {
    this.drawing?.start();
  }

  undo() {
    this.drawing?.undo();
  }

  finish() {
    this.drawing?.finish();
  }

  /** Give up what is being drawn, or the polygon that is asked about. */
  giveUp() {
    const wasDrawing = this.drawing?.isDrawing;
    this.drawing?.clear();
    if (!wasDrawing) this.hearers.onPolygon(null);
    else if (this.polygon) this.drawing?.show(this.polygon);
  }
}
