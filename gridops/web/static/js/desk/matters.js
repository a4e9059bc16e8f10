// The catalogue of matters on a desk page: read once, searched by official and local words.

import { api } from '../shared/api.js';

let asked = null;

/** Every matter: {items, byCode, groups: Map of group → matters}. */
export function loadMatters() {
  asked = asked || api.get('/matters').then(({ items }) => {
    const groups = new Map();
    for (const matter of items) {
      if (!groups.has(matter.service_group)) groups.set(matter.service_group, []);
      groups.get(matter.service_group).push(matter);
    }
    return { items, byCode: new Map(items.map((m) => [m.service_code, m])), groups };
  });
  asked.catch(() => { asked = null; });
  return asked;
}

function rank(matter, words) {
  if (matter.service_name === words || matter.service_code.toLowerCase() === words) return 0;
  if (matter.service_name.startsWith(words)) return 1;
  if (matter.service_name.includes(words)) return 2;
  if (matter.aliases.some((alias) => alias.includes(words))) return 3;
  if (matter.service_group.includes(words) || matter.service_code.toLowerCase().startsWith(words)) return 4;
  return null;
}

/** Matters that fit what was typed, best first. */
export function searchMatters(matters, typed, most = 12) {
  const words = typed.trim().toLowerCase();
  if (!words) return matters.slice(0, most);
  return matters
    .map((matter) => ({ matter, rank: rank(matter, words) }))
    .filter((found) => found.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((found) => found.matter);
}

/** Whether a case of this matter closes without a check. */
export function needsNoCheck(matter) {
  return Boolean(matter) && matter.verification === 'none';
}
