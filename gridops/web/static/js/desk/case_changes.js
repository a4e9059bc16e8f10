// @ts-check
// What of a case has become another between two readings, in words, for whoever is filling in a form about it. Pure.

import { labelled, t, word } from '../shared/language.js';
import { stateOf } from '../shared/states.js';
import { clock } from '../shared/times.js';

/** Texts, one for each thing that changed; one plain text where only the version moved.
 * @param {Wire['IncidentOut']} before @param {Wire['IncidentOut']} now @returns {string[]} */
export function changesBetween(before, now) {
  /** @type {[string, string | null | undefined, string | null | undefined][]} */
  const compared = [
    [t('状态'), stateOf(before), stateOf(now)],
    [t('事项'), before.service_name, now.service_name],
    [t('处置层级'), word('level', before.level), word('level', now.level)],
    [t('处置力量'), before.unit?.name, now.unit?.name],
    [t('网格'), before.grid.name, now.grid.name],
    [t('紧急程度'), word('urgency', before.urgency), word('urgency', now.urgency)],
    [t('期限'), clock(before.due_at), clock(now.due_at)],
  ];
  const none = t('无');
  const changes = compared
    .filter(([, was, is]) => was !== is)
    .map(([what, was, is]) => labelled(what, `${was || none} → ${is || none}`));
  return changes.length || before.version === now.version ? changes : [t('流转记录有新的内容')];
}
