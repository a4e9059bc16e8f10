// Words of routing: what a rule asks for and does, policies, changes. It remembers the names the page was told of.

import { LEVELS, ORIGINS } from '../shared/words.js';
import { ROLES } from './choices.js';

export const PLACES = {
  special_grid: '专属网格', grid: '网格', village: '村社区', village_group: '管区', township: '镇街', enforcement_area: '执法片区', district: '区县',
};
export const AREA_KINDS = { special: '专属网格', community: '社区', village: '村', street: '街道', town: '镇', township: '乡', zone: '园区' };
export const WHOSE = [['matter', '牵头部门'], ['agency', '指定部门'], ['own', '网格、村社区自身力量'], ['unit', '指定力量']];
export const HELP_WHOSE = [['matter', '配合部门'], ['agency', '指定部门'], ['own', '网格、村社区自身力量'], ['unit', '指定力量']];

export const names = { matters: new Map(), groups: new Map(), agencies: new Map(), areas: new Map(), units: new Map() };

/** Remember the names that came with the routing. */
export function learn(routing) {
  for (const key of Object.keys(names)) names[key] = new Map(routing[key].map((one) => [one.code, one.name]));
}

const named = (key, code) => (names[key].has(code) ? `${names[key].get(code)}（${code}）` : code);
const NUMBERS = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** For which cases a rule holds. */
export function conditionWords(version) {
  const says = [
    version.service_code ? `事项 ${named('matters', version.service_code)}` : null,
    version.group_code ? `大类 ${named('groups', version.group_code)}` : null,
    version.area_code ? `${PLACES[version.area_place]} ${named('areas', version.area_code)}` : null,
    version.area_kind ? `${AREA_KINDS[version.area_kind]}内` : null,
    version.level ? `${LEVELS[version.level]}级` : null,
    version.origin ? `来源 ${ORIGINS[version.origin]}` : null,
    version.season_from ? `每年 ${version.season_from} 至 ${version.season_to}` : null,
    version.time_from ? `${version.time_from} 至 ${version.time_to}` : null,
  ].filter(Boolean);
  return says.join('，') || '所有事件';
}

/** One step of where a unit is looked for. */
export function seekWords(seek, pairs = WHOSE) {
  if (seek.whose === 'unit') return seek.unit_name || '（力量已停用）';
  const who = seek.whose === 'agency' ? names.agencies.get(seek.agency) || seek.agency : pairs.find(([key]) => key === seek.whose)[1];
  return seek.whose === 'own' ? `${PLACES[seek.at]}自身力量` : `${PLACES[seek.at]}的${who}`;
}

/** Where the lead is looked for, in turn. */
export function leadWords(version) {
  if (!version.leads.length) return '不指定，由中心人工派遣';
  return version.leads.map((seek, n) => `${NUMBERS[n] || n + 1}、${seekWords(seek)}`).join('；');
}

export function helpWords(version) {
  if (!version.helps.length) return '';
  return `${[...new Set(version.helps.map((seek) => seekWords(seek, HELP_WHOSE)))].join('、')}（${version.sends_helpers ? '一并派遣' : '列出，不自动派遣'}）`;
}

export const roleWords = (roles) => roles.map((role) => ROLES[role] || role).join('、');

/** What a policy says. */
export function policyWords(version) {
  return [
    version.may_reject ? null : '不得不予受理', version.may_merge ? null : '只关联不合并',
    version.needs_answer ? '须答复' : null, version.needs_call_back ? '须回访后结案' : null,
    version.own_limit ? `自带时限 ${version.own_limit.text}` : null,
    version.return_to ? `可退回${version.return_to}${version.return_limit ? `（${version.return_limit.text}内）` : ''}` : null,
  ].filter(Boolean).join('；') || '按通常办理';
}

const FIELDS = {
  name: '名称', service_code: '事项', group_code: '大类', area_code: '区域', area_place: '区域', area_kind: '区域类型', level: '层级', origin: '来源',
  season_from: '季节', season_to: '季节', time_from: '时段', time_to: '时段', to_level: '定为层级', accepts: '受理岗位', leads: '处置力量', helps: '配合力量',
  sends_helpers: '是否一并派遣', may_reject: '可否不予受理', may_merge: '可否合并', needs_answer: '答复', needs_call_back: '回访', return_to: '退回谁',
  return_limit: '退回期限', own_limit: '自带时限',
};

/** A change of routing in words. */
export function routingChange({ data, version }) {
  const what = data.rule ? `规则 ${data.rule}` : data.origin ? `来源「${ORIGINS[data.origin]}」` : `先例（${names.matters.get(data.service_code) || data.service_code}）`;
  if (data.precedent) return data.ended ? `终止${what}` : `形成${what}，${names.areas.get(data.area) || data.area}`;
  if (data.ended) return `${what} 终止于 ${data.valid_to}`;
  if (data.withdrawn) return `${what} 撤回第 ${data.withdrawn} 版`;
  const changed = version === 1 ? '首个版本' : [...new Set(data.changed.map((name) => FIELDS[name] || name))].join('、') || '内容未变';
  return `${what} 第 ${version} 版，${data.valid_from} 起：${changed}`;
}
