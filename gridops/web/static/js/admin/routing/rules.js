// @ts-check
// Routing rules in the order in which they are taken: what each asks for and does, its versions.

import { useAddress } from '../../parts/address.js';
import { datesOf, dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Field, Form } from '../../parts/forms.js';
import { Tag, WithdrawButton } from '../../parts/register.js';
import { Facts } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { AsksMark } from '../area_questions.js';
import { openRuleForm } from './rule_form.js';
import { conditionWords, helpWords, leadWords, roleWords } from './words.js';

/** @typedef {{ routing: any, names: any, onChanged: (routing: any) => void }} Around */

/** @param {{ version: any, names: any }} props */
function RuleFacts({ version, names }) {
  return html`<${Facts} wide=${true} pairs=${[
    [t('适用'), conditionWords(names, version)],
    [t('处置力量'), leadWords(names, version)],
    [t('配合'), helpWords(names, version)],
    [t('定为层级'), version.to_level && t('{level}级', { level: word('level', version.to_level) })],
    [t('受理岗位'), roleWords(version.accepts)],
    [t('有效'), datesOf(version)],
  ]} />`;
}

/** @param {any} rule @param {(routing: any) => void} onChanged */
async function openEnd(rule, onChanged) {
  const done = await openDialog({
    title: t('终止规则 {code}', { code: rule.code }),
    name: 'end',
    view: (close) => html`<${Form} submit=${t('终止')} fields=${['valid_to']}
      onSend=${async (/** @type {any} */ form) => close(await api.post(`/admin/routing/rules/${rule.code}/end`, { valid_to: form.valid_to.value }))}>
      ${(
        /** @type {any} */ faults,
      ) => html`<${Field} label=${t('终止日')} hint=${t('当日起不再适用；已派遣的事件不变')} fault=${faults.valid_to}>
        <input type="date" name="valid_to" required min=${dayFrom()} defaultValue=${dayFrom(1)} />
      </${Field}>`}
    </${Form}>`,
  });
  if (!done) return;
  toast(t('已终止'));
  onChanged(done);
}

/** @param {{ rule: any, shown: any } & Around} props */
function Others({ rule, shown, names, onChanged }) {
  const rest = rule.versions.filter((/** @type {any} */ version) => version !== shown);
  if (!rest.length) return null;
  return html`<details>
    <summary>${t('其他版本（{n}）', { n: rest.length })}</summary>
    ${rest.map(
      (/** @type {any} */ version) => html`<div class="panel" key=${version.version}>
        <p class="line">
          <strong>${t('第 {n} 版', { n: version.version })}</strong><${Tag} state=${version.state}>${word('row_state', version.state)}</${Tag}>
          ${
            version.state === 'coming' &&
            html`<${WithdrawButton} path=${`/admin/routing/rules/${rule.code}/versions/${version.version}`} what=${`${rule.code} ${t('第 {n} 版', { n: version.version })}`} onDone=${onChanged} />`
          }
        </p>
        <${RuleFacts} version=${version} names=${names} />
      </div>`,
    )}
  </details>`;
}

/** @param {{ rule: any } & Around} props */
function Rule({ rule, routing, names, onChanged }) {
  const shown = rule.versions.find((/** @type {any} */ version) => version.version === rule.shown);
  const coming = rule.versions.find((/** @type {any} */ version) => version.state === 'coming');
  return html`<details class="version panel" data-rule=${rule.code}>
    <summary>
      <strong>${shown.name}</strong><${Tag} state=${rule.state}>${word('row_state', rule.state)}</${Tag}>
      <${AsksMark} row=${rule.versions.find((/** @type {any} */ version) => version.area_question) || {}} />
      ${coming && coming !== shown && html`<${Tag} state="coming">${t('{day} 起有新版', { day: coming.valid_from })}</${Tag}>`}
      <small>${conditionWords(names, shown)} · ${rule.code} ${t('第 {n} 版', { n: shown.version })}</small>
    </summary>
    <${RuleFacts} version=${shown} names=${names} />
    <${Others} rule=${rule} shown=${shown} routing=${routing} names=${names} onChanged=${onChanged} />
    <div class="line wrap end">
      <button type="button" class="small" onClick=${() => openRuleForm({ routing, rule, from: shown, onDone: onChanged })}>${t('另立新版本')}</button>
      ${rule.state !== 'past' && html`<button type="button" class="small danger" onClick=${() => openEnd(rule, onChanged)}>${t('终止')}</button>`}
    </div>
  </details>`;
}

/** @param {Around} props */
export function Rules({ routing, names, onChanged }) {
  const [{ q = '' }, write] = useAddress();
  const typed = q.trim().toLowerCase();
  const found = routing.rules.filter((/** @type {any} */ rule) =>
    rule.versions.some(
      (/** @type {any} */ v) =>
        !typed ||
        `${rule.code} ${v.name} ${conditionWords(names, v)} ${leadWords(names, v)}`
          .toLowerCase()
          .includes(typed),
    ),
  );
  return html`<input type="search" data-part="search" aria-label=${t('查找')} placeholder=${t('查找：规则名称、代码、事项、区域')} value=${q}
      onInput=${(/** @type {any} */ e) => write({ q: e.target.value })} />
    <p class="hint" data-part="count" role="status">${t('{n} 条规则，按使用的先后', { n: found.length })}</p>
    <div data-part="rules">
      ${found.map((/** @type {any} */ rule) => html`<${Rule} key=${rule.code} rule=${rule} routing=${routing} names=${names} onChanged=${onChanged} />`)}
    </div>`;
}
