// The figures at the top of the page; they follow the store.

import { h } from '../shared/dom.js';
import { throttled } from '../desk/page.js';

const FIGURES = [
  ['open', '未结', 'open'], ['soon', '快到期', 'due soon'], ['overdue', '超期', 'overdue'],
  ['reported_today', '今日上报', 'reported today'], ['closed_today', '今日结案', 'closed today'],
];

/** Fills `element` with one figure each, `data-counter` names it. */
export function showCounters(element, store) {
  const places = new Map();
  for (const [key, words, english] of FIGURES) {
    const value = h('strong', { class: 'number', 'data-counter': key }, '–');
    places.set(key, value);
    element.append(h('div', { class: 'counter', 'data-kind': key, title: english }, value, h('span', null, words)));
  }
  const draw = () => {
    const counts = store.counters();
    for (const [key, place] of places) place.textContent = String(counts[key]);
  };
  const soon = throttled(draw, 100);
  store.addEventListener('reset', draw);
  store.addEventListener('case', soon);
}
