// @ts-check
// The catalogue of matters on a desk page, read once.

import { api } from '../shared/api.js';

/** @typedef {Wire['MatterOut']} Matter */
/** @typedef {{ items: Matter[], byCode: Map<string, Matter>, groups: Map<string, Matter[]> }} Matters */

/** @type {Promise<Matters> | null} */
let asked = null;

async function readMatters() {
  const { items } = await api.get('/matters');
  /** @type {Map<string, Matter[]>} */
  const groups = new Map();
  for (const matter of items) {
    const group = groups.get(matter.service_group);
    if (group) group.push(matter);
    else groups.set(matter.service_group, [matter]);
  }
  return { items, byCode: new Map(items.map((m) => [m.service_code, m])), groups };
}

/** Every matter, by code and by group.
 * @returns {Promise<Matters>} */
export function loadMatters() {
  asked = asked || readMatters();
  asked.catch(() => {
    asked = null;
  });
  return asked;
}

/** Whether a case of this matter closes without a check.
 * @param {Matter | undefined} matter */
export function needsNoCheck(matter) {
  return matter?.verification === 'none';
}
