// From an answer's counts to rows of bars: folded by area, state and class. Pure.

import { stateWord } from '../shared/words.js';
import { shortAreaName } from '../desk/areas.js';

const STATE_ORDER = ['reported', 'filed', 'dispatched', 'handling', 'suspended', 'handled', 'verified', 'closed', 'rejected'];

/** Counts folded to one word: Map of its value → {n, name}. */
export function foldBy(counts, word) {
  const folded = new Map();
  for (const { key, n } of counts) {
    const value = key[word];
    const known = folded.get(value) || { n: 0, name: key[`${word}_name`] || value };
    known.n += n;
    folded.set(value, known);
  }
  return folded;
}

function largestFirst(a, b) {
  return b.n - a.n || a.name.localeCompare(b.name, 'zh');
}

/** Rows by area, largest first; `onClick(code, name)` narrows the question to one. */
export function areaRows(counts, word, onClick) {
  return [...foldBy(counts, word)].map(([code, { n, name }]) => ({
    key: code || 'none', n, name: code ? shortAreaName(name) : '未确定网格', onClick: code ? () => onClick(code, name) : null,
  })).sort(largestFirst);
}

/** Rows by state, in the order of the loop. */
export function stateRows(counts) {
  const folded = foldBy(counts, 'state');
  return STATE_ORDER.filter((state) => folded.has(state)).map((state) => ({ key: state, state, n: folded.get(state).n, name: stateWord(state, 'city') }));
}

/** Rows by group of classes, each with its classes as lines. */
export function classRows(counts) {
  return [...foldBy(counts, 'service_group')].map(([group, { n }]) => ({
    key: group, n, name: group,
    lines: [...foldBy(counts.filter((c) => c.key.service_group === group), 'service_code')]
      .map(([code, one]) => ({ key: code, n: one.n, name: one.name })).sort(largestFirst),
  })).sort(largestFirst);
}
