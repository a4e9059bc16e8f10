// Taking the cases away: by the service for areas, gathered here for a drawn polygon. Restricted cases never leave.

import { query } from '../shared/api.js';
import { LEVELS, ORIGINS, URGENCIES, dueWord, stateWord } from '../shared/words.js';
import { shift } from './period.js';

const COLUMNS = ['case_number', 'id', 'reported_at', 'occurred_at', 'origin', 'urgency', 'service_code', 'service_name', 'service_group',
  'description', 'state', 'state_label', 'level', 'grid_code', 'grid_name', 'special_grid_code', 'special_grid_name', 'lon', 'lat', 'unit_name',
  'filed_at', 'dispatched_at', 'handled_at', 'closed_at', 'due_at', 'due_state'];
const FORMULA = /^ *[=+\-@\t\r\n＝＋－＠]/;

const DIGITS = /^(\d{10,}|0\d+)$/;
const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';

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

function moment(value) {
  return value ? new Date(value).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16) : value;
}

// The table that leaves is the service's own: the same headings, words and order.
const TABLE = [
  ['案件编号', (c) => c.case_number], ['系统编号', (c) => c.id], ['上报时间', (c) => moment(c.reported_at)], ['发生时间', (c) => moment(c.occurred_at)],
  ['来源', (c) => ORIGINS[c.origin]], ['紧急程度', (c) => URGENCIES[c.urgency]], ['事项代码', (c) => c.service_code], ['事项', (c) => c.service_name],
  ['事项大类', (c) => c.service_group], ['情况描述', (c) => c.description], ['状态', (c) => stateWord(c)], ['处置层级', (c) => LEVELS[c.level]],
  ['网格代码', (c) => c.grid_code], ['网格', (c) => c.grid_name], ['专属网格代码', (c) => c.special_grid_code], ['专属网格', (c) => c.special_grid_name],
  ['经度', (c) => c.lon], ['纬度', (c) => c.lat], ['处置力量', (c) => c.unit_name], ['立案时间', (c) => moment(c.filed_at)],
  ['派遣时间', (c) => moment(c.dispatched_at)], ['处置完成时间', (c) => moment(c.handled_at)], ['结案时间', (c) => moment(c.closed_at)],
  ['截止时间', (c) => moment(c.due_at)], ['时限状态', (c) => dueWord(c)],
];

function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  // A spreadsheet takes such a text for a formula, or digits for a number whose end it rounds off.
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  const kept = typeof value === 'string' && DIGITS.test(text) ? `${text}\t` : safe;
  return /[",\r\n\t]/.test(kept) ? `"${kept.replace(/"/g, '""')}"` : kept;
}

/** A table with a byte order mark, without which spreadsheets misread Chinese; `isRecorded` for the grids of their time. */
export function asCsv(incidents, { isRecorded = false } = {}) {
  const rows = incidents.map((incident) => {
    const all = flat(incident, isRecorded);
    return TABLE.map(([, read]) => cell(read(all))).join(',');
  });
  return `\ufeff${[TABLE.map(([heading]) => heading).join(','), ...rows].join('\r\n')}\r\n`;
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
