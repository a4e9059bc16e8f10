// @ts-check
// Which open cases the queue shows, and in which order: by what is to be done next, and by deadline. Pure.

import { needsNoCheck } from '../desk/matters.js';
import { t } from '../shared/language.js';

/** @typedef {import('./store.js').Brief} Brief */
/** @typedef {Map<string, import('../desk/matters.js').Matter>} MattersByCode */

/** @type {[string, (brief: Brief, isClosable: boolean) => boolean][]} */
const STEPS = [
  ['all', () => true],
  ['reported', (b) => b.state === 'reported'],
  ['filed', (b) => b.state === 'filed'],
  ['working', (b) => b.state === 'dispatched' || b.state === 'handling'],
  ['handled', (b, isClosable) => b.state === 'handled' && !isClosable],
  ['closable', (_b, isClosable) => isClosable],
  ['place', (b) => b.needs_pin],
  ['overdue', (b) => b.due_state === 'overdue'],
];
/** @type {Record<string, number>} */
const URGENCY_RANK = { major: 0, urgent: 1, normal: 2 };

/** The queue's tabs: [key, words].
 * @returns {[string, string][]} */
export function tabs() {
  return [
    ['all', t('全部')],
    ['reported', t('待受理')],
    ['filed', t('待派遣')],
    ['working', t('处置中')],
    ['handled', t('待核查')],
    ['closable', t('待结案')],
    ['place', t('待定位')],
    ['overdue', t('超期#tab')],
  ];
}

/** @returns {[string, string][]} */
export function orders() {
  return [
    ['due', t('按期限')],
    ['newest', t('按上报时间')],
    ['urgency', t('按紧急程度')],
  ];
}

/** What waits to be accepted has no deadline yet and is due since it came.
 * @param {Brief} brief */
function dueKey(brief) {
  return brief.due_at || brief.reported_at;
}

/** @type {Record<string, (a: Brief, b: Brief) => number>} */
const COMPARE = {
  due: (a, b) => dueKey(a).localeCompare(dueKey(b)),
  newest: (a, b) => b.reported_at.localeCompare(a.reported_at),
  urgency: (a, b) => URGENCY_RANK[a.urgency] - URGENCY_RANK[b.urgency] || dueKey(a).localeCompare(dueKey(b)),
};

/** A tab or an order that the address names, else the first.
 * @param {string | undefined} tab */
export function knownTab(tab) {
  return STEPS.some(([key]) => key === tab) ? /** @type {string} */ (tab) : 'all';
}

/** @param {string | undefined} order */
export function knownOrder(order) {
  return order && COMPARE[order] ? order : 'due';
}

/** Whether only closing is left to do.
 * @param {Brief} brief @param {MattersByCode} matters */
export function isClosable(brief, matters) {
  return (
    brief.state === 'verified' || (brief.state === 'handled' && needsNoCheck(matters.get(brief.service_code)))
  );
}

/** @param {Brief} brief @param {string[]} words in small letters */
function holds(brief, words) {
  // What a restricted case is about is not to be found by its name.
  const open = brief.restricted ? [] : [brief.service_name, brief.unit?.name];
  const name = brief.restricted ? t('受限') : '';
  const text = [brief.case_number, brief.grid_name, name, ...open].filter(Boolean).join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}

/**
 * The open cases of a tab that fit what was typed, in order.
 * @param {Iterable<Brief>} briefs @param {MattersByCode} matters @param {{ tab: string, order: string, typed: string }} asked
 */
export function inOrder(briefs, matters, { tab, order, typed }) {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const [, fits] = STEPS.find(([key]) => key === tab) || STEPS[0];
  return [...briefs]
    .filter((brief) => fits(brief, isClosable(brief, matters)) && holds(brief, words))
    .sort((a, b) => COMPARE[order](a, b) || a.id.localeCompare(b.id));
}

/** How many open cases each tab holds.
 * @param {Iterable<Brief>} briefs @param {MattersByCode} matters @returns {Record<string, number>} */
export function countTabs(briefs, matters) {
  const counts = Object.fromEntries(STEPS.map(([key]) => [key, 0]));
  for (const brief of briefs) {
    const closable = isClosable(brief, matters);
    for (const [key, fits] of STEPS) if (fits(brief, closable)) counts[key] += 1;
  }
  return counts;
}
