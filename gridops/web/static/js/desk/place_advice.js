// What is doubtful about a case's place, in words, and what a clerk should do about it. Pure.

import { h } from '../shared/dom.js';

const DOUBTS = {
  no_accuracy: '上报时没有定位精度', vague: '定位误差超过 200 米', uncertain_grid: '离网格边界太近，可能属于相邻网格',
  nearest_grid: '点在网格之外，取最近的网格', unresolved: '点不在任何网格内', outside_district: '点在辖区之外',
  repeated_point: '多件上报都在同一个坐标，像是地址默认点',
};

/** Whether a person has to set the pin. */
export function needsPin({ location_advice: advice }) {
  return Boolean(advice && advice.needs_pin);
}

/** A notice for the case's card, or nothing where the place is beyond doubt. */
export function placeAdvice({ location_advice: advice, state }) {
  if (!advice) return null;
  const words = advice.flags.map((flag) => DOUBTS[flag] || flag).join('；');
  const isOpen = state !== 'closed' && state !== 'rejected';
  const todo = advice.needs_pin && isOpen ? '请核实后点“更正”，在地图上改到准确位置。' : '';
  return h('p', { class: 'notice', 'data-advice': advice.flags.join(' ') }, `位置存疑：${words}。${todo}`);
}
