// @ts-check
// What the page lays over its map: outlines of a file, defects, one area. Knows no endpoint but an area's border.

import { boundsOf } from '../../desk/areas.js';
import { TerritoryMap } from '../../desk/map.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const IS_ERROR = ['==', ['get', 'severity'], 'error'];
const DEFECT = ['case', IS_ERROR, '#b3261e', '#b87400'];
const IS_POINT = ['==', ['geometry-type'], 'Point'];

function layers() {
  return [
    {
      id: 'file-fill',
      type: 'fill',
      source: 'file',
      paint: { 'fill-color': '#1d5aa8', 'fill-opacity': 0.1 },
    },
    { id: 'file-line', type: 'line', source: 'file', paint: { 'line-color': '#1d5aa8', 'line-width': 1.6 } },
    {
      id: 'defect-fill',
      type: 'fill',
      source: 'defects',
      filter: ['!', IS_POINT],
      paint: { 'fill-color': DEFECT, 'fill-opacity': 0.55 },
    },
    {
      id: 'defect-line',
      type: 'line',
      source: 'defects',
      filter: ['!', IS_POINT],
      paint: { 'line-color': DEFECT, 'line-width': 3 },
    },
    {
      id: 'defect-point',
      type: 'circle',
      source: 'defects',
      filter: IS_POINT,
      paint: {
        'circle-color': DEFECT,
        'circle-radius': 7,
        'circle-stroke-width': 2,
        'circle-stroke-color': '#ffffff',
      },
    },
    {
      id: 'marked-line',
      type: 'line',
      source: 'marked',
      paint: { 'line-color': '#ffb020', 'line-width': 4 },
    },
  ];
}

/** Around the district, which is the administrator's ground whatever his own areas are; undefined before there is one. */
async function bounds() {
  try {
    const { items } = await api.get('/areas?level=district');
    const area = await api.get(`/areas/${encodeURIComponent(items[0].code)}`);
    return boundsOf([area.geometry]);
  } catch (_problem) {
    return undefined;
  }
}

/** The page's map with its own layers; without a map every call is without effect. */
export class Ground {
  /** @param {(words: string) => void} onSay hears what the map shows */
  constructor(onSay) {
    this.onSay = onSay;
    /** @type {any} */
    this.map = null;
    /** @type {Record<string, any>} */
    this.waiting = {};
    this.setWords = '';
    this.isReady = false;
    /** @type {((n: number) => void) | null} */
    this.onDefect = null;
  }

  /** Open the map in its place, around the district.
   * @param {HTMLElement} element */
  async open(element) {
    this.map = new TerritoryMap(element);
    await this.map.open(await bounds());
    if (!this.map.isUsable) return;
    const { gl } = this.map;
    for (const id of ['file', 'defects', 'marked'])
      gl.addSource(id, { type: 'geojson', data: this.waiting[id] || EMPTY });
    for (const layer of layers()) gl.addLayer(layer);
    for (const id of ['defect-fill', 'defect-point']) {
      gl.on('click', id, (/** @type {any} */ event) => this.onDefect?.(event.features[0].properties.n));
    }
    this.isReady = true;
  }

  /** @param {string} id @param {any} data */
  _set(id, data) {
    this.waiting[id] = data;
    if (this.isReady) this.map.gl.getSource(id).setData(data);
  }

  /** Outlines of a file; `defects` a FeatureCollection, `onDefect(n)` hears a click on the n-th.
   * @param {any} outlines @param {any} defects @param {(n: number) => void} onDefect */
  showFile(outlines, defects, onDefect) {
    this.clear();
    this.onDefect = onDefect;
    const numbered = defects.features.map((/** @type {any} */ feature, /** @type {number} */ n) => ({
      ...feature,
      properties: { ...feature.properties, n },
    }));
    this._set('file', outlines || EMPTY);
    this._set('defects', {
      type: 'FeatureCollection',
      features: numbered.filter((/** @type {any} */ feature) => feature.geometry),
    });
    const shapes = (outlines || EMPTY).features.map((/** @type {any} */ feature) => feature.geometry);
    if (shapes.length) this.map?.fit(boundsOf(shapes));
  }

  /** @param {any} geometry */
  mark(geometry) {
    this._set('marked', geometry ? { type: 'Feature', properties: {}, geometry } : EMPTY);
    if (geometry) this._fit(geometry);
  }

  /** @param {any} geometry */
  _fit(geometry) {
    const [[west, south], [east, north]] = boundsOf([geometry]);
    const least = 0.002; // a point or a sliver is shown with what lies around it
    const more = (/** @type {number} */ span) => Math.max(0, (least - span) / 2);
    const [x, y] = [more(east - west), more(north - south)];
    this.map?.fit([
      [west - x, south - y],
      [east + x, north + y],
    ]);
  }

  clear() {
    this.onDefect = null;
    this._set('file', EMPTY);
    this._set('defects', EMPTY);
    this._set('marked', EMPTY);
    this.say(this.setWords);
  }

  /** The borders of a set instead of today's.
   * @param {any} set */
  showSet(set) {
    this.map?.showSet(set.state === 'draft' ? `${set.tiles}?at=${Date.now()}` : set.tiles);
    this.setWords = t('地图显示：{what}', { what: set.name });
    this.say(this.setWords);
  }

  /** @param {string} words */
  say(words) {
    this.onSay(words);
  }

  /** Mark an area as it stands in a set.
   * @param {string} setId @param {string} code */
  async markArea(setId, code) {
    const area = await api.get(`/boundary-sets/${setId}/areas/${encodeURIComponent(code)}`);
    this.mark(area.geometry);
  }
}
