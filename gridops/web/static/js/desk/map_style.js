// @ts-check
// The map's look: our own territory tiles and nothing from outside. Cases and answers are layered on top elsewhere.

import { t } from '../shared/language.js';

export const NOTICE = t('示意，不作为划界依据');
/** The lowest of our own layers but the background: what lies beneath the territory is put below it. */
export const GROUND_TOP = 'district-fill';
const FONT = ['sans-serif'];

/** @param {string} id @param {{ colour: string, opacity?: number, minzoom?: number, maxzoom?: number }} look */
function area(id, { colour, opacity = 1, minzoom = 0, maxzoom = 24 }) {
  const paint = { 'fill-color': colour, 'fill-opacity': opacity };
  return { id: `${id}-fill`, type: 'fill', source: 'territory', 'source-layer': id, minzoom, maxzoom, paint };
}

/** @param {string} id @param {{ colour: string, width: any, minzoom?: number, dash?: number[] }} look */
function border(id, { colour, width, minzoom = 0, dash }) {
  const paint = { 'line-color': colour, 'line-width': width, ...(dash ? { 'line-dasharray': dash } : {}) };
  const layout = { 'line-join': 'round' };
  return { id: `${id}-line`, type: 'line', source: 'territory', 'source-layer': id, minzoom, layout, paint };
}

/**
 * @param {string} id
 * @param {{ layer: string, filter?: any[], size: any, colour: string, minzoom: number, maxzoom?: number, field?: string, padding?: number }} look
 */
function label(id, { layer, filter, size, colour, minzoom, maxzoom = 24, field = 'name', padding = 4 }) {
  return {
    id,
    type: 'symbol',
    source: 'territory',
    'source-layer': layer,
    minzoom,
    maxzoom,
    layout: {
      'text-field': ['get', field],
      'text-font': FONT,
      'text-size': size,
      'text-padding': padding,
      'text-max-width': 8,
    },
    paint: { 'text-color': colour, 'text-halo-color': 'rgba(255,255,255,0.9)', 'text-halo-width': 1.4 },
    ...(filter ? { filter } : {}),
  };
}

/** @param {string} id @param {string[]} classes @param {{ colour: string, width: any, minzoom?: number }} look */
function road(id, classes, { colour, width, minzoom = 0 }) {
  return {
    id: `road-${id}`,
    type: 'line',
    source: 'territory',
    'source-layer': 'road',
    minzoom,
    filter: ['in', ['get', 'class'], ['literal', classes]],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': width },
  };
}

/** @param {number[]} stops */
function byZoom(...stops) {
  return ['interpolate', ['exponential', 1.4], ['zoom'], ...stops];
}

function waters() {
  const water = { type: 'fill', source: 'territory', 'source-layer': 'water' };
  const flow = {
    type: 'line',
    source: 'territory',
    'source-layer': 'water',
    layout: { 'line-cap': 'round' },
  };
  const isArea = ['==', ['geometry-type'], 'Polygon'];
  return [
    { ...water, id: 'water-fill', filter: isArea, paint: { 'fill-color': '#b9d7ea' } },
    {
      ...flow,
      id: 'water-line',
      filter: ['all', ['!', isArea], ['==', ['get', 'class'], 'river']],
      paint: { 'line-color': '#a5cbe4', 'line-width': byZoom(9, 1, 15, 7) },
    },
    {
      ...flow,
      id: 'gully-line',
      minzoom: 11,
      filter: ['==', ['get', 'class'], 'gully'],
      paint: { 'line-color': '#b9d7ea', 'line-width': byZoom(11, 0.6, 16, 3) },
    },
  ];
}

function roads() {
  return [
    road('street', ['street'], { colour: '#ffffff', width: byZoom(13, 1, 17, 7), minzoom: 13 }),
    road('town', ['town', 'county'], { colour: '#fffdf5', width: byZoom(10, 0.8, 16, 7), minzoom: 10 }),
    road('main', ['national', 'provincial'], { colour: '#f6dfa4', width: byZoom(8, 1, 16, 10) }),
    road('expressway', ['expressway'], { colour: '#eeb87a', width: byZoom(8, 1.4, 16, 12) }),
  ];
}

