// @ts-check
// What a set of boundaries changes, in words: added, gone, split, merged, recoded, edges moved. Asks for nothing.

import { areaWord } from '../parts/boundary_sets.js';
import { clauses, listed, number, rich, t, word, wordPairs } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { shortAreaName } from './areas.js';

/**
 * @typedef {{ kind: string, level: string, old_codes: string[], new_codes: string[], names: string[], area_m2: number,
 *   households: number | null, open_cases: number }} Change
 */

const LEVEL_ORDER = ['district', 'township', 'village', 'grid'];
const MANY = 6;

/** @param {Change[]} changes */
function grouped(changes) {
  return LEVEL_ORDER.flatMap((level) =>
    wordPairs('boundary_change').map(([kind]) => ({
      kind,
      level,
      found: changes.filter((change) => change.level === level && change.kind === kind),
    })),
  ).filter(({ found }) => found.length > 0);
}

/** 新增镇街 1、村社区 74；合并村社区 2… of everything below the district.
 * @param {Change[]} changes */
export function changeSummary(changes) {
  if (changes.length === 0) return t('没有变化');
  const words = wordPairs('boundary_change').map(([kind, change]) => {
    const counts = LEVEL_ORDER.slice(1).map((level) => {
      const n = changes.filter((one) => one.kind === kind && one.level === level).length;
      return n > 0 && `${word('layer', level)} ${n}`;
    });
    const said = listed(counts);
    return said && t('{change}{what}', { change, what: said });
  });
  return clauses(words) || word('boundary_change', 'edges_moved');
}

/** {before, after} of a change: short names, old ones and new ones.
 * @param {Change} change */
function namesOf({ old_codes: olds, new_codes: news, names }) {
  const short = names.map(shortAreaName);
  if (names.length === olds.length + news.length)
    return { before: short.slice(0, olds.length), after: short.slice(olds.length) };
  // A name that stays is told once: then the codes say which of the old ones goes on.
  const kept = news.map((code) => short[olds.indexOf(code)] || short[short.length - 1]);
  return { before: short.slice(0, olds.length || short.length), after: kept };
}

/** @param {Change} change */
function namesSaid(change) {
  const { before, after } = namesOf(change);
  const isOneSided = change.old_codes.length === 0 || change.new_codes.length === 0;
  if (isOneSided) return listed([...before, ...after]);
  return change.kind === 'edges_moved' ? listed(before) : `${listed(before)} → ${listed(after)}`;
}

/** @param {{ change: Change, withCases: boolean }} props */
function Line({ change, withCases }) {
  const codes = [...change.old_codes, ...change.new_codes].join(' ');
  const figures = [
    areaWord(change.area_m2),
    change.households && t('{n} 户', { n: number(change.households) }),
    withCases && change.old_codes.length > 0 && t('在办 {n} 件', { n: change.open_cases }),
  ].filter(Boolean);
  return html`<li data-codes=${codes}><span class="stored">${namesSaid(change)}</span> <small>${figures.join(t('，#between'))}</small></li>`;
}

/** Every change, large areas first; long lists are opened on request. `withCases` tells the open ones concerned.
 * @param {{ changes: Change[], withCases?: boolean }} props */
export function ChangeList({ changes, withCases = false }) {
  return html`<div class="change-list">
    ${grouped(changes).map(({ kind, level, found }) => {
      const values = {
        change: word('boundary_change', kind),
        what: `${word('layer', level)} ${found.length}`,
      };
      const title = rich('{change}{what}', values);
      const list = html`<ul>${found.map((change) => html`<${Line} change=${change} withCases=${withCases} />`)}</ul>`;
      return found.length > MANY
        ? html`<details data-change=${`${kind} ${level}`}><summary>${title}</summary>${list}</details>`
        : html`<section data-change=${`${kind} ${level}`}><h4>${title}</h4>${list}</section>`;
    })}
  </div>`;
}
