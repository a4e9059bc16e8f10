// @ts-check
// Words of matters that need what came with the register: agencies by code; posts, conditions, what is asked. Pure.

import { aside, clauses, listed, t, word } from '../../shared/language.js';

/** @typedef {{ agencies: Map<string, string>, lists: string[] }} Known */

/** @param {any} found the register's answer @returns {Known} */
export function knownOf(found) {
  return {
    agencies: new Map(found.agencies.map((/** @type {any} */ one) => [one.code, one.name])),
    lists: found.lists,
  };
}

/** An agency's name, or what stands for nobody.
 * @param {Known} known @param {string} code */
export function agencyName(known, code) {
  return code ? known.agencies.get(code) || code : t('未指定');
}

/** Who accepts and closes at each level.
 * @param {Record<string, any>} posts */
export function postWords(posts) {
  /** @param {string[]} [roles] */
  const names = (roles = []) => listed(roles.map((role) => word('role', role)));
  return clauses(
    Object.keys(posts).map((level) => {
      const { file, close, stand_in: standIn } = posts[level];
      const says = [
        t('{level}：{file}受理，{close}结案', {
          level: word('level', level),
          file: names(file),
          close: names(close),
        }),
        standIn?.length && t('无人在岗由{who}代', { who: names(standIn) }),
      ];
      return listed(says);
    }),
  );
}

/** What is asked of whoever reports or handles.
 * @param {any} version */
export function askedWords(version) {
  const parts = version.fields.map(
    (/** @type {any} */ f) =>
      f.label + aside(listed([word('field_type', f.type), !f.required && t('可不填')])),
  );
  if (version.photo_asked) parts.push(t('处置后照片：{why}', { why: version.photo_why }));
  if (version.arrival_asked) parts.push(t('到场定位：{why}', { why: version.arrival_why }));
  return clauses(parts) || t('不要求附加内容、照片和到场定位');
}

/** @param {Known} known @param {any} version */
export function helpingWords(known, version) {
  return listed(
    version.helping_agencies.map((/** @type {string} */ code) => {
      const leader = version.led_by[code];
      return (
        agencyName(known, code) + aside(leader && t('由{agency}牵头', { agency: agencyName(known, leader) }))
      );
    }),
  );
}
