// @ts-check
// What would this case get: a matter, a place, a moment, answered with who accepts, who goes and why, and by when.

import { localNow, withZone } from '../../parts/dates.js';
import { Choice, Field, FieldGroup, Form } from '../../parts/forms.js';
import { AreaPicker, MatterPicker } from '../../parts/pickers.js';
import { Facts } from '../../parts/table.js';
import { api } from '../../shared/api.js';
import { aside, clauses, listed, rich, t, word, wordPairs } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html, useState } from '../../shared/ui.js';
import { basisWords } from '../powers/words.js';
import { roleWords } from './words.js';

/** @param {any} found */
function powerWords({ power, basis }) {
  if (!power) return '';
  return listed([
    basisWords(basis, power.basis_words),
    power.item_name + aside(power.reference),
    t('以{name}名义', { name: power.in_name_of }),
  ]);
}

/** @param {any} found */
function standardWords(found) {
  const said = listed([t('第 {n} 版', { n: found.version }), found.limit]);
  return clauses([said, !found.admitted && t('未准入，不派给网格和村社区')]);
}

/** @param {{ found: any }} props */
function Answer({ found }) {
  const helping = listed(found.helping.map((/** @type {any} */ unit) => unit.name));
  const standIn = found.stand_in.length > 0 && t('无人在岗由{who}代', { who: roleWords(found.stand_in) });
  const rules = found.considered.map(
    (/** @type {any} */ rule, /** @type {number} */ n) =>
      `${n ? '' : '▸ '}${rule.name}${aside(`${rule.code} ${t('第 {n} 版', { n: rule.version })}`)}`,
  );
  return html`<div class="answer">
    <p>${rich('派给 {unit}', { unit: html`<strong>${found.unit ? found.unit.name : t('无，留在中心待派')}</strong>` })}</p>
    <p>${found.reason}</p>
    <${Facts} wide=${true} pairs=${[
      [t('地点'), found.place.join(' › ')],
      [t('层级'), t('{level}级', { level: word('level', found.level) })],
      [t('受理'), listed([roleWords(found.accepts), standIn])],
      [t('配合'), helping && helping + aside(found.sends_helpers && t('一并派遣'))],
      [t('权限'), powerWords(found)],
      [t('规则'), clauses(rules)],
      [t('标准'), standardWords(found)],
      [
        t('办结'),
        clauses([
          t('{at} 前', { at: clock(found.due_at) }),
          found.external_due_at && t('外部期限 {at}', { at: clock(found.external_due_at) }),
        ]),
      ],
    ]} />
    <details>
      <summary>${t('时限怎么算出来的（{n} 段）', { n: found.steps.length })}</summary>
      <ol class="steps">${found.steps.map((/** @type {any} */ step) => html`<li>${step.text}</li>`)}</ol>
    </details>
  </div>`;
}

/** The question with its answer below; it asks the service and writes nothing.
 * @param {{ routing: any }} props */
export function Preview({ routing }) {
  const [found, setFound] = useState(/** @type {any} */ (null));
  /** @param {any} said */
  const ask = async (said) => {
    setFound(null);
    const hasPoint = said.lon.value.trim() !== '' || said.lat.value.trim() !== '';
    const point = { lon: Number(said.lon.value), lat: Number(said.lat.value), coord_sys: 'cgcs2000' };
    const body = {
      service_code: said.service_code.value,
      area_code: said.area_code.value,
      at: withZone(said.at.value),
      origin: said.origin.value,
      level: said.level.value || null,
      external_due_at: withZone(said.outer.value),
      point: hasPoint ? point : null,
    };
    setFound(await api.post('/admin/routing/preview', body));
  };
  const levels = /** @type {[string, string][]} */ ([['', t('按事项默认')], ...wordPairs('level')]);
  return html`<div data-part="preview">
    <${Form} isQuestion=${true} submit=${t('看看会怎样')} onSend=${ask}>
      <${FieldGroup} label=${t('事项')}>
        <${MatterPicker} name="service_code" matters=${routing.matters} required=${true} label=${t('事项')} />
      </${FieldGroup}>
      <${FieldGroup} label=${t('区域')} hint=${t('区域和经纬度填一个')}><${AreaPicker} name="area_code" label=${t('区域')} /></${FieldGroup}>
      <div class="pair">
        <${Field} label=${t('经度')}><input name="lon" inputmode="decimal" placeholder="121.27" /></${Field}>
        <${Field} label=${t('纬度')} hint="CGCS2000"><input name="lat" inputmode="decimal" placeholder="37.50" /></${Field}>
      </div>
      <div class="pair">
        <${Field} label=${t('立案时间')}><input type="datetime-local" name="at" required defaultValue=${localNow()} /></${Field}>
        <${Field} label=${t('层级')}><${Choice} name="level" pairs=${levels} /></${Field}>
      </div>
      <div class="pair">
        <${Field} label=${t('来源')}><${Choice} name="origin" pairs=${wordPairs('origin')} /></${Field}>
        <${Field} label=${t('外部时限')} hint=${t('可不填')}><input type="datetime-local" name="outer" /></${Field}>
      </div>
    </${Form}>
    <div aria-live="polite">${found && html`<${Answer} found=${found} />`}</div>
  </div>`;
}
