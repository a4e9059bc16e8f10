// @ts-check
// What lies under the territory, as the deployment has set it: sources and layers for a map that is open already.
// A base map that cannot be had leaves the map as it is. For old phones too.

import { api } from './api.js';

/** @typedef {{ kind: string, tiles: string[], attribution: string, minzoom?: number, maxzoom?: number }} BaseMap */

/** @type {BaseMap} */
const NONE = { kind: 'none', tiles: [], attribution: '' };
const SOURCE = 'base';
const ABSOLUTE = /^https?:/;
/** @type {Record<string, string>} */
const COLOURS = { water: '#c3dcec', green: '#e7eee0', road: '#d3cfc4', building: '#e3ded6' };

/** The base map's {kind, tiles, minzoom, maxzoom, attribution}; none where nobody could say.
 * @returns {Promise<BaseMap>} */
export async function readBaseMap() {
  try {
    return await api.get('/basemap');
  } catch (_problem) {
    return NONE;
  }
}

/** @param {BaseMap} base @param {string[]} tiles */
function rasterLayers(base, tiles) {
  /** @type {Record<string, any>} */
  const sources = {};
  /** @type {any[]} */
  const layers = [];
  tiles.forEach((address, n) => {
    const id = `${SOURCE}-${n}`;
    sources[id] = {
      type: 'raster',
      tiles: [address],
      tileSize: 256,
      minzoom: base.minzoom,
      maxzoom: base.maxzoom,
    };
    layers.push({
      id,
      type: 'raster',
      source: id,
      paint: { 'raster-saturation': -0.25, 'raster-fade-duration': 100 },
    });
  });
  return { sources, layers };
}

/** @param {string} role @param {string} name @returns {any[]} */
function vectorLayer(role, name) {
  const id = `${SOURCE}-${name}`;
  const common = { source: SOURCE, 'source-layer': name };
  const isArea = ['==', ['geometry-type'], 'Polygon'];
  const isLine = ['==', ['geometry-type'], 'LineString'];
  if (role === 'label') {
    return [
      Object.assign(
        {
          id,
          type: 'symbol',
          minzoom: 9,
          layout: {
            'text-field': ['coalesce', ['get', 'name:zh'], ['get', 'name'], ''],
            'text-font': ['sans-serif'],
            'text-size': 11,
          },
          paint: { 'text-color': '#6f747b', 'text-halo-color': '#ffffff', 'text-halo-width': 1.2 },
        },
        common,
      ),
    ];
  }
  const colour = COLOURS[role];
  const line = Object.assign(
    {
      id: `${id}-line`,
      type: 'line',
      filter: isLine,
      paint: {
        'line-color': colour,
        'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.5, 16, role === 'road' ? 5 : 2.5],
      },
    },
    common,
  );
  const area = Object.assign({ id, type: 'fill', filter: isArea, paint: { 'fill-color': colour } }, common);
  if (role === 'road') return [line];
  return role === 'water' ? [area, line] : [area];
}

// Layers of the usual schemas (OpenMapTiles, Protomaps, Shortbread) by what they are; those that a file does not
// have draw nothing.
/** @type {Record<string, string[]>} */
const KNOWN = {
  green: ['landcover', 'park', 'land', 'landuse', 'sites'],
  water: ['water', 'ocean', 'water_polygons', 'waterway', 'water_lines'],
  building: ['building', 'buildings'],
  road: ['transportation', 'roads', 'streets'],
  label: ['place', 'places', 'place_labels', 'street_labels', 'transportation_name', 'water_name'],
};

/** @param {BaseMap} base @param {string[]} tiles */
function vectorLayers(base, tiles) {
  /** @type {any[]} */
  const layers = [];
  for (const role of Object.keys(KNOWN)) {
    for (const name of KNOWN[role]) layers.push(...vectorLayer(role, name));
  }
  /** @type {Record<string, any>} */
  const sources = {};
  sources[SOURCE] = { type: 'vector', tiles, minzoom: base.minzoom, maxzoom: base.maxzoom };
  return { sources, layers };
}

/** Lay the base map beneath the layer `below` of an open map; returns the ids of its layers.
 * @param {any} gl @param {BaseMap} base @param {string} below @returns {string[]} */
export function layBaseMap(gl, base, below) {
  if (base.kind === 'none') return [];
  const tiles = base.tiles.map((address) =>
    ABSOLUTE.test(address) ? address : window.location.origin + address,
  );
  const { sources, layers } = base.kind === 'vector' ? vectorLayers(base, tiles) : rasterLayers(base, tiles);
  for (const id of Object.keys(sources)) gl.addSource(id, sources[id]);
  for (const layer of layers) gl.addLayer(layer, below);
  return layers.map((layer) => layer.id);
}

/** Whether a fault of the map is the base map's, which the rest can do without.
 * @param {{ sourceId?: string }} event */
export function isOfBaseMap(event) {
  return typeof event.sourceId === 'string' && event.sourceId.indexOf(SOURCE) === 0;
}
