// Taking the cases away: by the service for areas, gathered here for a drawn polygon. Restricted cases never leave.

import { query } from '../shared/api.js';
import { shift } from './period.js';

const COLUMNS = ['case_number', 'id', 'reported_at', 'occurred_at', 'origin', 'urgency', 'service_code', 'service_name', 'service_group',
  'description', 'state', 'state_label', 'level', 'grid_code', 'grid_name', 'special_grid_code', 'special_grid_name', 'lon', 'lat', 'unit_name',
  'filed_at', 'dispatched_at', 'handled_at', 'closed_at', 'due_at', 'due_state'];
const FORMULA = /^ *[=+\-@\t\r\n＝＋－＠]/;

export const MOST_ROWS = 10000;

/** The address of the service's own export of an area. */
export function exportAddress({ area, period, codes, basis, format }) {
  return `/api/v1/incidents${query({ area, since: period.first, until: shift(period.last, 1), service_code: codes.join(','), ...basis, format })}`;
}

function flat(incident, isRecorded) {
  const grid = (isRecorded && incident.recorded_grid) || incident.grid;
  return {
    ...incident, grid_code: grid.code, grid_name: grid.name, lon: incident.location.lon, lat: incident.location.lat,
    special_grid_code: incident.special_grid && incident.special_grid.code, special_grid_name: incident.special_grid && incident.special_grid.name,
    unit_name: incident.unit && incident.unit.name,
  };
}

function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  // A spreadsheet takes such a text for a formula.
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A table with a byte order mark, without which spreadsheets misread Chinese; `isRecorded` for the grids of their time. */
export function asCsv(incidents, { isRecorded = false } = {}) {
  const rows = incidents.map((incident) => {
    const all = flat(incident, isRecorded);
    return COLUMNS.map((name) => cell(all[name])).join(',');
  });
  return `\ufeff${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`;
}

export function asGeoJson(incidents, { isRecorded = false } = {}) {
  const names = COLUMNS.filter((name) => name !== 'description');
  const features = incidents.map((incident) => {
    const all = flat(incident, isRecorded);
    return {
      type: 'Feature', id: incident.id, geometry: { type: 'Point', coordinates: [all.lon, all.lat] },
      properties: Object.fromEntries(names.map((name) => [name, all[name] === undefined ? null : all[name]])),
    };
  });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

/** Every case that `load(cursor)` pages through, up to a bound, without restricted ones. */
export async function gather(load) {
  const found = [];
  let cursor = null;
  do {
    const page = await load(cursor);
    found.push(...page.items.filter((incident) => !incident.restricted));
    cursor = page.next_cursor;
  } while (cursor && found.length < MOST_ROWS);
  return found;
}

/** Let the browser save a text as a file. */
export function saveFile(text, { name, type }) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
