// @ts-check
// Who changed what in a register, in words: what was done, and to which parts. Pure.

import { History } from '../parts/register.js';
import { listed, t } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html } from '../shared/ui.js';

const MOST_DAYS = 6;

/** @returns {Record<string, string>} */
function fieldNames() {
  return {
    service_name: t('名称'),
    service_group: t('大类'),
    group_code: t('大类代码'),
    aliases: t('别名'),
    season: t('季节'),
    label_family: t('用语'),
    intake_mode: t('受理方式'),
    default_level: t('默认层级'),
    urgency_default: t('默认紧急程度'),
    call_first: t('先打电话'),
    lead_agency: t('牵头部门'),
    helping_agencies: t('配合部门'),
    led_by: t('配合部门的牵头'),
    posts: t('岗位'),
    is_restricted: t('是否受限'),
    restricted_why: t('受限说明'),
    near_radius_m: t('相近距离'),
    near_hours: t('相近时间'),
    fields: t('附加字段'),
    photo_asked: t('要求照片'),
    photo_why: t('照片理由'),
    arrival_asked: t('要求到场定位'),
    arrival_why: t('到场理由'),
    conditions: t('立案结案条件与时限'),
    stage_limits: t('环节时限'),
    outer_margin_minutes: t('早于外部时限'),
    verification: t('核查方式'),
  };
}

/** @returns {Record<string, string>} */
function rowNames() {
  return {
    item_code: t('项目编号'),
    item_name: t('项目名称'),
    item_group: t('分组'),
    act: t('行为'),
    service_code: t('事项'),
    group_code: t('大类'),
    holder: t('持有者'),
    agency_code: t('部门'),
    area_code: t('镇街'),
    basis: t('依据'),
    reference: t('文件与项号'),
    in_name_of: t('以谁名义'),
    note: t('备注'),
    kind: t('类别'),
    upper_agency: t('上级部门'),
    upper_part: t('上级做什么'),
    town_part: t('镇街做什么'),
    paid_by: t('经费'),
  };
}

/** The parts that were changed, in words.
 * @param {string[]} names @param {Record<string, string>} words */
export function partsWords(names, words) {
  return listed([...new Set(names.map((name) => words[name] || name))]) || t('内容未变');
}

/** A change to a row of a register: begun, replaced, ended, withdrawn, or holding again.
 * @param {any} change */
export function rowChange({ version: n, data }) {
  const { valid_from: from, valid_to: to } = data;
  if (data.withdrawn) return t('撤回第 {n} 版（原定 {from} 起）', { n, from });
  if (data.restored) return to ? t('第 {n} 版恢复至 {to}', { n, to }) : t('第 {n} 版恢复长期有效', { n });
  if (data.ended) return t('第 {n} 版终止于 {to}', { n, to });
  if (data.added)
    return to
      ? t('登记第 {n} 版，{from} 起至 {to}', { n, from, to })
      : t('登记第 {n} 版，{from} 起', { n, from });
  return t('第 {n} 版，{from} 起：{what}', { n, from, what: partsWords(data.changed, rowNames()) });
}

/** @param {any} data */
function admissionWords({ admission, valid_to: to }) {
  /** @type {Record<string, string>} */
  const acts = {
    applied: t('申请准入'),
    approved: t('批准准入'),
    refused: t('不予准入'),
    ended: t('终止准入'),
  };
  return to ? t('{act}，至 {to}', { act: acts[admission], to }) : acts[admission];
}

/** A change of a matter: its versions, admissions, whether it is in use.
 * @param {any} change */
export function matterChange(change) {
  const { data, version: n } = change;
  if (data.admission) return admissionWords(data);
  if ('is_active' in data) return data.is_active ? t('恢复使用') : t('停用');
  if (data.withdrawn) return t('撤回第 {n} 版', { n: data.withdrawn });
  if (!data.changed) return change.action;
  const what = n === 1 ? t('首个版本') : partsWords(data.changed, fieldNames());
  return t('第 {n} 版，{from} 起：{what}', { n, from: data.valid_from, what });
}

/** A change of the calendar: days, hours, classes.
 * @param {any} change */
export function calendarChange({ data, action }) {
  if (data.seeded) return t('初始录入 {years} 年', { years: listed(data.seeded) });
  if (data.hours) return t('新增作息时间{area}', { area: ` ${data.area || ''}` });
  if (data.area_class) return t('新增区域类别 {area}', { area: data.area });
  if (data.ended) return t('终止于 {to}', { to: data.valid_to });
  if (!data.days) return action;
  if (!data.days.length) return t('{year} 年：录入，无改动', { year: data.year });
  const days = listed(data.days.slice(0, MOST_DAYS)) + (data.days.length > MOST_DAYS ? '…' : '');
  return t('{year} 年：改动 {n} 天：{days}', { year: data.year, n: data.days.length, days });
}

/** Changes, newest first.
 * @param {{ changes: any[], words: (change: any) => string }} props */
export function Changes({ changes, words }) {
  return html`<${History} changes=${changes} words=${words} clock=${clock} />`;
}
