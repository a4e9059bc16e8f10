// @ts-check
// Degrees between the datums that phones use in China: wgs84, cgcs2000, gcj02, bd09. Pure; agrees with gridops/geo.
// The way back is iterated, since one step of it errs by metres. Outside the rectangle around China nothing moves.

export const COORD_SYSTEMS = ['wgs84', 'cgcs2000', 'gcj02', 'bd09'];

const SEMI_MAJOR = 6378245.0;
const ECCENTRICITY_SQUARED = 0.006693421622965943;
// BD-09's own factor; a faulty copy in circulation has plain pi here and lands 10 to 41 m off.
const BD_FACTOR = (Math.PI * 3000.0) / 180.0;
const TOLERANCE_DEG = 1e-11;
const MAX_ROUNDS = 30;
/** @type {Record<string, number>} */
const RANK = { wgs84: 0, cgcs2000: 0, gcj02: 1, bd09: 2 };

/** @typedef {[number, number]} Point longitude and latitude in degrees */

/** @param {Point} point */
function isInChina([lon, lat]) {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/** @param {number} value @param {number[]} amplitudes @param {number[]} divisors */
function wave(value, amplitudes, divisors) {
  return (
    (amplitudes.reduce(
      (sum, amplitude, n) => sum + amplitude * Math.sin((value * Math.PI) / divisors[n]),
      0,
    ) *
      2) /
    3
  );
}

/** GCJ-02 minus WGS-84 in degrees at a WGS-84 place.
 * @param {Point} point */
function shift([lon, lat]) {
  const x = lon - 105.0;
  const y = lat - 35.0;
  const root = Math.sqrt(Math.abs(x));
  const fast = wave(x, [20, 20], [1 / 6, 1 / 2]);
  const north =
    -100.0 +
    2.0 * x +
    3.0 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    fast +
    wave(y, [20, 40], [1, 3]) +
    wave(y, [160, 320], [12, 30]);
  const east =
    300.0 +
    x +
    2.0 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    fast +
    wave(x, [20, 40], [1, 3]) +
    wave(x, [150, 300], [12, 30]);
  const rad = (lat / 180.0) * Math.PI;
  const magic = 1.0 - ECCENTRICITY_SQUARED * Math.sin(rad) ** 2;
  const rootMagic = Math.sqrt(magic);
  const meridian = (SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED)) / (magic * rootMagic);
  return [
    (east * 180.0) / ((SEMI_MAJOR / rootMagic) * Math.cos(rad) * Math.PI),
    (north * 180.0) / (meridian * Math.PI),
  ];
}

/** @param {Point} point @returns {Point} */
function toGcj02(point) {
  const [dLon, dLat] = shift(point);
  return [point[0] + dLon, point[1] + dLat];
}

/** @param {Point} point @returns {Point} */
function toBd09([x, y]) {
  const radius = Math.hypot(x, y) + 0.00002 * Math.sin(y * BD_FACTOR);
  const angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * BD_FACTOR);
  return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
}

// From each rank to the next.
const STEPS = [toGcj02, toBd09];

/** @param {(point: Point) => Point} step @param {Point} point */
function forth(step, point) {
  return isInChina(point) ? step(point) : point;
}

/** @param {(point: Point) => Point} step @param {Point} point @returns {Point} */
function back(step, point) {
  if (!isInChina(point)) return point;
  let [x, y] = point;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const there = step([x, y]);
    const off = [there[0] - point[0], there[1] - point[1]];
    x -= off[0];
    y -= off[1];
    if (Math.max(Math.abs(off[0]), Math.abs(off[1])) < TOLERANCE_DEG) break;
  }
  return [x, y];
}

/** [lon, lat] in degrees from one datum to another; a RangeError for a datum that is none of the four.
 * @param {number} lon @param {number} lat @param {string} source @param {string} target @returns {Point} */
export function convert(lon, lat, source, target) {
  [source, target].forEach((name) => {
    if (!COORD_SYSTEMS.includes(name)) throw new RangeError(`unknown coordinate system ${name}`);
  });
  /** @type {Point} */
  let point = [lon, lat];
  let here = RANK[source];
  while (here < RANK[target]) {
    point = forth(STEPS[here], point);
    here += 1;
  }
  while (here > RANK[target]) {
    here -= 1;
    point = back(STEPS[here], point);
  }
  return point;
}
