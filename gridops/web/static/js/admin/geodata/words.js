// Plain words for sets, layers, defects and changes. Pure: no requests, no nodes.

import { areaWords } from '../../desk/set_changes.js';

export const LEVELS = [
  ['district', '区县'], ['township', '镇街'], ['village', '村社区'], ['grid', '网格'], ['special_grid', '专属网格'],
  ['village_group', '管区'], ['enforcement_area', '执法片区'], ['road', '道路'], ['water', '水系'], ['place', '地名'],
];
const LEVEL_WORDS = Object.fromEntries(LEVELS);
export const levelWord = (level) => LEVEL_WORDS[level] || level;

export const DEFECTS = {
  duplicate_code: ['编码有误', '编码重复、不属于上级，或是停用过的旧码；须改编码，不能豁免'],
  invalid: ['图形无效', '边线自相交或图形残缺，请在制图软件里修正'],
  overlap: ['重叠', '两块互相压盖；请以其中一条界线为准'],
  gap: ['空隙', '几块之间或与上级之间有没人管的空地'],
  outside_parent: ['超出上级', '有一部分落在上级区域之外'],
  sliver: ['碎片', '极窄或极小的碎块，多为描线误差'],
  edge_mismatch: ['边线不齐', '相邻两块的共用边没有完全贴合'],
};
export const defectWord = (kind) => (DEFECTS[kind] || [kind])[0];

export { CHANGE_WORDS as CHANGES } from '../../desk/set_changes.js';

export const FIELDS = [['code', '编码'], ['name', '名称'], ['parent', '上级编码'], ['kind', '类别'], ['households', '户数']];
export const KNOWN_BY = { told: '由您指定', declared: '文件中写明', assumed: '文件未写明，按坐标数值推定' };
export const PHASES = {
  waiting: '尚未开始', units: '正在调整处置力量', people: '正在调整人员范围', cases: '正在调整事件', stragglers: '正在收尾', done: '已完成',
};
export const ENTITIES = { incident: '事件', account: '人员', unit: '处置力量' };
export const REASONS = { share: '原区域分给了几处，只按最大的一份归属', gone: '原区域已撤销，没有明确的去向' };
export const COUNTS = {
  'unit.closed': '撤销处置力量', 'unit.moved': '移交处置力量', 'unit.opened': '新设处置力量', 'account.changed': '调整人员范围',
  cases_seen: '检查事件', cases_moved: '改归属事件',
};
const STATES = { draft: '草稿', coming: '待生效', in_force: '生效中', past: '已过期', retired: '已作废' };

/** What a set is today: draft, coming, in_force, past or retired. */
export function stateOf(set, today) {
  if (set.state !== 'in_force') return set.state;
  if (set.is_current) return 'in_force';
  return set.valid_from > today ? 'coming' : 'past';
}

export const stateWord = (state) => STATES[state] || state;

/** 640 平方米 or 8.61 平方千米; a dash where nobody knows. */
export function areaWord(m2) {
  return m2 === null || m2 === undefined ? '—' : areaWords(m2);
}

/** 镇街 7、村社区 242 … */
export function countsWord(counts) {
  return LEVELS.filter(([level]) => counts[level]).map(([level, words]) => `${words} ${counts[level]}`).join('、') || '空';
}
