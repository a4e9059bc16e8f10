// @ts-check
// Drawing a polygon on the map by clicks; hands on a closed GeoJSON Polygon in CGCS2000 degrees.

/** @typedef {import('./asked.js').Polygon} Polygon */
/** @typedef {{ isDrawing: boolean, count: number, hasPolygon: boolean, isEnough: boolean }} DrawingState */

const EMPTY = { type: 'FeatureCollection', features: [] };
const LEAST = 3;

/** @param {number} degrees */
function round(degrees) {
  return Math.round(degrees * 1e7) / 1e7;
}

/** @param {any} geometry */
function feature(geometry) {
  return { type: 'Feature', properties: {}, geometry };
}

function layers() {
  const source = 'drawn';
  return [
    {
      id: 'drawn-fill',
      type: 'fill',
      source,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': '#b3261e', 'fill-opacity': 0.1 },
    },
    {
      id: 'drawn-line',
      type: 'line',
      source,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': '#b3261e', 'line-width': 2.5, 'line-dasharray': [2, 1] },
    },
    {
      id: 'drawn-point',
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 5,
        'circle-color': '#ffffff',
        'circle-stroke-color': '#b3261e',
        'circle-stroke-width': 2.5,
      },
    },
  ];
}

/** `onDone(polygon)` hears a finished one, `onGivenUp()` that Esc ended the drawing, `onState({isDrawing, count, hasPolygon})` every change. */
export class PolygonDrawing {
  /**
   * @param {{ map: import('../desk/map.js').TerritoryMap, onDone: (polygon: Polygon) => void, onGivenUp: () => void,
   *   onState: (state: DrawingState) => void }} plan
   */
  constructor({ map, onDone, onGivenUp, onState }) {
    this.map = map;
    this.onDone = onDone;
    this.onGivenUp = onGivenUp;
    this.onState = onState;
    /** @type {number[][]} */
    this.points = [];
    /** @type {Polygon | null} */
    this.polygon = null;
    this.isDrawing = false;
    map.gl.addSource('drawn', { type: 'geojson', data: EMPTY });
    for (const layer of layers()) map.gl.addLayer(layer);
    this.onClick = (/** @type {any} */ event) =>
      this._add([round(event.lngLat.lng), round(event.lngLat.lat)]);
    this.onDouble = (/** @type {any} */ event) => {
      event.preventDefault();
      this.finish();
    };
    this.onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'Escape') this.onGivenUp();
      else if (event.key === 'Enter') this.finish();
    };
  }

  start() {
    this.clear();
    this.isDrawing = true;
    this.map.element.dataset.drawing = 'true';
    this.map.gl.doubleClickZoom.disable();
    this.map.gl.on('click', this.onClick);
    this.map.gl.on('dblclick', this.onDouble);
    document.addEventListener('keydown', this.onKey);
    this._tell();
  }

  /** Show one that was drawn before; `onDone` is not told.
   * @param {Polygon} polygon */
  show(polygon) {
    this.polygon = polygon;
    this.points = polygon.coordinates[0].slice(0, -1);
    this._draw();
  }

  undo() {
    this.points.pop();
    this._draw();
  }

  finish() {
    if (!this.isDrawing || this.points.length < LEAST) return;
    this.polygon = { type: 'Polygon', coordinates: [[...this.points, this.points[0]]] };
    this._stop();
    this._draw();
    this.onDone(this.polygon);
  }

  clear() {
    this._stop();
    this.points = [];
    this.polygon = null;
    this._draw();
  }

  /** @param {number[]} point */
  _add(point) {
    const last = this.points[this.points.length - 1];
    // A double click ends the drawing and comes as two clicks first: the second adds nothing.
    if (last && Math.abs(last[0] - point[0]) < 1e-6 && Math.abs(last[1] - point[1]) < 1e-6) return;
    this.points.push(point);
    this._draw();
  }

  _stop() {
    if (!this.isDrawing) return;
    this.isDrawing = false;
    delete this.map.element.dataset.drawing;
    this.map.gl.doubleClickZoom.enable();
    this.map.gl.off('click', this.onClick);
    this.map.gl.off('dblclick', this.onDouble);
    document.removeEventListener('keydown', this.onKey);
  }

  _draw() {
    const features = this.isDrawing ? this.points.map((p) => feature({ type: 'Point', coordinates: p })) : [];
    if (this.polygon) features.push(feature(this.polygon));
    else if (this.points.length > 1) features.push(feature({ type: 'LineString', coordinates: this.points }));
    this.map.gl.getSource('drawn').setData({ type: 'FeatureCollection', features });
    this._tell();
  }

  _tell() {
    this.onState({
      isDrawing: this.isDrawing,
      count: this.points.length,
      hasPolygon: Boolean(this.polygon),
      isEnough: this.points.length >= LEAST,
    });
  }
}
