// Routing rules in the order in which they are taken: what each asks for and does, its versions. Asks for nothing itself.

import { api } from '../shared/api.js';
import { fill, h, toast } from '../shared/dom.js';
import { LEVELS } from '../shared/words.js';
import { datesOf, dayFrom, VERSION_STATES } from './choices.js';
import { line, openForm } from './dated_form.js';
import { field } from '../desk/forms.js';
import { find } from './page.js';
import { conditionWords, helpWords, leadWords, roleWords } from './routing_words.js';
import { openRuleForm } from './rule_form.js';

function row(term, said) {
  return said ? [h('dt', null, term), h('dd', null, said)] : null;
}

function facts(version) {
  return h('dl', { class: 'facts wide' },
    row('适用', conditionWords(version)), row('处置力量', leadWords(version)), row('配合', helpWords(version)),
    row('定为层级', version.to_level ? `${LEVELS[version.to_level]}级` : ''), row('受理岗位', roleWords(version.accepts)), row('有效', datesOf(version)));
}

function withdraw(rule, version, onChanged) {
  return async () => {
    if (!window.confirm(`撤回第 ${version.version} 版？它还没有生效。`)) return;
    try {
      onChanged(await api.del(`/admin/routing/rules/${rule.code}/versions/${version.version}`));
      toast('已撤回');
    } catch (problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
}

function openEnd(rule, onChanged) {
  openForm({
    title: `终止规则 ${rule.code}`, submit: '终止', said: '已终止', name: 'end', onDone: onChanged,
    parts: [field('终止日', 'on', line('valid_to', dayFrom(1), { type: 'date', required: true, min: dayFrom() }), '当日起不再适用；已派遣的事件不变')],
    send: (form) => api.post(`/admin/routing/rules/${rule.code}/end`, { valid_to: form.valid_to.value }),
  });
}

function others(rule, shown, onChanged) {
  const rest = rule.versions.filter((version) => version !== shown);
  if (!rest.length) return null;
  return h('details', null, h('summary', null, `其他版本（${rest.length}）`), rest.map((version) => h('div', { class: 'panel' },
    h('p', { class: 'line' }, h('strong', null, `第 ${version.version} 版`), h('span', { class: 'tag', 'data-state': version.state }, VERSION_STATES[version.state]),
      version.state === 'coming' ? h('button', { type: 'button', class: 'small danger', onclick: withdraw(rule, version, onChanged) }, '撤回') : null),
    facts(version))));
}

function rulePart(rule, onChanged) {
  const shown = rule.versions.find((version) => version.version === rule.shown);
  const coming = rule.versions.find((version) => version.state === 'coming');
  return h('details', { class: 'version panel', 'data-rule': rule.code },
    h('summary', null, h('strong', null, shown.name), h('span', { class: 'tag', 'data-state': rule.state }, VERSION_STATES[rule.state]),
      coming && coming !== shown ? h('span', { class: 'tag', 'data-state': 'coming' }, `${coming.valid_from} 起有新版`) : null,
      h('small', null, `${conditionWords(shown)} · ${rule.code} 第 ${shown.version} 版`)),
    facts(shown), others(rule, shown, onChanged),
    h('div', { class: 'line wrap end' },
      h('button', { type: 'button', class: 'small', onclick: () => openRuleForm({ rule, from: shown, onDone: onChanged }) }, '另立新版本'),
      rule.state === 'past' ? null : h('button', { type: 'button', class: 'small danger', onclick: () => openEnd(rule, onChanged) }, '终止')));
}

/** Show the rules that the search finds; those that were open stay open. */
export function showRules(rules, onChanged) {
  const words = find('search').value.trim().toLowerCase();
  const found = rules.filter((rule) => rule.versions.some((v) => !words || `${rule.code} ${v.name} ${conditionWords(v)} ${leadWords(v)}`.toLowerCase().includes(words)));
  const open = new Set([...find('rules').querySelectorAll('details[data-rule][open]')].map((part) => part.dataset.rule));
  find('count').textContent = `${found.length} 条规则，按使用的先后`;
  fill(find('rules'), found.map((rule) => rulePart(rule, onChanged)));
  for (const part of find('rules').querySelectorAll('details[data-rule]')) part.open = open.has(part.dataset.rule);
}
