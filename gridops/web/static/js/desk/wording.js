// @ts-check
// What a line of a case's timeline says beyond its action, and by what a unit was proposed. Pure.

import { aside, clauses, labelled, listed, t, word } from '../shared/language.js';
import { stateWord } from '../shared/states.js';

/**
 * What the words of a case are looked up in: matters by code, units by id, and the case's label family.
 * @typedef {{ matters: Map<string, { service_name: string }>, units: { get(id: string): { name: string } | undefined },
 *   family: string }} Companions
 */

/** The words of a timeline line's action, in the words of the case's family.
 * @param {string} action @param {string} family */
export function actionWord(action, family) {
  return word(family === 'governance' ? 'entry_governance' : 'entry', action);
}

/** @param {Record<string, any>} data @param {Companions} companions */
function corrected(data, { matters }) {
  const says = [];
  if (Array.isArray(data.service_code)) {
    const [was, is] = data.service_code.map((code) => matters.get(code)?.service_name || code);
    says.push(t('事项由“{was}”改为“{is}”', { was, is }));
  }
  if (Array.isArray(data.grid)) {
    const [was, is] = data.grid.map((name) => name || t('无'));
    says.push(t('位置更正，网格 {was} → {is}', { was, is }));
  }
  return says;
}

/** @param {Record<string, any>} data */
function handled(data) {
  const officers = data.officers ? t('执法人员 {n} 名', { n: data.officers }) : t('未填执法人员');
  return [
    data.kind && labelled(t('方式'), word('handling', data.kind)),
    data.power && t('权限 {code}', { code: data.power.item_code }),
    data.power && officers,
  ];
}

/** @param {Record<string, any>} data @param {Companions} companions */
function sent(data, { units }) {
  const names = (data.units || []).map((/** @type {string} */ id) => units.get(id)?.name).filter(Boolean);
  return names.length ? [t('派往 {names}', { names: listed(names) })] : [];
}

/** How it was checked, what was corrected, which state followed.
 * @param {{ action: string, data: Record<string, any> }} entry @param {Companions} companions */
export function actionDetail({ action, data }, companions) {
  const isMoved = data.to && data.from && data.to !== data.from;
  return clauses([
    ...(action === 'incident.dispatched' ? sent(data, companions) : []),
    data.add && t('增派'),
    data.by_proxy && t('代办'),
    ...(action === 'incident.handled' ? handled(data) : []),
    data.ground && t('先处置、后裁定（{ground}）', { ground: word('ground', data.ground) }),
    action === 'incident.hand_down_arbitrated' && word('decision', data.decision),
    data.waits_for && t('还等 {n} 个力量完成', { n: data.waits_for }),
    action === 'incident.verified' && word('check', data.how),
    ...corrected(data, companions),
    isMoved && `→ ${stateWord(data.to, companions.family)}`,
  ]);
}

/** By what it was decided, for whoever has to explain it: a rule and its version, a precedent, a person.
 * @param {string | null | undefined} rule */
export function ruleWords(rule) {
  const [code, version] = (rule || '').split('@');
  if (code.startsWith('precedent-')) return t('先例（中心在两次退单后的裁定）');
  if (code === 'by-hand') return t('受理派遣人员指定');
  if (code.startsWith('responsibility-'))
    return t('履职清单 {code}（已由区县收回）', { code: code.slice('responsibility-'.length) });
  if (code === 'none') return t('没有适用的规则');
  return rule ? t('派遣规则 {code} 第 {version} 版', { code, version }) : '';
}

/** An item of the list of responsibilities: SH-03「危险废物处置」（上级收回）.
 * @param {{ item_code: string, item_name: string, kind: string }} item */
export function itemWords(item) {
  const name = t('{code}「{name}」', { code: item.item_code, name: item.item_name });
  return name + aside(word('responsibility_kind', item.kind));
}
