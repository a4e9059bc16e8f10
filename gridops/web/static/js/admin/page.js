// The head of an administrator's page: who works here, what must be told loudly, and what everybody else is told.

import { fill, h } from '../shared/dom.js';
import { clock } from '../shared/words.js';
import { openDesk } from '../desk/page.js';

export const find = (part) => document.querySelector(`[data-part="${part}"]`);
export const button = (action) => document.querySelector(`[data-action="${action}"]`);

/** The administrator, once he is signed in; anybody else is told that this is not for him, and null is returned. */
export async function openAdmin() {
  const { actor } = await openDesk();
  if (actor.roles.includes('admin')) return actor;
  fill(document.querySelector('main'),
    h('p', { class: 'notice', role: 'alert' }, '本页只供管理员使用。请用管理员账号登录，或返回首页。',
      h('span', { class: 'en', lang: 'en' }, 'For administrators only.')));
  return null;
}

/** What administrators must not overlook, above everything else. */
export function warn(lines) {
  const place = find('warnings');
  fill(place, lines.map((line) => h('p', null, `注意：${line}`)));
  place.hidden = lines.length === 0;
}

/** A table of [heading, cell of a row] columns; `empty` is said where there are no rows. */
export function table(columns, rows, empty) {
  if (!rows.length) return h('p', { class: 'hint' }, empty);
  return h('div', { class: 'table-holder' }, h('table', { class: 'admin-table' },
    h('thead', null, h('tr', null, columns.map(([heading]) => h('th', { scope: 'col' }, heading)))),
    h('tbody', null, rows.map((row) => h('tr', null, columns.map(([heading, cell, name]) => h('td', { class: name, 'data-head': heading }, h('div', null, cell(row)))))))));
}

export const FIELD_WORDS = {
  service_name: '名称', service_group: '大类', group_code: '大类代码', aliases: '别名', season: '季节', label_family: '用语',
  intake_mode: '受理方式', default_level: '默认层级', urgency_default: '默认紧急程度', call_first: '先打电话', lead_agency: '牵头部门',
  helping_agencies: '配合部门', led_by: '配合部门的牵头', posts: '岗位', is_restricted: '是否受限', restricted_why: '受限说明',
  near_radius_m: '相近距离', near_hours: '相近时间', fields: '附加字段', photo_asked: '要求照片', photo_why: '照片理由',
  arrival_asked: '要求到场定位', arrival_why: '到场理由', conditions: '立案结案条件与时限', stage_limits: '环节时限',
  outer_margin_minutes: '早于外部时限', verification: '核查方式',
  item_code: '项目编号', item_name: '项目名称', item_group: '分组', act: '行为', service_code: '事项', group_code: '大类', holder: '持有者',
  agency_code: '部门', area_code: '镇街', basis: '依据', reference: '文件与项号', in_name_of: '以谁名义', note: '备注',
  kind: '类别', upper_agency: '上级部门', upper_part: '上级做什么', town_part: '镇街做什么', paid_by: '经费',
};

const ADMISSION = { applied: '申请准入', approved: '批准准入', refused: '不予准入', ended: '终止准入' };

/** A change to a row of a register: begun, replaced, ended, withdrawn, or holding again. */
function rowWords({ version, data }) {
  if (data.withdrawn) return `撤回第 ${version} 版（原定 ${data.valid_from} 起）`;
  if (data.restored) return `第 ${version} 版恢复${data.valid_to ? `至 ${data.valid_to}` : '长期有效'}`;
  if (data.ended) return `第 ${version} 版终止于 ${data.valid_to}`;
  if (data.added) return `登记第 ${version} 版，${data.valid_from} 起${data.valid_to ? `至 ${data.valid_to}` : ''}`;
  return `第 ${version} 版，${data.valid_from} 起：${data.changed.map((name) => FIELD_WORDS[name] || name).join('、') || '内容未变'}`;
}

/** A change in words: what was done, and to what. */
export function changeWords(change) {
  const { data } = change;
  if (data.item_code) return rowWords(change);
  if (data.admission) return `${ADMISSION[data.admission]}${data.valid_to ? `，至 ${data.valid_to}` : ''}`;
  if ('is_active' in data && data.service_code) return data.is_active ? '恢复使用' : '停用';
  if (data.withdrawn) return `撤回第 ${data.withdrawn} 版`;
  if (data.changed) {
    const names = change.version === 1 ? '首个版本' : data.changed.map((name) => FIELD_WORDS[name] || name).join('、') || '内容未变';
    return `第 ${change.version} 版，${data.valid_from} 起：${names}`;
  }
  if (data.seeded) return `初始录入 ${data.seeded.join('、')} 年`;
  if (data.hours) return `新增作息时间（${data.area || '全部区域'}）`;
  if (data.area_class) return `新增区域类别（${data.area}）`;
  if (data.ended) return `终止于 ${data.valid_to}`;
  if (data.days) return `${data.year} 年：${data.days.length ? `改动 ${data.days.length} 天（${data.days.slice(0, 6).join('、')}${data.days.length > 6 ? '…' : ''}）` : '录入，无改动'}`;
  return change.action;
}

/** Who changed what, newest first. */
export function changeList(changes, words = changeWords) {
  if (!changes.length) return h('p', { class: 'hint' }, '还没有修改记录。');
  return h('ol', { class: 'changes' }, changes.map((change) => h('li', null,
    h('time', { datetime: change.at, title: change.at }, clock(change.at)),
    h('span', null, `${change.actor || '系统'}：${words(change)}`))));
}