function borders() {
  return [
    border('grid', { colour: '#b4bcc6', width: byZoom(12, 0.4, 16, 1.4), minzoom: 12, dash: [3, 2] }),
    border('village', { colour: '#8d99a8', width: byZoom(10, 0.4, 15, 1.6), minzoom: 10 }),
    border('township', { colour: '#4a5f7a', width: byZoom(8, 1, 14, 3) }),
    border('district', { colour: '#1f3a5f', width: byZoom(8, 1.6, 14, 4) }),
    border('special_grid', { colour: '#9a4d8f', width: 1.4, minzoom: 13, dash: [2, 1.5] }),
  ];
}

function labels() {
  const natural = ['reservoir', 'river', 'pond', 'gully', 'hill'];
  const isNatural = ['in', ['get', 'class'], ['literal', natural]];
  const isVillage = ['in', ['get', 'class'], ['literal', ['village', 'community', 'seat']]];
  const level = (/** @type {string} */ name) => ['==', ['get', 'level'], name];
  return [
    label('grid-label', {
      layer: 'grid',
      field: 'short_name',
      size: 11,
      colour: '#6b7683',
      minzoom: 14.2,
      padding: 12,
    }),
    label('special-label', {
      layer: 'special_grid',
      field: 'short_name',
      size: 11,
      colour: '#8a3f80',
      minzoom: 14,
    }),
    label('place-label', {
      layer: 'place',
      filter: ['all', ['!', isNatural], ['!', isVillage]],
      size: 11,
      colour: '#5a6470',
      minzoom: 13.5,
    }),
    label('nature-label', { layer: 'place', filter: isNatural, size: 11.5, colour: '#2f6f9c', minzoom: 12 }),
    label('village-label', {
      layer: 'label',
      filter: level('village'),
      size: 12.5,
      colour: '#3a4755',
      minzoom: 11.6,
    }),
    label('township-label', {
      layer: 'label',
      filter: level('township'),
      size: byZoom(8, 12, 13, 18),
      colour: '#1f3a5f',
      minzoom: 8,
      maxzoom: 14,
    }),
  ];
}

// Groups of areas (管区, 执法片区): hidden until somebody switches them on.
function groups() {
  /** @type {[string, string, number[]][]} */
  const look = [
    ['village_group', '#1f7a55', [4, 2]],
    ['enforcement_area', '#b3541e', [1, 0]],
  ];
  const layers = look.flatMap(([kind, colour, dash]) => [
    area(kind, { colour, opacity: 0.07 }),
    border(kind, { colour, width: byZoom(8, 1.2, 14, 3.4), dash }),
    label(`${kind}-label`, {
      layer: 'label',
      filter: ['==', ['get', 'kind'], kind],
      size: byZoom(8, 11, 13, 16),
      colour,
      minzoom: 8,
    }),
  ]);
  return layers.map((/** @type {any} */ layer) => ({
    ...layer,
    layout: { ...layer.layout, visibility: 'none' },
  }));
}

/** The style for a tile address with {z}/{x}/{y}; borders are named by their codes for colouring by count.
 * @param {string} tiles */
export function territoryStyle(tiles) {
  const source = {
    type: 'vector',
    tiles: [tiles],
    minzoom: 7,
    maxzoom: 14,
    promoteId: { township: 'code', village: 'code', grid: 'code' },
  };
  // Names of groups stand above all others: whoever switched them on is looking for them.
  const [named, above] = [true, false].map((isName) =>
    groups().filter((layer) => (layer.type === 'symbol') === isName),
  );
  return {
    version: 8,
    sources: { territory: source },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': '#e4e8ea' } },
      area('district', { colour: '#f4f3ee' }),
      area('special_grid', { colour: '#b865aa', opacity: 0.1, minzoom: 13 }),
      ...waters(),
      ...roads(),
      ...borders(),
      ...above,
      ...labels(),
      ...named,
    ],
  };
}
