// @ts-check
// Taking the cases away: by the service for areas, gathered here for a drawn polygon. Restricted cases never leave.

import { api } from '../shared/api.js';
import { word, wordPairs } from '../shared/language.js';
import { stateOf } from '../shared/states.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {{ isRecorded?: boolean }} How by the grids in which cases were reported, else those of today */

const ATTRIBUTES = [
  'case_number',
  'id',
  'reported_at',
  'occurred_at',
  'origin',
  'urgency',
  'service_code',
  'service_name',
  'service_group',
  'state',
  'state_label',
  'level',
  'grid_code',
  'grid_name',
  'special_grid_code',
  'special_grid_name',
  'lon',
  'lat',
  'unit_name',
  'filed_at',
  'dispatched_at',
  'handled_at',
  'closed_at',
  'due_at',
  'due_state',
];
const FORMULA = /^ *[=+\-@\t\r\n＝＋－＠]/;
const DIGITS = /^(\d{10,}|0\d+)$/;
const EXPORT_MS = 120000;
const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';

export const MOST_ROWS = 10000;

/** @param {Incident} incident @param {How} how @returns {Record<string, any>} */
function flat(incident, { isRecorded = false }) {
  const grid = (isRecorded && incident.recorded_grid) || incident.grid;
  return {
    ...incident,
    grid_code: grid.code,
    grid_name: grid.name,
    lon: incident.location.lon,
    lat: incident.location.lat,
    special_grid_code: incident.special_grid?.code,
    special_grid_name: incident.special_grid?.name,
    unit_name: incident.unit?.name,
  };
}

/** @param {string | null} value */
function moment(value) {
  return value ? new Date(value).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16) : value;
}

/** How a cell of the table is read, where it is not told as it is.
 * @type {Record<string, (incident: any) => any>} */
const READ = {
  origin: (one) => word('origin', one.origin),
  urgency: (one) => word('urgency', one.urgency),
  level: (one) => word('level', one.level),
  due_state: (one) => word('due', one.due_state),
  state: (one) => stateOf(one),
};

/** @param {Record<string, any>} incident @param {string} column */
function told(incident, column) {
  const read = READ[column];
  if (read) return read(incident);
  return column.endsWith('_at') ? moment(incident[column]) : incident[column];
}

/** @param {unknown} value */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  // A spreadsheet takes such a text for a formula, or digits for a number whose end it rounds off.
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  const kept = typeof value === 'string' && DIGITS.test(text) ? `${text}\t` : safe;
  return /[",\r\n\t]/.test(kept) ? `"${kept.replace(/"/g, '""')}"` : kept;
}

/** The service's own table: the same headings, words and order; with a byte order mark, without which spreadsheets
 * misread Chinese.
 * @param {Incident[]} incidents @param {How} [how] */
function asCsv(incidents, how = {}) {
  const columns = wordPairs('case_column');
  const rows = incidents.map((incident) => {
    const one = flat(incident, how);
    return columns.map(([name]) => cell(told(one, name))).join(',');
  });
  return `\ufeff${[columns.map(([, heading]) => cell(heading)).join(','), ...rows].join('\r\n')}\r\n`;
}

/** @param {Incident[]} incidents @param {How} [how] */
function asGeoJson(incidents, how = {}) {
  const features = incidents.map((incident) => {
    const one = flat(incident, how);
    return {
      type: 'Feature',
      id: incident.id,
      geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
      properties: Object.fromEntries(ATTRIBUTES.map((name) => [name, one[name] ?? null])),
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Every case that `load(cursor)` pages through, up to a bound, without restricted ones.
 * @param {(cursor: string | null) => Promise<Wire['IncidentsOut']>} load */
async function gather(load) {
  /** @type {Incident[]} */
  const found = [];
  /** @type {string | null} */
  let cursor = null;
  do {
    /** @type {Wire['IncidentsOut']} */
    const page = await load(cursor);
    found.push(...page.items.filter((incident) => !incident.restricted));
    cursor = page.next_cursor;
  } while (cursor && found.length < MOST_ROWS);
  return found;
}

/** Let the browser save a file.
 * @param {Blob} file @param {string} name */
function saveFile(file, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** Save the cases inside a polygon.
 * @param {(cursor: string | null) => Promise<Wire['IncidentsOut']>} load @param {'csv' | 'geojson'} format
 * @param {string} name @param {How} how */
export async function saveGathered(load, format, name, how) {
  const incidents = await gather(load);
  const file =
    format === 'csv'
      ? new Blob([asCsv(incidents, how)], { type: 'text/csv;charset=utf-8' })
      : new Blob([asGeoJson(incidents, how)], { type: 'application/geo+json' });
  saveFile(file, name);
}

/** Save what the service exports, in the page's language, which a link followed by the browser would not ask for.
 * @param {string} path @param {string} name */
export async function saveExport(path, name) {
  const response = await api.raw('GET', path, { timeoutMs: EXPORT_MS, headers: { Accept: '*/*' } });
  saveFile(await response.blob(), name);
}
