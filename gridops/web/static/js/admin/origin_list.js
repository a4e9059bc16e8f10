// Policies of origins and precedents: what holds, what is coming, and the forms that change them.

import { api } from '../shared/api.js';
import { h, toast } from '../shared/dom.js';
import { LEVELS, clock, ORIGINS } from '../shared/words.js';
import { field, phrased } from '../desk/forms.js';
import { datesOf, dayFrom } from './choices.js';
import { datesPart, line, openForm } from './dated_form.js';
import { table } from './page.js';
import { policyWords } from './routing_words.js';

const TICKS = [['may_reject', '可以不予受理'], ['may_merge', '可以并入相同事件'], ['needs_answer', '结案前须答复'], ['needs_call_back', '结案前须回访']];
const USUAL = { may_reject: true, may_merge: true, needs_answer: false, needs_call_back: false, return_to: '', return_limit: null, own_limit: null };

// The words of a limit go back as they came; how whole days are counted is the service's to add.
const limitWords = (limit) => (limit ? limit.text.replace('（次日起算）', '') : '');

function openPolicy(origin, from, onDone) {
  openForm({
    title: `来源政策：${ORIGINS[origin]}`, submit: '建立新版本', said: '已保存', name: 'policy', onDone,
    parts: [
      datesPart(dayFrom()),
      TICKS.map(([name, words]) => h('label', { class: 'tick-line' }, h('input', { type: 'checkbox', name, checked: from[name] }), h('span', null, words))),
      h('div', { class: 'pair' }, field('退回谁', 'return to', line('return_to', from.return_to), '不填即不能退回来源单位'), field('退回期限', 'return within', line('return_limit', limitWords(from.return_limit)), '如 2工作日，从次日起算')),
      field('自带时限', 'own limit', line('own_limit', limitWords(from.own_limit)), '来件没有写明期限时用，如 5工作日；本地时限在它之前结束'),
    ],
    send: (form) => {
      const body = { valid_from: form.valid_from.value, valid_to: form.valid_to.value || null };
      TICKS.forEach(([name]) => { body[name] = form[name].checked; });
      ['return_to', 'return_limit', 'own_limit'].forEach((name) => { body[name] = form[name].value.trim(); });
      return api.post(`/admin/routing/origins/${origin}/versions`, body);
    },
  });
}

function withdrawing(origin, version, onChanged) {
  const withdraw = async () => {
    if (!window.confirm(`撤回「${ORIGINS[origin]}」第 ${version.version} 版？它还没有生效。`)) return;
    try {
      onChanged(await api.del(`/admin/routing/origins/${origin}/versions/${version.version}`));
      toast('已撤回');
    } catch (problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  return h('button', { type: 'button', class: 'small danger', onclick: withdraw }, '撤回');
}

/** A table of the origins with what holds for each. */
export function originTable(origins, onChanged) {
  const rows = origins.map(({ origin, versions }) => ({
    origin, held: versions.find((v) => v.state === 'in_force') || null, coming: versions.find((v) => v.state === 'coming') || null,
  }));
  return table([
    ['来源', (r) => ORIGINS[r.origin], 'nowrap'],
    ['政策', (r) => [r.held ? policyWords(r.held) : '按通常办理', r.coming ? h('p', { class: 'hint' }, `${r.coming.valid_from} 起：${policyWords(r.coming)}`) : null]],
    ['有效', (r) => (r.held ? `第 ${r.held.version} 版，${datesOf(r.held)}` : '')],
    ['', (r) => [h('button', { type: 'button', class: 'small', 'data-origin': r.origin, onclick: () => openPolicy(r.origin, r.coming || r.held || USUAL, onChanged) }, '修改'),
      r.coming ? withdrawing(r.origin, r.coming, onChanged) : null]],
  ], rows, '没有来源');
}

function openEnd(precedent, onDone) {
  openForm({
    title: `终止先例：${precedent.service_name}，${precedent.area_name || precedent.area_code}`, submit: '终止', said: '已终止，此后按规则派遣', name: 'precedent', onDone,
    parts: [field('为什么终止', 'why', phrased('why', { required: true, phrases: ['职责清单已明确', '已另立规则', '原裁定不再适用'] }))],
    send: (form) => api.post(`/admin/routing/precedents/${precedent.id}/end`, { why: form.why.value.trim() }),
  });
}

/** A table of the precedents, those in force first. */
export function precedentTable(precedents, onChanged) {
  return table([
    ['事项', (p) => `${p.service_name}（${LEVELS[p.level]}级）`],
    ['区域', (p) => p.area_name || p.area_code],
    ['由谁办', (p) => p.unit_name || '（力量已停用）'],
    ['裁定', (p) => `${p.reason}（案件 ${p.case_number}，${p.decided_by || '中心'}，${clock(p.decided_at)}）`],
    ['', (p) => (p.ended_at ? h('span', { class: 'hint' }, `${clock(p.ended_at)} 终止：${p.ended_why}`)
      : h('button', { type: 'button', class: 'small danger', 'data-precedent': p.id, onclick: () => openEnd(p, onChanged) }, '终止'))],
  ], precedents, '还没有先例。同一事件两次退单后，中心写明理由的派遣会成为先例。');
}
