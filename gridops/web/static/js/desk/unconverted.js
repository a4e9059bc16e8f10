// What pages that are not drawn by components yet still take from here; it goes with the last of them.

import { h, icon } from '../shared/dom.js';
import { UNIT_STATUSES } from '../shared/words.js';

export const CHECKS = { phone: '电话回访', visit: '现场核查', photo: '照片核查', neighbour: '邻格互查' };
export const DISPOSITIONS = {
  resolved: '已解决', persuaded: '已劝导纠正', mediated: '已调解', handed_over: '已移交有权部门',
  in_procedure: '已转行政处罚程序', unfounded: '现场未发现', resolved_on_site: '即时处置', sent_back: '已退回来源单位', other: '其他',
};
export const CALL_BACKS = { satisfied: '满意', partly: '基本满意', dissatisfied: '不满意', unreachable: '联系不上' };
export const STATUS_WORDS = { ...UNIT_STATUSES };

/** A link that rings a number. */
export function callLink(phone, name) {
  if (!phone) return null;
  return h('a', { class: 'call', href: `tel:${phone}`, 'aria-label': `拨打 ${name || ''} ${phone}` }, icon('phone'), h('span', null, phone));
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

