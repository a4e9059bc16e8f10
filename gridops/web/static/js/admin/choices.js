// Words of the register's choices, and the agencies and lists that the page was told of. Pure but for that memory.

import { LEVELS, URGENCIES } from '../shared/words.js';

export const CHOICES = {
  default_level: Object.entries(LEVELS),
  urgency_default: Object.entries(URGENCIES),
  label_family: [['city', '城市管理（立案…结案）'], ['governance', '社会治理（受理…办结）']],
  intake_mode: [['manual', '人工受理'], ['auto_file', '自动立案'], ['auto_dispatch', '自动派遣'], ['record_only', '只作记录']],
  verification: [['none', '不核查'], ['phone', '电话回访'], ['photo', '照片核查'], ['neighbour', '邻近人员'], ['visit', '到场核查']],
  call_first: [['', '不用'], ['fire', '火警 119'], ['gas', '燃气'], ['injury', '急救 120'], ['violence', '报警 110']],
  field_type: [['text', '文字'], ['number', '数字'], ['choice', '选项'], ['date', '日期'], ['photo', '照片']],
};
export const ROLES = {
  grid_head: '网格长', dispatcher: '受理派遣', duty_officer: '值班', agency_head: '部门负责人', supervisor: '督查', approver: '审批',
};
export const STAGES = { file: '受理立案', dispatch: '派遣', accept: '接单', handle: '处置', verify: '核查' };
export const VERSION_STATES = { past: '已失效', in_force: '生效中', coming: '待生效' };
export const ADMISSION_STATES = { applied: '待审', approved: '已准入', refused: '不予准入', ended: '已终止' };
export const KINDS = { event: '事件', component: '部件' };

export const known = { agencies: new Map(), lists: [] };

/** The word of a choice. */
export function choiceWord(name, value) {
  const found = (CHOICES[name] || []).find(([key]) => key === value);
  return found ? found[1] : value;
}

/** An agency's name, or what stands for nobody. */
export function agencyName(code) {
  return code ? known.agencies.get(code) || code : '未指定';
}

/** Today in the deployment's zone, so many days on: 2026-11-22. */
export function dayFrom(days = 0) {
  const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
    .format(new Date(Date.now() + days * 86400000));
}

/** The dates a row holds: 2026-01-01 起, 2026-01-01 至 2026-12-31 前. */
export function datesOf(row) {
  return row.valid_to ? `${row.valid_from} 至 ${row.valid_to}（不含）` : `${row.valid_from} 起`;
}
