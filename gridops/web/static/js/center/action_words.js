// @ts-check
// What the buttons of a case are called, and in which order they stand: the next step first. Pure.

import { t, word } from '../shared/language.js';

/** @typedef {Wire['IncidentOut']} Incident */

/** @type {Record<string, string[]>} */
const FIRST = {
  reported: ['dispatch'],
  filed: ['dispatch'],
  handled: ['verify', 'close'],
  verified: ['close'],
};
const LAST = ['escalate', 'hand_down', 'reject', 'send_back', 'recall', 'rework', 'decline', 'return'];
const GIVES_UP = ['reject', 'send_back'];

/** @param {Incident} incident */
function escalateWords({ level }) {
  if (level === 'grid') return t('上报村社区');
  if (level === 'village') return t('上报镇街');
  return level === 'township' ? t('上报区县') : t('上报上级');
}

/** @param {Incident} incident */
function handDownWords({ level }) {
  if (level === 'district') return t('下派镇街');
  if (level === 'township') return t('下派村社区');
  return level === 'village' ? t('下派网格') : t('下派下级');
}

/** In the words of governance: 受理, 分流, 办结 where the street says 立案, 派遣, 结案.
 * @param {string} action @param {Incident} incident */
function dispatchWords(action, { state, label_family: family }) {
  if (family === 'governance')
    return state === 'reported' ? t('受理并分流') : word('action_governance', action);
  if (state === 'reported') return t('受理并派遣');
  return state === 'filed' ? word('action', action) : t('改派');
}

/** What the button of an action is called on this case.
 * @param {string} action @param {Incident} incident */
export function actionLabel(action, incident) {
  const isGovernance = incident.label_family === 'governance';
  if (action === 'escalate') return escalateWords(incident);
  if (action === 'hand_down') return handDownWords(incident);
  if (action === 'dispatch') return dispatchWords(action, incident);
  if (action === 'file') return t('仅受理');
  if (action === 'accept') return t('代为接单');
  if (action === 'recall' && !isGovernance) return t('撤回派遣');
  return word(isGovernance ? 'action_governance' : 'action', action);
}

/** The allowed actions: {first: the next step, rest: what gives the case back at their end}.
 * @param {Incident} incident */
export function orderedActions({ state, allowed_actions: allowed }) {
  const first = (FIRST[state] || []).find((action) => allowed.includes(action)) || null;
  const rest = allowed.filter((action) => action !== first);
  return {
    first,
    rest: [...rest.filter((a) => !LAST.includes(a)), ...rest.filter((a) => LAST.includes(a))],
  };
}

/** Whether an action refuses the case itself.
 * @param {string} action */
export function givesUp(action) {
  return GIVES_UP.includes(action);
}
