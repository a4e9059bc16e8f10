// Who has the power to do a kind of act in a case's matter at its place today, in one line of words.

import { api, query } from './api.js';

// '' where it cannot be known just now: the service says it again when the act is refused.
export async function holdersText(incident, act) {
  const area = incident.areas[incident.areas.length - 1];
  if (!area) return '';
  try {
    const found = await api.get(`/powers${query({ area: area.code, service_code: incident.service_code })}`);
    const names = found.items.filter((one) => one.act === act)
      .map((one) => `${one.units.join('、') || one.name}（${one.basis_words}）`);
    return names.length ? `有此权限的：${names.filter((name, n) => names.indexOf(name) === n).join('；')}` : '登记册中无人有此权限';
  } catch (problem) {
    return '';
  }
}
