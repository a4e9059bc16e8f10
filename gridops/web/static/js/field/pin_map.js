// @ts-check
// A small map whose middle is the point: the map is moved under the pin. Loaded only when somebody asks for it.
// Drawn from the service's own tiles, above the base map that the deployment has chosen.

import { Icon } from '../parts/icon.js';
import { api } from '../shared/api.js';
import { isOfBaseMap, layBaseMap, readBaseMap } from '../shared/base_map.js';
import { t } from '../shared/language.js';
import { html, useEffect, useRef } from '../shared/ui.js';
import { Marked } from './marked.js';

const LIBRARY = '../../vendor/maplibre-gl/maplibre-gl.mjs';
const STYLES = new URL('../../vendor/maplibre-gl/maplibre-gl.css', import.meta.url).pathname;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
const OWN_GROUND = ['water', 'stream', 'road', 'place-name'];
const SOURCE = { source: 'territory', type: 'line' };
const LABEL = { source: 'territory', type: 'symbol' };

/** @param {string} color */
function labelPaint(color) {
  return { 'text-color': color, 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 };
}

function style() {
  const tiles = [`${window.location.origin}/tiles/territory/current/{z}/{x}/{y}.mvt`];
  const line = (/** @type {string} */ layer, /** @type {string} */ color, /** @type {any} */ width) =>
    Object.assign(
      { id: layer, 'source-layer': layer, paint: { 'line-color': color, 'line-width': width } },
      SOURCE,
    );
  const label = (
    /** @type {string} */ id,
    /** @type {string} */ layer,
    /** @type {string} */ color,
    /** @type {number} */ size,
    /** @type {object} */ more,
  ) =>
    Object.assign(
      {
        id,
        'source-layer': layer,
        layout: { 'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['sans'] },
        paint: labelPaint(color),
      },
      LABEL,
      more,
    );
  return {
    version: 8,
    sources: { territory: { type: 'vector', tiles, minzoom: 8, maxzoom: 16 } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f4f2ec' } },
      {
        id: 'water',
        source: 'territory',
        'source-layer': 'water',
        type: 'fill',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': '#b9d7ee' },
      },
      {
        id: 'stream',
        source: 'territory',
        'source-layer': 'water',
        type: 'line',
        paint: { 'line-color': '#9cc4e4', 'line-width': 1.5 },
      },
      line('road', '#ffffff', ['interpolate', ['linear'], ['zoom'], 11, 1, 16, 7]),
      line('grid', '#7d93b3', 1),
      line('village', '#3d5f94', 1.6),
      line('township', '#123f7a', 2.4),
      label('place-name', 'place', '#5b5346', 12, { minzoom: 13 }),
      label('village-name', 'label', '#22426f', 13, {
        filter: ['==', ['get', 'level'], 'village'],
        minzoom: 12,
      }),
      label('township-name', 'label', '#123f7a', 15, {
        filter: ['==', ['get', 'level'], 'township'],
        maxzoom: 13,
      }),
    ],
  };
}

function loadStyles() {
  if (document.querySelector(`link[href="${STYLES}"]`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = STYLES;
  document.head.appendChild(link);
}

/** @param {{ lon: number, lat: number } | null} point */
async function startPoint(point) {
  if (point) return { center: [point.lon, point.lat], zoom: 15.5 };
  const { items } = await api.get('/areas?level=district');
  const area = await api.get(`/areas/${items[0].code}`);
  return { center: [area.label_lon, area.label_lat], zoom: 10.5 };
}

/** @param {any} library @param {any} base @param {HTMLElement} canvas @param {object} start */
function drawMap(library, base, canvas, start) {
  const options = {
    container: canvas,
    style: style(),
    attributionControl: false,
    localIdeographFontFamily: FONT,
    dragRotate: false,
    pitchWithRotate: false,
    minZoom: 9,
    maxZoom: 18,
  };
  const map = new library.Map(Object.assign(options, start));
  map.touchZoomRotate.disableRotation();
  map.on('error', (/** @type {any} */ event) => {
    if (!isOfBaseMap(event)) console.error(event.error);
  });
  map.once('load', () => {
    if (!layBaseMap(map, base, 'water').length) return;
    for (const id of OWN_GROUND) map.setLayoutProperty(id, 'visibility', 'none');
  });
  map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
  return map;
}

/** The component of the map, once its library and its ground are here: `start` a point or null, `onDone({lon, lat})` in
 * CGCS2000. Throws where no map can be had. */
export async function openPinMap() {
  const [library, base, whole] = await Promise.all([import(LIBRARY), readBaseMap(), startPoint(null)]);
  const probe = document.createElement('canvas');
  if (!probe.getContext('webgl2') && !probe.getContext('webgl')) throw new Error('no WebGL');
  loadStyles();
  const ground = base.kind === 'none' ? '' : base.attribution || t('未注明来源');
  /** @param {{ start: { lon: number, lat: number } | null, onDone: (point: { lon: number, lat: number }) => void }} props */
  return function PinMap({ start, onDone }) {
    const canvas = useRef(/** @type {HTMLElement | null} */ (null));
    const map = useRef(/** @type {any} */ (null));
    useEffect(() => {
      const begin = start ? { center: [start.lon, start.lat], zoom: 15.5 } : whole;
      map.current = drawMap(library, base, /** @type {HTMLElement} */ (canvas.current), begin);
      return () => map.current.remove();
    }, []);
    const take = () => {
      const { lng, lat } = map.current.getCenter();
      onDone({ lon: Number(lng.toFixed(7)), lat: Number(lat.toFixed(7)) });
    };
    return html`<p class="pin-help">${t('拖动地图，让图钉指准地点。')}</p>
      <div class="pin-map" aria-label=${t('选点地图')}>
        <div class="pin-canvas" ref=${canvas}></div>
        <div class="pin-mark"><${Icon} name="pin" /></div>
      </div>
      <p class="pin-note">${t('示意，不作为划界依据')} · CGCS2000${ground && ` · ${t('底图 {name}', { name: ground })}`}</p>
      <button type="button" class="primary wide" data-action="take-point" onClick=${take}><${Marked} icon="check" words=${t('就用图钉指的地方')} /></button>`;
  };
}
