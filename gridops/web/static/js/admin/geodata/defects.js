// Defects as a person reads them: counts by kind, each with its place on the map and what may be done about it.

import { fill, h } from '../../shared/dom.js';
import { DEFECTS, areaWord, defectWord } from './words.js';

const SHOWN = 100;
const CHINESE = /[\u4e00-\u9fff][^A-Za-z]*/;

/** What may be done, in Chinese where the report says it in both languages; the whole stays in the title. */
function advice({ kind, hint }) {
  const found = CHINESE.exec(hint);
  return found ? found[0].trim() : (DEFECTS[kind] || [])[1] || hint;
}

function row(feature, n, ground) {
  const { kind, codes, area_m2: m2, max_width_m: width, severity, hint } = feature.properties;
  const button = h('button', { type: 'button', class: 'defect', 'data-severity': severity, disabled: !feature.geometry, onclick: () => ground.mark(feature.geometry) },
    h('strong', null, `${severity === 'error' ? '错误' : '警告'} · ${defectWord(kind)}`),
    h('span', null, codes.join('、')),
    h('small', null, m2 ? `${areaWord(m2)}${width ? `，最宽 ${width.toFixed(2)} 米` : ''}` : feature.geometry ? '' : '没有位置可显示'),
    h('small', { class: 'defect-hint', title: hint }, advice(feature.properties)));
  return h('li', { 'data-n': String(n) }, button);
}

/** Counts and a list; `found` is {counts, errors, warnings, report}. A click on either zooms the map. */
export function defectList(found, ground) {
  const kinds = Object.keys(found.counts);
  if (!kinds.length) return h('p', { class: 'passed', role: 'status' }, '没有发现问题。');
  const { features } = found.report;
  const list = h('ol', { class: 'defects' });
  const more = h('p', { class: 'hint' });
  const show = (kind) => {
    const chosen = features.map((feature, n) => [feature, n]).filter(([feature]) => !kind || feature.properties.kind === kind);
    fill(list, chosen.slice(0, SHOWN).map(([feature, n]) => row(feature, n, ground)));
    const total = kind ? found.counts[kind] : kinds.reduce((sum, name) => sum + found.counts[name], 0);
    more.textContent = total > Math.min(chosen.length, SHOWN) ? `这里列出最严重的 ${Math.min(chosen.length, SHOWN)} 处，共 ${total} 处；下载报告可看全部。` : '';
  };
  const chips = h('div', { class: 'chips', role: 'group', 'aria-label': '按种类 By kind' });
  const chip = (words, kind, title) => {
    const button = h('button', { type: 'button', class: 'chip', 'aria-pressed': String(!kind), title }, words);
    button.addEventListener('click', () => {
      [...chips.children].forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      show(kind);
    });
    return button;
  };
  chips.append(chip('全部', null, ''), ...kinds.map((kind) => chip(`${defectWord(kind)} ${found.counts[kind]}`, kind, (DEFECTS[kind] || [])[1])));
  show(null);
  return h('div', null,
    h('p', { role: 'status', class: found.errors ? 'problem' : 'notice' }, found.errors
      ? `有 ${found.errors} 处错误，须改正后重新上传，或试试容差修复。` : '没有错误，只有警告；说明理由后可以豁免。'),
    chips, list, more);
}

/** A click on the map: bring the defect's row into view. */
export function pointAt(place, n) {
  const found = place.querySelector(`.defects li[data-n="${n}"]`);
  if (!found) return;
  found.scrollIntoView({ block: 'nearest' });
  found.querySelector('button').focus();
}
