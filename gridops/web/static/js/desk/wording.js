// Words of the desk pages beyond the shared ones: timeline details, dispositions, indicators. Pure.

import { DECISIONS, GROUNDS } from './duty_words.js';
import { entryWord, HANDLING_KINDS, stateWord, UNIT_STATUSES } from '../shared/words.js';

export const CHECKS = { phone: '电话回访', visit: '现场核查', photo: '照片核查', neighbour: '邻格互查' };

export const DISPOSITIONS = {
  resolved: '已解决', persuaded: '已劝导纠正', mediated: '已调解', handed_over: '已移交有权部门',
  in_procedure: '已转行政处罚程序', unfounded: '现场未发现', resolved_on_site: '即时处置', sent_back: '已退回来源单位', other: '其他',
};

export const CALL_BACKS = { satisfied: '满意', partly: '基本满意', dissatisfied: '不满意', unreachable: '联系不上' };
export const BASES = { statutory: '法定', delegated: '省赋权', entrusted: '委托', stationed: '法定（由派驻机构行使）' };
export const OWED = { answer: '答复', call_back: '回访' };

export const GRID_METHODS = {
  inside: '点在网格内', probable: '按定位精度推定', nearest: '最近的网格', worker_default: '上报人所在网格', unresolved: '未能确定网格',
};

export const FIX_SOURCES = { gps: '卫星定位', network: '网络定位', manual: '地图选点', area: '仅登记区域' };

export const STATUS_WORDS = { ...UNIT_STATUSES };

const INDICATORS = {
  closed_on_time: '按期结案率', closed: '结案率', filing_rate: '立案率', rework_rate: '返工率', return_rate: '退单率',
  extension_rate: '延期率', solved_in_grid: '不出网格率', solved_in_grid_governance: '不出网格率（治理类）',
  settled_on_site: '即时处置占比', solved_in_town: '不出镇率', passed_up: '上交率',
};

export function indicatorWord(name) {
  return INDICATORS[name] || name;
}

export function dispositionWord(code) {
  return DISPOSITIONS[code] || code || '';
}

const MORE_ENTRIES = {
  'incident.joined': '并入同一事件的上报', 'incident.merged': '并入另一事件', 'incident.due_soon': '快到期提醒',
  'incident.due_overdue': '已超期', 'incident.due_normal': '时限恢复正常', 'incident.due_done': '计时结束',
  'incident.due_paused': '暂停计时', 'incident.unmerged': '撤销合并', 'incident.reopened': '重新打开',
  'incident.hand_down_refused': '下派未成', 'incident.hand_down_disputed': '对下派有争议', 'incident.hand_down_arbitrated': '下派争议裁定',
  'incident.suspended': '挂账', 'incident.extended': '延期',
};

/** The words of a timeline line's action. */
export function actionWord(action) {
  const word = entryWord(action);
  return word === action ? MORE_ENTRIES[action] || action : word;
}

/** What a timeline line says beyond its action: how it was checked, what was corrected, which state followed. */
export function actionDetail({ action, data }, { matters, units, family }) {
  const says = [];
  if (action === 'incident.dispatched' && data.units) {
    const names = data.units.map((id) => (units.get(id) || {}).name).filter(Boolean);
    if (names.length) says.push(`派往 ${names.join('、')}`);
  }
  if (action === 'incident.handled' && data.kind) says.push(`方式：${HANDLING_KINDS[data.kind] || data.kind}`);
  if (data.ground) says.push(`先处置、后裁定（${GROUNDS[data.ground] || data.ground}）`);
  if (action === 'incident.hand_down_arbitrated') says.push(DECISIONS[data.decision] || data.decision);
  if (action === 'incident.handled' && data.power) says.push(`权限 ${data.power.item_code}`, data.officers ? `执法人员 ${data.officers} 名` : '未填执法人员');
  if (data.waits_for) says.push(`还等 ${data.waits_for} 个力量完成`);
  if (action === 'incident.verified') says.push(`${CHECKS[data.how] || data.how}：${data.result}`);
  if (data.service_code && Array.isArray(data.service_code)) {
    const names = data.service_code.map((code) => (matters.get(code) || {}).service_name || code);
    says.push(`事项由“${names[0]}”改为“${names[1]}”`);
  }
  if (data.grid && Array.isArray(data.grid)) says.push(`位置更正，网格 ${data.grid[0] || '无'} → ${data.grid[1] || '无'}`);
  if (data.to && data.from && data.to !== data.from) says.push(`→ ${stateWord(data.to, family)}`);
  return says.join('；');
}
