// What the page lays over its map: outlines of a file, defects, one area. Knows no endpoint but an area's border.

import { api } from '../../shared/api.js';
import { boundsOf } from '../../desk/areas.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const IS_ERROR = ['==', ['get', 'severity'], 'error'];
const DEFECT = ['case', IS_ERROR, '#b3261e', '#b87400'];
const IS_POINT = ['==', ['geometry-type'], 'Point'];

function layers() {
  return [
    { id: 'file-fill', type: 'fill', source: 'file', paint: { 'fill-color': '#1d5aa8', 'fill-opacity': 0.1 } },
    { id: 'file-line', type: 'line', source: 'file', paint: { 'line-color': '#1d5aa8', 'line-width': 1.6 } },
    { id: 'defect-fill', type: 'fill', source: 'defects', filter: ['!', IS_POINT], paint: { 'fill-color': DEFECT, 'fill-opacity': 0.55 } },
    { id: 'defect-line', type: 'line', source: 'defects', filter: ['!', IS_POINT], paint: { 'line-color': DEFECT, 'line-width': 3 } },
    { id: 'defect-point', type: 'circle', source: 'defects', filter: IS_POINT, paint: { 'circle-color': DEFECT, 'circle-radius': 7, 'circle-stroke-width': 2, 'circle-stroke-color': '#ffffff' } },
    { id: 'marked-line', type: 'line', source: 'marked', paint: { 'line-color': '#ffb020', 'line-width': 4 } },
  ];
}

/** The page's own layers on a TerritoryMap; without a map every call is without effect. */
export class Ground {
  constructor(map, shown) {
    this.map = map;
    this.shown = shown; // where it is said what the map shows
    this.waiting = {};
    this.setWords = '';
  }

  /** Once the map is open. */
  begin() {
    if (!this.map.isUsable) return;
    for (const id of ['file', 'defects', 'marked']) this.map.gl.addSource(id, { type: 'geojson', data: this.waiting[id] || EMPTY });
    layers().forEach((layer) => this.map.gl.addLayer(layer));
    for (const id of ['defect-fill', 'defect-point']) {
      this.map.gl.on('click', id, (event) => this.onDefect && this.onDefect(event.features[0].properties.n, event.lngLat));
    }
    this.isReady = true;
  }

  _set(id, data) {
    this.waiting[id] = data;
    if (this.isReady) this.map.gl.getSource(id).setData(data);
  }

  /** Outlines of a file; `defects` a FeatureCollection, `onDefect(n, at)` hears a click on the n-th. */
  showFile(outlines, defects, onDefect) {
    this.clear();
    this.onDefect = onDefect;
    const numbered = defects.features.map((feature, n) => ({ ...feature, properties: { ...feature.properties, n } }));
    this._set('file', outlines || EMPTY);
    this._set('defects', { type: 'FeatureCollection', features: numbered.filter((feature) => feature.geometry) });
    const shapes = (outlines || EMPTY).features.map((feature) => feature.geometry);
    if (shapes.length) this.map.fit(boundsOf(shapes));
  }

  mark(geometry) {
    this._set('marked', geometry ? { type: 'Feature', properties: {}, geometry } : EMPTY);
    if (geometry) this._fit(geometry);
  }

  _fit(geometry) {
    const [[west, south], [east, north]] = boundsOf([geometry]);
    const least = 0.002; // a point or a sliver is shown with what lies around it
    const more = (span) => Math.max(0, (least - span) / 2);
    const [x, y] = [more(east - west), more(north - south)];
    this.map.fit([[west - x, south - y], [east + x, north + y]]);
  }

  clear() {
    this.onDefect = null;
    this._set('file', EMPTY);
    this._set('defects', EMPTY);
    this._set('marked', EMPTY);
    this.say(this.setWords);
  }

  /** The borders of a set instead of today's. */
  showSet(set) {
    this.map.showSet(set.state === 'draft' ? `${set.tiles}?at=${Date.now()}` : set.tiles);
    this.setWords = `地图显示：${set.name}`;
    this.say(this.setWords);
  }

  say(words) {
    this.shown.textContent = words;
  }

  /** Mark an area as it stands in a set. */
  async markArea(setId, code) {
    const area = await api.get(`/boundary-sets/${setId}/areas/${encodeURIComponent(code)}`);
    this.mark(area.geometry);
  }
}
