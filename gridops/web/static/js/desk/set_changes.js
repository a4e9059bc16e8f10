// What a set of boundaries changes, in words: added, gone, split, merged, recoded, edges moved. Nodes only, no requests.

import { h } from '../shared/dom.js';
import { LEVELS } from '../shared/words.js';
import { shortAreaName } from './areas.js';

export const CHANGE_WORDS = {
  added: '新增', gone: '撤销', split: '拆分', merged: '合并', redrawn: '重划', recoded: '换代码', edges_moved: '边界移动', renamed: '改名',
};
const LEVEL_ORDER = ['district', 'township', 'village', 'grid'];
const MANY = 6;
const NUMBER = new Intl.NumberFormat('zh-CN');

/** 8.61 平方千米, or 640 平方米 where it is less than a tenth of one. */
export function areaWords(m2) {
  return m2 >= 1e5 ? `${(m2 / 1e6).toFixed(2)} 平方千米` : `${NUMBER.format(Math.round(m2))} 平方米`;
}

function grouped(changes) {
  const groups = new Map();
  for (const level of LEVEL_ORDER) {
    for (const kind of Object.keys(CHANGE_WORDS)) {
      const found = changes.filter((change) => change.level === level && change.kind === kind);
      if (found.length) groups.set(`${kind} ${level}`, { kind, level, found });
    }
  }
  return [...groups.values()];
}

/** 新增 1 镇街、74 村社区；合并 2 村社区… of everything above the grids. */
export function changeSummary(changes) {
  if (changes.length === 0) return '没有变化';
  const words = Object.entries(CHANGE_WORDS).map(([kind, word]) => {
    const counts = LEVEL_ORDER.slice(1).map((level) => [level, changes.filter((c) => c.kind === kind && c.level === level).length]);
    const said = counts.filter(([, n]) => n > 0).map(([level, n]) => `${LEVELS[level]} ${n}`);
    return said.length ? `${word}${said.join('、')}` : null;
  });
  return words.filter(Boolean).join('；') || '边界移动';
}

/** {before, after} of a change: short names, old ones and new ones. */
function namesOf({ old_codes: olds, new_codes: news, names }) {
  const short = names.map(shortAreaName);
  if (names.length === olds.length + news.length) return { before: short.slice(0, olds.length), after: short.slice(olds.length) };
  // A name that stays is told once: then the codes say which of the old ones goes on.
  const kept = news.map((code) => short[olds.indexOf(code)] || short[short.length - 1]);
  return { before: short.slice(0, olds.length || short.length), after: kept };
}

function line(change, withCases) {
  const { before, after } = namesOf(change);
  const isOneSided = change.old_codes.length === 0 || change.new_codes.length === 0;
  const names = isOneSided ? [...before, ...after].join('、') : change.kind === 'edges_moved' ? before.join('、') : `${before.join('、')} → ${after.join('、')}`;
  const figures = [areaWords(change.area_m2)];
  if (change.households) figures.push(`${NUMBER.format(change.households)} 户`);
  if (withCases && change.old_codes.length) figures.push(`在办 ${change.open_cases} 件`);
  return h('li', { 'data-codes': [...change.old_codes, ...change.new_codes].join(' ') }, names, h('small', null, ` ${figures.join('，')}`));
}

function section({ kind, level, found }, withCases) {
  const title = `${CHANGE_WORDS[kind]}${LEVELS[level]} ${found.length}`;
  const list = h('ul', null, found.map((change) => line(change, withCases)));
  const attributes = { 'data-change': `${kind} ${level}` };
  if (found.length > MANY) return h('details', attributes, h('summary', null, title), list);
  return h('section', attributes, h('h4', null, title), list);
}

/** Every change, large areas first; long lists are opened on request. `withCases` tells the open ones concerned. */
export function changeList(changes, { withCases = false } = {}) {
  return h('div', { class: 'change-list' }, grouped(changes).map((group) => section(group, withCases)));
}
