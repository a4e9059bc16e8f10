// @ts-check
// From an answer's counts to rows of bars: folded by area, state and class. Pure.

import { shortAreaName } from '../desk/areas.js';
import { t } from '../shared/language.js';
import { stateWord } from '../shared/states.js';

/** @typedef {import('./question.js').Count} Count */
/** @typedef {import('./bars.js').Row} Row */

const STATE_ORDER = [
  'reported',
  'filed',
  'dispatched',
  'handling',
  'suspended',
  'handled',
  'verified',
  'closed',
  'rejected',
];

/** Counts folded to one word: its value ('' for none) → {n, name}.
 * @param {Count[]} counts @param {string} word */
export function foldBy(counts, word) {
  /** @type {Map<string, { n: number, name: string }>} */
  const folded = new Map();
  for (const { key, n } of counts) {
    const value = key[word] || '';
    const known = folded.get(value) || { n: 0, name: key[`${word}_name`] || value };
    known.n += n;
    folded.set(value, known);
  }
  return folded;
}

/** @param {Row} a @param {Row} b */
function largestFirst(a, b) {
  return b.n - a.n || a.name.localeCompare(b.name, 'zh');
}

/** Rows by area, largest first; `onChoose(code)` narrows the question to one.
 * @param {Count[]} counts @param {string} word @param {(code: string) => void} onChoose @returns {Row[]} */
export function areaRows(counts, word, onChoose) {
  return [...foldBy(counts, word)]
    .map(([code, { n, name }]) =>
      code
        ? { key: code, n, name: shortAreaName(name), isStored: true, onChoose: () => onChoose(code) }
        : { key: 'none', n, name: t('未确定网格') },
    )
    .sort(largestFirst);
}

/** Rows by state, in the order of the loop.
 * @param {Count[]} counts @returns {Row[]} */
export function stateRows(counts) {
  const folded = foldBy(counts, 'state');
  return STATE_ORDER.map((state) => ({
    key: state,
    state,
    n: folded.get(state)?.n || 0,
    name: stateWord(state, 'city'),
  })).filter((row) => folded.has(row.key));
}

/** Rows by group of classes, each with its classes as lines.
 * @param {Count[]} counts @returns {Row[]} */
export function classRows(counts) {
  /** @param {string} group */
  const linesOf = (group) =>
    [
      ...foldBy(
        counts.filter((c) => c.key.service_group === group),
        'service_code',
      ),
    ]
      .map(([key, { n, name }]) => ({ key, n, name, isStored: true }))
      .sort(largestFirst);
  return [...foldBy(counts, 'service_group')]
    .map(([key, { n }]) => ({ key, n, name: key, isStored: true, lines: linesOf(key) }))
    .sort(largestFirst);
}
