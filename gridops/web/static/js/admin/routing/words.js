// @ts-check
// Words of routing: what a rule asks for and does, policies, changes. `names` came with the service's answer.

import { limitWords } from '../../parts/limits.js';
import { aside, clauses, listed, number, t, word } from '../../shared/language.js';
import { partsWords } from '../changes.js';

/** @typedef {Record<'matters' | 'groups' | 'agencies' | 'areas' | 'units', Map<string, string>>} RoutingNames */

/** @param {any} routing @returns {RoutingNames} */
export function routingNames(routing) {
  /** @param {{ code: string, name: string }[]} list */
  const map = (list) => new Map(list.map((one) => [one.code, one.name]));
  return {
    matters: map(routing.matters),
    groups: map(routing.groups),
    agencies: map(routing.agencies),
    areas: map(routing.areas),
    units: map(routing.units),
  };
}

/** @param {Map<string, string>} map @param {string} code */
function named(map, code) {
  const name = map.get(code);
  return name ? name + aside(code) : code;
}

/** For which cases a rule holds.
 * @param {RoutingNames} names @param {any} version */
export function conditionWords(names, version) {
  const v = version;
  const says = [
    v.service_code && t('事项 {name}', { name: named(names.matters, v.service_code) }),
    v.group_code && t('大类 {name}', { name: named(names.groups, v.group_code) }),
    v.area_code && `${word('rule_place', v.area_place)} ${named(names.areas, v.area_code)}`,
    v.area_kind && t('{kind}内', { kind: word('area_kind', v.area_kind) }),
    v.level && t('{level}级', { level: word('level', v.level) }),
    v.origin && t('来源 {name}', { name: word('origin', v.origin) }),
    v.season_from && t('每年 {from} 至 {to}', { from: v.season_from, to: v.season_to }),
    v.time_from && t('每日 {from} 至 {to}', { from: v.time_from, to: v.time_to }),
  ];
  return listed(says) || t('所有事件');
}

/** One step of where a unit is looked for.
 * @param {RoutingNames} names @param {any} seek @param {'lead_whose' | 'help_whose'} whose */
export function seekWords(names, seek, whose = 'lead_whose') {
  if (seek.whose === 'unit') return seek.unit_name || t('（力量已停用）');
  const place = word('rule_place', seek.at);
  if (seek.whose === 'own') return t('{place}自身力量', { place });
  const who =
    seek.whose === 'agency' ? names.agencies.get(seek.agency) || seek.agency : word(whose, seek.whose);
  return t('{place}的{who}', { place, who });
}

/** Where the lead is looked for, in turn.
 * @param {RoutingNames} names @param {any} version */
export function leadWords(names, version) {
  if (!version.leads.length) return t('不指定，由中心人工派遣');
  return clauses(
    version.leads.map(
      (/** @type {any} */ seek, /** @type {number} */ n) => `${number(n + 1)}. ${seekWords(names, seek)}`,
    ),
  );
}

/** @param {RoutingNames} names @param {any} version */
export function helpWords(names, version) {
  if (!version.helps.length) return '';
  const who = version.helps.map((/** @type {any} */ seek) => seekWords(names, seek, 'help_whose'));
  return listed([...new Set(who)]) + aside(version.sends_helpers ? t('一并派遣') : t('列出，不自动派遣'));
}

/** @param {string[]} roles */
export const roleWords = (roles) => listed(roles.map((role) => word('role', role)));

/** What a policy says.
 * @param {any} version */
export function policyWords(version) {
  return (
    clauses([
      !version.may_reject && t('不得不予受理'),
      !version.may_merge && t('只关联不合并'),
      version.needs_answer && t('须答复'),
      version.needs_call_back && t('须回访后结案'),
      version.own_limit && t('自带时限 {limit}', { limit: limitWords(version.own_limit) }),
      version.return_to &&
        t('可退回{who}', { who: version.return_to }) +
          aside(version.return_limit && t('{limit}内', { limit: limitWords(version.return_limit) })),
    ]) || t('按通常办理')
  );
}

/** @returns {Record<string, string>} */
function fieldNames() {
  return {
    name: t('名称'),
    service_code: t('事项'),
    group_code: t('大类'),
    area_code: t('区域'),
    area_place: t('区域'),
    area_kind: t('区域类型'),
    level: t('层级'),
    origin: t('来源'),
    season_from: t('季节'),
    season_to: t('季节'),
    time_from: t('每日时段'),
    time_to: t('每日时段'),
    to_level: t('定为层级'),
    accepts: t('受理岗位'),
    leads: t('处置力量'),
    helps: t('配合力量'),
    sends_helpers: t('是否一并派遣'),
    may_reject: t('可否不予受理'),
    may_merge: t('可否合并'),
    needs_answer: t('答复'),
    needs_call_back: t('回访'),
    return_to: t('退回谁'),
    return_limit: t('退回期限'),
    own_limit: t('自带时限'),
  };
}

/** A change of routing in words.
 * @param {RoutingNames} names */
export function routingChange(names) {
  return (/** @type {any} */ { data, version: n }) => {
    const what = data.rule
      ? t('规则 {code}', { code: data.rule })
      : data.origin
        ? t('来源「{name}」', { name: word('origin', data.origin) })
        : t('先例{matter}', { matter: aside(names.matters.get(data.service_code) || data.service_code) });
    if (data.precedent) {
      if (data.ended) return t('终止{what}', { what });
      return t('形成{what}，{area}', { what, area: names.areas.get(data.area) || data.area });
    }
    if (data.ended) return t('{what} 终止于 {to}', { what, to: data.valid_to });
    if (data.withdrawn) return t('{what} 撤回第 {n} 版', { what, n: data.withdrawn });
    const parts = n === 1 ? t('首个版本') : partsWords(data.changed, fieldNames());
    return t('{what} 第 {n} 版，{from} 起：{parts}', { what, n, from: data.valid_from, parts });
  };
}
