// Bars of counts as plain nodes: name, bar, number; a long list is opened on request.

import { h } from '../shared/dom.js';

const SHOWN = 12;

function bar({ name, n, key, state, onClick, lines }, largest) {
  const fill = h('i', { class: 'bar-fill', style: { '--share': `${Math.max(1.5, (n / largest) * 100)}%` }, ...(state ? { 'data-state': state } : {}) });
  const label = onClick ? h('button', { type: 'button', class: 'bar-name', onclick: onClick, title: '只看这里' }, name) : h('span', { class: 'bar-name' }, name);
  const row = h('div', { class: 'bar' }, label, h('span', { class: 'bar-track' }, fill), h('span', { class: 'bar-n number' }, String(n)));
  const attributes = { 'data-key': key || '', 'data-n': String(n) };
  if (!lines) return h('li', attributes, row);
  return h('li', attributes, h('details', { 'data-open': key }, h('summary', null, row), h('ul', { class: 'bars inner' }, lines.map((line) => bar(line, largest)))));
}

/** A list of bars, largest first as given; `rows`: [{name, n, key, state?, onClick?, lines?}]. */
export function barList(rows, { name, empty = '没有事件' }) {
  if (rows.length === 0) return h('p', { class: 'empty' }, empty);
  const largest = Math.max(...rows.map((row) => row.n));
  const list = h('ul', { class: 'bars', 'data-bars': name }, rows.slice(0, SHOWN).map((row) => bar(row, largest)));
  const rest = rows.slice(SHOWN);
  if (rest.length === 0) return list;
  const more = h('button', { type: 'button', class: 'quiet small' }, `还有 ${rest.length} 项`);
  more.addEventListener('click', () => {
    list.append(...rest.map((row) => bar(row, largest)));
    more.remove();
  });
  return h('div', null, list, more);
}
