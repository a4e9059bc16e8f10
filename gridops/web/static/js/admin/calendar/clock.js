// @ts-check
// What would this case get: a limit or a matter at a place and a moment, answered step by step. Writes nothing.

import { localNow, withZone } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, FieldGroup, Form } from '../../parts/forms.js';
import { limitsWords } from '../../parts/limits.js';
import { AreaPicker } from '../../parts/pickers.js';
import { api } from '../../shared/api.js';
import { aside, clauses, labelled, rich, t } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html, useState } from '../../shared/ui.js';

/** @param {{ found: any }} props */
function Answer({ found }) {
  const limits = found.limits.length > 1 ? found.limits : [];
  const routed = found.reason && [labelled(t('拟派'), found.unit || t('无')), found.reason].join(' · ');
  return html`<div class="answer">
    <p>${rich('应在 {at} 前办结', { at: html`<strong>${clock(found.due_at)}</strong>` })}<small>${aside(found.limit)}</small></p>
    ${found.area_class && html`<p>${labelled(t('区域类别'), found.area_class)}</p>`}
    ${
      found.version &&
      html`<p>${clauses([t('适用第 {n} 版', { n: found.version }), !found.admitted && t('未准入，不派给网格和村社区')])}</p>`
    }
    ${routed && html`<p>${routed}</p>`}
    ${limits.length > 0 && html`<ul>${limits.map((/** @type {any} */ one) => html`<li>${labelled(one.text, clock(one.due_at))}</li>`)}</ul>`}
    <ol class="steps">${found.steps.map((/** @type {any} */ step) => html`<li>${step.text}</li>`)}</ol>
  </div>`;
}

/** The conditions of a version as a choice.
 * @param {any} version @returns {[string, string][]} */
function conditionPairs(version) {
  return version.conditions.map((/** @type {any} */ c) => {
    const limits = limitsWords(c.limits);
    return [String(c.number), `${c.number}. ${c.filing_condition || t('未写条件')}${aside(limits)}`];
  });
}

function LimitFields() {
  const modes = [
    ['elapsed', t('即时起算')],
    ['from_next_day', t('次日起算（整日）')],
  ];
  return html`<div class="pair">
    <${Field} label=${t('时限')} hint=${t('如 4小时、2紧急工作时、5工作日')}><input name="limit" required maxlength="100" placeholder=${t('如 2工作日')} /></${Field}>
    <${Field} label=${t('起算')}><${Choice} name="mode" pairs=${modes} /></${Field}>
  </div>`;
}

/** A form to try the clock; `version` given, it is about that matter, else about a limit in words.
 * @param {{ matter?: any, version?: any }} props */
export function ClockTry({ matter = null, version = null }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  /** @param {any} said */
  const ask = async (said) => {
    setFound(null);
    const about = matter
      ? { service_code: matter.service_code, condition: Number(said.condition.value) }
      : { limit: said.limit.value, mode: said.mode.value };
    const place = { area_code: said.area.value, external_due_at: withZone(said.outer.value) };
    setFound(await api.post('/admin/clock', { start: withZone(said.start.value), ...place, ...about }));
  };
  return html`<div data-part="clock">
    <${Form} isQuestion=${true} submit=${t('试算')} onSend=${ask}>
      ${
        matter
          ? html`<${Field} label=${t('立案条件')}><${Choice} name="condition" pairs=${conditionPairs(version)} /></${Field}>`
          : html`<${LimitFields} />`
      }
      <div class="pair">
        <${Field} label=${t('立案时间')}><input type="datetime-local" name="start" required defaultValue=${localNow()} /></${Field}>
        <${FieldGroup} label=${t('区域')} hint=${t('镇街或更小区域；不填按全区作息')}><${AreaPicker} name="area" label=${t('区域')} /></${FieldGroup}>
      </div>
      <${Field} label=${t('外部时限')} hint=${t('12345 等来件自带的时限，可不填')}><input type="datetime-local" name="outer" /></${Field}>
    </${Form}>
    <div aria-live="polite">${found && html`<${Answer} found=${found} />`}</div>
  </div>`;
}

/** A window that tells what a case of a matter would get.
 * @param {any} matter @param {any} version */
export function openPreview(matter, version) {
  openDialog({
    title: t('预览：{name} 现在立案会怎样', { name: version.service_name }),
    wide: true,
    name: 'preview',
    view: () => html`<${ClockTry} matter=${matter} version=${version} />`,
  });
}
