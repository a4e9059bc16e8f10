// What of a case has become another between two readings, in words, for whoever is filling in a form about it. Pure.

import { clock, LEVELS, stateWord, URGENCIES } from '../shared/words.js';

/** Texts, one for each thing that changed; one plain text where only the version moved. */
export function changesBetween(before, now) {
  const compared = [
    ['状态', stateWord(before), stateWord(now)],
    ['事项', before.service_name, now.service_name],
    ['办理层级', LEVELS[before.level] || before.level, LEVELS[now.level] || now.level],
    ['办理单位', (before.unit || {}).name, (now.unit || {}).name],
    ['网格', before.grid.name, now.grid.name],
    ['紧急程度', URGENCIES[before.urgency], URGENCIES[now.urgency]],
    ['期限', before.due_at && clock(before.due_at), now.due_at && clock(now.due_at)],
  ];
  const changes = compared.filter(([, was, is]) => was !== is).map(([what, was, is]) => `${what}：${was || '无'} → ${is || '无'}`);
  return changes.length ? changes : ['流转记录有新的内容'];
}
