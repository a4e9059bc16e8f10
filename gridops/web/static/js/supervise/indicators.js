// Indicators, each with what is above and below its line and how it is defined.

import { h } from '../shared/dom.js';
import { indicatorWord } from '../desk/wording.js';

function share(value) {
  return value === null ? '—' : `${(value * 100).toFixed(value === 1 || value === 0 ? 0 : 1)}%`;
}

function line({ name, numerator, denominator, value, definition }) {
  const [zh, en] = definition.split(' / ');
  const says = zh.replace(/^[^：]*：/, '');
  return h('li', { 'data-indicator': name },
    h('details', null,
      h('summary', null, h('span', { class: 'grow' }, indicatorWord(name)), h('span', { class: 'number parts' }, `${numerator} / ${denominator}`),
        h('strong', { class: 'number' }, share(value))),
      h('p', { class: 'hint' }, says), en ? h('p', { class: 'hint', lang: 'en' }, en) : null));
}

/** The list; a quotient without cases below its line shows a dash. */
export function indicatorList(indicators) {
  return h('ul', { class: 'indicators' }, indicators.map(line));
}
