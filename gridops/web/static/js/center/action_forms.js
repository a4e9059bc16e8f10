// The forms of the actions that only need words: what each asks for, and the body it sends.

import { choice, field, openChoice, phrased } from '../desk/forms.js';
import { CALL_BACKS, CHECKS, DISPOSITIONS } from '../desk/unconverted.js';
import { handleBody, handleParts } from './handle_form.js';
import { escalateParts, handDownParts } from './level_forms.js';

const CLOSINGS = ['resolved', 'persuaded', 'mediated', 'handed_over', 'in_procedure', 'unfounded', 'other'];

function reason(phrases) {
  return () => [field('理由', 'reason', phrased('reason', { required: true, phrases, placeholder: '会告诉上报人或处置单位' }))];
}

function note() {
  return field('备注（可不填）', 'note', phrased('note'));
}

/** The choice of what became of a case. */
export function dispositionChoice() {
  return choice('disposition', CLOSINGS.map((code) => [code, DISPOSITIONS[code]]));
}

/** What the case's origin still wants: asked for in the form that settles it. */
function callBack(incident, { required, hint }) {
  if (!incident.owes.includes('call_back')) return null;
  return field('回访结果', 'call back', openChoice('call_back', Object.entries(CALL_BACKS), { required }), hint);
}

function answer(incident) {
  if (!incident.owes.includes('answer')) return null;
  const phrases = incident.origin === 'leader' ? ['已按批示要求办结，情况如下：'] : ['经核实，已处置完毕。'];
  return field('答复内容', 'answer', phrased('answer', { required: true, phrases, placeholder: '答复给来件单位或批示人' }));
}

// As the matter's standard asks; a photo that is not there was not looked at.
function usualCheck(incident, matter) {
  const asked = matter && CHECKS[matter.verification] ? matter.verification : '';
  if (asked && (asked !== 'photo' || incident.media.some((m) => m.stage === 'after'))) return asked;
  return '';
}

/** action → {title, confirm, parts(incident, matter): nodes, said(form): body where it is not flat, isDanger}. Dispatching and correcting have forms of their own. */
export const FORMS = {
  file: { title: '受理（立案），暂不派遣', confirm: '受理', parts: () => [note()] },
  reject: {
    title: '不予受理', confirm: '不予受理', isDanger: true,
    parts: reason(['不属于受理范围', '与已有事件重复', '情况不属实', '描述不清，无法核实']),
  },
  send_back: {
    title: '退回来源单位', confirm: '退回', isDanger: true,
    parts: reason(['地址不在本辖区', '不属于本级职责，应由其他单位承办']),
  },
  accept: { title: '代处置单位接单', confirm: '代为接单', parts: () => [note()] },
  decline: { title: '不接此单', confirm: '不接', isDanger: true, parts: reason(['不属于本单位职责', '不在本单位辖区']) },
  recall: { title: '撤回派遣', confirm: '撤回', isDanger: true, parts: reason(['派错单位', '情况有变，重新研判']) },
  return: { title: '退单', confirm: '退单', isDanger: true, parts: reason(['不属于本单位职责', '需多部门协调']) },
  en_route: { title: '已出发', confirm: '出发', parts: () => [note()] },
  arrive: { title: '已到场', confirm: '到场', parts: () => [note()] },
  handle: {
    title: '处置完成', confirm: '办好了',
    parts: handleParts, said: handleBody,
  },
  rework: { title: '退回重办', confirm: '退回重办', parts: reason(['现场仍未处置到位', '处置不彻底', '上报人不认可']) },
  verify: {
    title: '核查', confirm: '核查通过',
    parts: (incident, matter) => [
      field('核查方式', 'how', openChoice('how', Object.entries(CHECKS), { value: usualCheck(incident, matter) }), matter && CHECKS[matter.verification] ? `该事项的标准：${CHECKS[matter.verification]}` : ''),
      field('核查结果', 'result', phrased('result', { required: true, phrases: ['已办好，上报人认可', '已办好，现场恢复原状', '照片显示已处置到位'] })),
      callBack(incident, { required: false, hint: '核查方式选电话回访时填写，记为回访' }),
      note(),
    ],
  },
  escalate: { title: '上报上级', confirm: '上报', parts: escalateParts },
  hand_down: { title: '下派', confirm: '下派', parts: handDownParts },
  close: { title: '结案', confirm: '结案', parts: (incident) => [field('处置结果', 'disposition', dispositionChoice()), callBack(incident, { required: true }), answer(incident), note()] },
};

/** What a form's fields say, empty ones left out. */
export function readForm(form) {
  const said = {};
  for (const [name, value] of new FormData(form)) if (String(value).trim()) said[name] = String(value).trim();
  return said;
}
