// Telephone numbers as buttons. Emergency numbers come with the page, all others with a case.

import { h, icon } from '../shared/dom.js';

const WORDS = {
  fire: '起火、冒烟：先打 119，人先撤离',
  gas: '燃气泄漏：先离开现场再打电话，不要开关电器',
  injury: '有人受伤：先打 120',
  violence: '有人身危险：先打 110，注意自身安全',
};

const numbers = JSON.parse(document.getElementById('app').dataset.callNumbers || '{}');

// One button that rings a number.
export function callButton(label, number, isUrgent) {
  const dial = String(number).replace(/[^\d+*#]/g, '');
  return h('a', { class: ['button', 'call', isUrgent && 'urgent'], href: `tel:${dial}` },
    icon('phone'), h('span', null, label), h('span', { class: 'number' }, number));
}

// What is to be rung before anything is typed; null for matters that can wait.
export function callFirst(matter) {
  const kind = matter && matter.call_first;
  if (!kind || !numbers[kind]) return null;
  return h('section', { class: 'call-first', 'aria-label': '紧急电话', dataset: { callFirst: kind } },
    h('p', { class: 'call-words' }, icon('warn'), h('span', null, WORDS[kind] || '情况紧急：先打电话')),
    numbers[kind].map((one) => callButton(one.label, one.number, true)),
    h('p', { class: 'call-after' }, '打完电话再上报。'));
}
