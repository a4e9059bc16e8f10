// @ts-check
// Passing a case up, and handing it down: with the item of the list that says whose duty it is, and who pays.

import { itemWords } from '../desk/wording.js';
import { Field, Phrased } from '../parts/forms.js';
import { useAsked } from '../parts/states.js';
import { api, query } from '../shared/api.js';
import { listed, t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** @typedef {import('./action_forms.js').FieldsProps} FieldsProps */
/** @typedef {Wire['IncidentOut']} Incident */

/** What the township may cite to send back what was handed down to it: one tap each.
 * @param {{ incident: Incident }} props */
function Citations({ incident }) {
  // Only a shortcut: what cannot be read just now can still be written as a reason.
  const asked = useAsked(
    () => api.get(`/incidents/${incident.id}/hand-downs`).catch(() => null),
    [incident.id],
  );
  const items = /** @type {any[]} */ (asked.value ? asked.value.citable : []);
  /** @param {any} item */
  const send = (item) => (/** @type {any} */ event) => {
    const { form } = event.currentTarget;
    form.elements.responsibility_id.value = item.id;
    form.elements.note.required = false;
    form.requestSubmit();
  };
  return html`<div>
    <input type="hidden" name="responsibility_id" />
    <div class="phrases" data-part="citable">
      ${items.length > 0 && html`<p class="hint">${t('这是区县下派的事件。不属于镇街职责的，可引用清单一键退回：')}</p>`}
      ${items.map(
        (item) =>
          html`<button type="button" key=${item.id} class="chip" data-item=${item.item_code} onClick=${send(item)}>${t('引用 {item} 退回', { item: itemWords(item) })}</button>`,
      )}
    </div>
  </div>`;
}

/** @param {FieldsProps} props */
export function EscalateFields({ incident }) {
  const phrases = [t('超出本级职责'), t('需要多个部门协调'), t('需要上级力量')];
  return html`<${Citations} incident=${incident} />
    <${Field} label=${t('上报的原因')}><${Phrased} name="note" required=${true} phrases=${phrases} /></${Field}>`;
}

/** The items of the list under which a case of this matter may be handed down here.
 * @param {Incident} incident */
function useItems(incident) {
  const { areas } = incident;
  const area = areas.find((one) => one.level === 'township') || areas[areas.length - 1];
  const asked = useAsked(() => {
    const about = { area: area?.code, service_code: incident.service_code };
    return area ? api.get(`/responsibilities${query(about)}`).catch(() => null) : undefined;
  }, [area?.code, incident.service_code]);
  return /** @type {Wire['ItemOut'][]} */ (asked.value ? asked.value.items : []);
}

/** From the district a hand-down names its basis and who pays.
 * @param {{ incident: Incident }} props */
function Basis({ incident }) {
  const items = useItems(incident);
  const taken = items.find((item) => item.kind === 'taken_back');
  /** @param {Wire['ItemOut']} item */
  const words = (item) => listed([itemWords(item), word('payer', item.paid_by)]);
  return html`<p class="hint" role="status">${taken && t('注意：{item}，镇街可以一键退回。', { item: itemWords(taken) })}</p>
    <${Field} label=${t('履职清单项目')} hint=${t('选了项目，就有了依据和经费渠道')}>
      <select name="responsibility_id">
        <option value="">—</option>
        ${items.filter((item) => item.kind !== 'taken_back').map((item) => html`<option key=${item.id} value=${item.id}>${words(item)}</option>`)}
      </select>
    </${Field}>
    <div class="pair">
      <${Field} label=${t('或其他依据')}><input name="basis" maxlength="200" placeholder=${t('文件名、文号、条款')} /></${Field}>
      <${Field} label=${t('经费渠道')}><input name="funding" maxlength="200" placeholder=${t('如：区财政列支')} /></${Field}>
    </div>
    <p class="hint">${t('没有依据和经费渠道的不能下派，并会登记；防汛、消防、人身安全、安全生产和 12345 来件先处置，记为有争议，事后裁定。')}</p>`;
}

/** @param {FieldsProps} props */
export function HandDownFields({ incident }) {
  return html`${incident.level === 'district' && html`<${Basis} incident=${incident} />`}
    <${Field} label=${t('备注（可不填）')}><${Phrased} name="note" /></${Field}>`;
}
