// Pieces of a case that reports and tasks share: head, place, photos.

import { fill, h, icon } from '../shared/dom.js';
import { URGENCIES, clock } from '../shared/words.js';
import { shortGrid } from './place_field.js';

// A row of a case: matter, when, and something at the right.
export function caseHead(incident, badge) {
  return h('div', { class: 'case-head' },
    h('div', null,
      h('h3', null, incident.service_name,
        incident.urgency !== 'normal' ? h('span', { class: 'tag danger' }, URGENCIES[incident.urgency]) : null),
      h('p', { class: 'case-sub' }, h('span', null, `${clock(incident.reported_at)} 上报`), h('span', { class: 'number' }, incident.case_number))),
    badge);
}

export function placeWords(incident) {
  return [incident.address, shortGrid(incident.grid.name)].filter(Boolean).join(' · ') || '网格待核对';
}

// The place in words, with a link that opens the phone's own map.
export function placeLine(incident) {
  const { lat, lon } = incident.location;
  return h('p', { class: 'case-place' }, icon('pin'), h('span', null, placeWords(incident)),
    h('a', { class: 'link map-link', href: `geo:${lat},${lon}?q=${lat},${lon}` }, '去地图'));
}

function photo(item) {
  if (!item.arrived) return h('li', { class: 'photo missing' }, h('span', null, '照片未到'));
  const source = `/api/v1/media/${item.client_id}`;
  return h('li', { class: 'photo' }, h('a', { href: `${source}?size=full`, target: '_blank', rel: 'noopener' },
    h('img', { class: 'thumb', src: `${source}?size=thumb`, alt: item.stage === 'after' ? '处理后照片' : '上报照片', loading: 'lazy' }),
    item.stage === 'after' ? h('span', { class: 'photo-stage' }, '处理后') : null));
}

export function photoRow(incident) {
  return incident.media.length ? h('ul', { class: 'photo-list' }, incident.media.map(photo)) : null;
}

// An empty list that says why.
export function emptyList(cases, words, more) {
  if (cases.problem && !cases.isLoaded) {
    return h('div', { class: 'empty' }, h('p', { class: 'problem' }, cases.problem),
      h('button', { type: 'button', class: 'spaced', onclick: () => cases.load() }, icon('refresh'), h('span', null, '再试一次')));
  }
  if (!cases.isLoaded) return h('p', { class: 'empty', role: 'status' }, '正在读取…');
  return h('div', { class: 'empty' }, h('p', null, words), more ? h('p', null, more) : null);
}

// A list that keeps nodes of unchanged cases, so that a half-written text survives an update from the stream.
export class CaseList {
  constructor(node, makeNode) {
    this.node = node;
    this.makeNode = makeNode;
    this.shown = new Map();
  }

  draw(incidents, keyOf) {
    const next = new Map();
    incidents.forEach((incident) => {
      const key = keyOf(incident);
      const old = this.shown.get(incident.id);
      next.set(incident.id, old && old.key === key ? old : { key, node: this.makeNode(incident) });
    });
    const nodes = Array.from(next.values(), (one) => one.node);
    if (nodes.length !== this.node.children.length || nodes.some((n, i) => n !== this.node.children[i])) fill(this.node, nodes);
    this.shown = next;
  }
}
