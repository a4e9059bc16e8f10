// @ts-check
// Who has the power to do a kind of act in a case's matter at its place today, in one line of words.

import { api, query } from './api.js';
import { aside, clauses, listed, t } from './language.js';

/** '' where it cannot be known just now: the service says it again when the act is refused.
 * @param {{ areas: { code: string }[], service_code: string }} incident @param {string} act */
export async function holdersText(incident, act) {
  const area = incident.areas[incident.areas.length - 1];
  if (!area) return '';
  try {
    const found = await api.get(`/powers${query({ area: area.code, service_code: incident.service_code })}`);
    /** @type {{ act: string, units: string[], name: string, basis_words: string }[]} */
    const items = found.items;
    const names = items
      .filter((one) => one.act === act)
      .map((one) => (listed(one.units) || one.name) + aside(one.basis_words));
    const each = names.filter((name, n) => names.indexOf(name) === n);
    return names.length ? t('有此权限的：{names}', { names: clauses(each) }) : t('登记册中无人有此权限');
  } catch (_problem) {
    return '';
  }
}
