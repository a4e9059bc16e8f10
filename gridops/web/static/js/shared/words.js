// Words of the pages: states, deadlines, origins, actions, times. Pure: no requests, no nodes.
// Times are shown in the deployment's zone, whatever the device believes.

const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';

const STATES = {
  city: {
    reported: '上报', filed: '立案', dispatched: '派遣', handling: '处置中', handled: '处置完成',
    verified: '核查通过', closed: '结案', rejected: '不予立案', suspended: '挂账',
  },
  governance: {
    reported: '上报', filed: '受理', dispatched: '分流', handling: '办理中', handled: '办理完成',
    verified: '核实', closed: '办结', rejected: '不予受理', suspended: '挂账',
  },
};

// The state's word: of a case (its label family decides), or of a state's code and a family.
export function stateWord(caseOrState, family) {
  if (caseOrState && typeof caseOrState === 'object') {
    return caseOrState.state_label || stateWord(caseOrState.state, caseOrState.label_family);
  }
  return (STATES[family] || STATES.city)[caseOrState] || caseOrState;
}

// What a reporter wants to know of his case.
export function plainState(state) {
  return {
    reported: '已收到', filed: '已收到', dispatched: '已派人', handling: '已派人', handled: '办好了',
    verified: '办好了', closed: '已办结', rejected: '不予受理', suspended: '暂缓办理',
  }[state] || state;
}

const DUE = { normal: '未到期', soon: '快到期', overdue: '已超期', paused: '已暂停计时', done: '计时结束' };

// The deadline's word, of a case or of a due state.
export function dueWord(caseOrDue) {
  const due = caseOrDue && typeof caseOrDue === 'object' ? caseOrDue.due_state : caseOrDue;
  return DUE[due] || due;
}

export const ORIGINS = {
  patrol: '巡查上报', desk: '中心登记', phone: '电话', hotline_12345: '12345 热线', leader: '领导批示',
  agency: '部门转办', public: '群众上报',
};
export const URGENCIES = { normal: '一般', urgent: '紧急', major: '重大' };
export const LEVELS = { grid: '网格', village: '村社区', township: '镇街', district: '区县' };
export const UNIT_STATUSES = {
  available: '待命', dispatched: '已派单', accepted: '已接单', en_route: '在途', on_scene: '已到场', cleared: '已办完',
  declined: '不接', recalled: '已撤回', returned: '已退单',
};
export const ACTIONS = {
  file: '受理', reject: '不予受理', send_back: '退回来源单位', dispatch: '派遣', accept: '接单', decline: '不接', recall: '撤回', return: '退单',
  en_route: '出发', arrive: '到场', handle: '办好了', rework: '退回重办', verify: '核查', close: '结案', correct: '更正',
  escalate: '上报上级', hand_down: '下派',
};
export const HANDLING_KINDS = {
  persuade: '劝导', clean: '清理', repair: '维修', mediate: '调解', other: '其他',
  order: '责令改正', penalise: '处罚', permit: '许可', remove: '强制拆除', seize: '查封扣押', clear: '代履行清除',
  confirm: '确认', grant: '给付', register: '备案登记',
};
// Kinds of handling that need a power valid at that moment.
export const POWER_KINDS = ['order', 'penalise', 'permit', 'remove', 'seize', 'clear', 'confirm', 'grant', 'register'];
const DISPOSITIONS = { resolved_on_site: '当场已处理', recorded: '已记录', sent_back: '已退回来源单位' };
const ENTRIES = {
  'incident.reported': '上报', 'incident.filed': '立案受理', 'incident.rejected': '不予受理', 'incident.sent_back': '退回来源单位',
  'incident.dispatched': '派遣', 'incident.accepted': '接单', 'incident.declined': '不接', 'incident.recalled': '撤回派遣',
  'incident.returned': '退单', 'incident.en_route': '出发', 'incident.arrived': '到场', 'incident.handled': '处置完成',
  'incident.reworked': '退回重办', 'incident.verified': '核查通过', 'incident.closed': '结案',
  'incident.escalated': '上报上级', 'incident.handed_down': '下派', 'incident.corrected': '更正', 'incident.resolved_on_site': '即时处置', 'incident.recorded': '已记录', 'incident.due_soon': '快到期',
  'incident.overdue': '超期', 'incident.photo_arrived': '照片送达', 'incident.joined': '并入相同上报', 'incident.merged': '合并',
};

// What became of a case: words of our own for what the service names, else what the desk wrote.
export function dispositionWord(disposition) {
  return DISPOSITIONS[disposition] || disposition;
}

// The word of a log entry's action, for a timeline.
export function entryWord(action) {
  return ENTRIES[action] || action;
}

const formats = {};

function parts(iso, options) {
  const key = Object.keys(options).join();
  formats[key] = formats[key] || new Intl.DateTimeFormat('en-GB', Object.assign({ timeZone: zone }, options));
  const found = {};
  formats[key].formatToParts(new Date(iso)).forEach((p) => { found[p.type] = p.value; });
  return found;
}

const TWO = '2-digit';
const WHOLE = { year: 'numeric', month: TWO, day: TWO, hour: TWO, minute: TWO, hour12: false };

// The date of a moment in the deployment's zone: 2026-11-22.
export function day(moment) {
  const p = parts(moment || new Date(), WHOLE);
  return `${p.year}-${p.month}-${p.day}`;
}

// A moment in few words: 14:05 today, 昨天 14:05, 11-22 14:05 this year, else with the year.
export function clock(moment) {
  if (!moment) return '';
  const p = parts(moment, WHOLE);
  const time = `${p.hour === '24' ? '00' : p.hour}:${p.minute}`;
  const today = day(new Date());
  const date = `${p.year}-${p.month}-${p.day}`;
  if (date === today) return time;
  if (date === day(new Date(Date.now() - 86400000))) return `昨天 ${time}`;
  return p.year === today.slice(0, 4) ? `${date.slice(5)} ${time}` : `${date} ${time}`;
}

// How far off a moment is: 还有 2 小时, 超 3 天, 5 分钟.
export function span(ms) {
  const minutes = Math.round(Math.abs(ms) / 60000);
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} 小时`;
  return `${Math.round(minutes / 1440)} 天`;
}

// What a deadline means now: 还有 2 小时（今天 17:00 前）.
export function dueText(dueAt) {
  if (!dueAt) return '未定时限';
  const left = new Date(dueAt).getTime() - Date.now();
  return left >= 0 ? `还有 ${span(left)}（${clock(dueAt)} 前）` : `超 ${span(left)}（应在 ${clock(dueAt)} 前）`;
}
