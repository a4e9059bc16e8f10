// What the work of a set's first day has done, and the doubtful ones that a person is to look at.

import { api } from '../../shared/api.js';
import { h } from '../../shared/dom.js';
import { clock } from '../../shared/words.js';
import { table } from '../page.js';
import { COUNTS, ENTITIES, PHASES, REASONS } from './words.js';

function target(doubt) {
  const words = ENTITIES[doubt.entity] || doubt.entity;
  return doubt.entity === 'incident' ? h('a', { href: `/center?case=${doubt.entity_id}` }, words) : `${words} ${doubt.entity_id.slice(-8)}`;
}

/** The nodes for a set that is in force or coming. */
export async function firstDay(set) {
  const found = await api.get(`/boundary-sets/${set.id}/first-day`);
  const counts = Object.keys(COUNTS).filter((name) => found.counts[name]).map((name) => `${COUNTS[name]} ${found.counts[name]}`);
  const times = [found.started_at && `${clock(found.started_at)} 开始`, found.finished_at && `${clock(found.finished_at)} 完成`].filter(Boolean);
  return h('div', { class: 'first-day' },
    h('p', null, `启用当天的调整：${PHASES[found.phase] || found.phase}`, times.length ? `（${times.join('，')}）` : ''),
    counts.length ? h('p', null, counts.join('，')) : null,
    found.doubts.length ? h('p', { class: 'notice' }, `有 ${found.doubts.length} 项拿不准，请逐个看一看：`) : null,
    found.doubts.length ? table([
      ['什么', target, 'nowrap'], ['原编码', (d) => d.from_code, 'nowrap'], ['现归属', (d) => d.to_code || '无', 'nowrap'],
      ['占原区域', (d) => (d.share ? `${Math.round(d.share * 100)}%` : '—'), 'nowrap'], ['原因', (d) => REASONS[d.reason] || d.reason],
    ], found.doubts, '') : found.phase === 'done' ? h('p', { class: 'passed' }, '没有拿不准的。') : null);
}
