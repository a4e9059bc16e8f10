// A small map whose middle is the point: the map is moved under the pin. Loaded only when somebody asks for it.
// Drawn from the service's own tiles, above the base map that the deployment has chosen.

import { fill, h, icon } from '../shared/dom.js';
import { api } from '../shared/api.js';
import { isOfBaseMap, layBaseMap, readBaseMap } from '../shared/base_map.js';

const LIBRARY = '../../vendor/maplibre-gl/maplibre-gl.mjs';
const STYLES = new URL('../../vendor/maplibre-gl/maplibre-gl.css', import.meta.url).pathname;
const FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';
const OWN_GROUND = ['water', 'stream', 'road', 'place-name'];
const SOURCE = { source: 'territory', type: 'line' };
const LABEL = { source: 'territory', type: 'symbol' };

function labelPaint(color) {
  return { 'text-color': color, 'text-halo-color': '#ffffff', 'text-halo-width': 1.4 };
}

function style() {
  const tiles = [`${window.location.origin}/tiles/territory/current/{z}/{x}/{y}.mvt`];
  const line = (layer, color, width) => Object.assign({ id: layer, 'source-layer': layer,
    paint: { 'line-color': color, 'line-width': width } }, SOURCE);
  const label = (id, layer, color, size, more) => Object.assign({ id, 'source-layer': layer,
    layout: { 'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['sans'] }, paint: labelPaint(color) }, LABEL, more);
  return {
    version: 8,
    sources: { territory: { type: 'vector', tiles, minzoom: 8, maxzoom: 16 } },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#f4f2ec' } },
      { id: 'water', source: 'territory', 'source-layer': 'water', type: 'fill', filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': '#b9d7ee' } },
      { id: 'stream', source: 'territory', 'source-layer': 'water', type: 'line', paint: { 'line-color': '#9cc4e4', 'line-width': 1.5 } },
      line('road', '#ffffff', ['interpolate', ['linear'], ['zoom'], 11, 1, 16, 7]),
      line('grid', '#7d93b3', 1),
      line('village', '#3d5f94', 1.6),
      line('township', '#123f7a', 2.4),
      label('place-name', 'place', '#5b5346', 12, { minzoom: 13 }),
      label('village-name', 'label', '#22426f', 13, { filter: ['==', ['get', 'level'], 'village'], minzoom: 12 }),
      label('township-name', 'label', '#123f7a', 15, { filter: ['==', ['get', 'level'], 'township'], maxzoom: 13 }),
    ],
  };
}

function loadStyles() {
  if (document.querySelector(`link[href="${STYLES}"]`)) return;
  document.head.appendChild(h('link', { rel: 'stylesheet', href: STYLES }));
}

async function startPoint(point) {
  if (point) return { center: [point.lon, point.lat], zoom: 15.5 };
  const { items } = await api.get('/areas?level=district');
  const area = await api.get(`/areas/${items[0].code}`);
  return { center: [area.label_lon, area.label_lat], zoom: 10.5 };
}

// Shows the map in `place`, starting at `point`; onDone({lon, lat}) in CGCS2000. Throws where no map can be had.
export async function pinMap(place, point, onDone) {
  const [library, start, base] = await Promise.all([import(LIBRARY), startPoint(point), readBaseMap()]);
  loadStyles();
  const canvas = h('div', { class: 'pin-canvas' });
  const pin = h('div', { class: 'pin-mark' }, icon('pin'));
  const done = h('button', { type: 'button', class: 'primary wide', dataset: { action: 'take-point' } }, icon('check'), h('span', null, '就用图钉指的地方'));
  fill(place, h('p', { class: 'pin-help' }, '拖动地图，让图钉指准地点。'),
    h('div', { class: 'pin-map', 'aria-label': '选点地图' }, canvas, pin),
    h('p', { class: 'pin-note' }, `示意，不作为划界依据 · CGCS2000${base.kind === 'none' ? '' : ` · 底图 ${base.attribution || '未注明来源'}`}`), done);
  const map = new library.Map(Object.assign({
    container: canvas, style: style(), attributionControl: false, localIdeographFontFamily: FONT,
    dragRotate: false, pitchWithRotate: false, minZoom: 9, maxZoom: 18,
  }, start));
  map.touchZoomRotate.disableRotation();
  map.on('error', (event) => { if (!isOfBaseMap(event)) console.error(event.error); });
  map.once('load', () => {
    if (layBaseMap(map, base, 'water').length) OWN_GROUND.forEach((id) => map.setLayoutProperty(id, 'visibility', 'none'));
  });
  map.addControl(new library.NavigationControl({ showCompass: false }), 'top-right');
  done.addEventListener('click', () => {
    const { lng, lat } = map.getCenter();
    map.remove();
    onDone({ lon: Number(lng.toFixed(7)), lat: Number(lat.toFixed(7)) });
  });
}
