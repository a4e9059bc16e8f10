// Passing a case up, and handing it down: with the item of the list that says whose duty it is, and who pays.

import { api, query } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { field, phrased } from '../desk/forms.js';
import { itemWords, PAYERS } from '../desk/duty_words.js';

/** What the township may cite to send back what was handed down to it: one tap each. */
function citations(incident) {
  const chosen = h('input', { type: 'hidden', name: 'responsibility_id' });
  const place = h('div', { class: 'phrases', 'data-part': 'citable' });
  const send = (item) => () => {
    chosen.value = item.id;
    chosen.form.querySelector('[name=note]').required = false;
    chosen.form.requestSubmit();
  };
  api.get(`/incidents/${incident.id}/hand-downs`).then((found) => {
    if (!found.citable.length) return;
    fill(place, h('p', { class: 'hint' }, '这是区县下派的事件。不属于镇街职责的，可引用清单一键退回：'),
      found.citable.map((item) => h('button', { type: 'button', class: 'chip', 'data-item': item.item_code, onclick: send(item) }, `引用 ${itemWords(item)} 退回`)));
  }, () => {});
  return h('div', null, chosen, place);
}

/** The form of passing up. */
export function escalateParts(incident) {
  return [citations(incident), field('上报的原因', 'why', phrased('note', { required: true, phrases: ['超出本级职责', '需要多个部门协调', '需要上级力量'] }))];
}

/** The form of handing down; from the district it names its basis and who pays. */
export function handDownParts(incident) {
  const note = field('备注（可不填）', 'note', phrased('note'));
  if (incident.level !== 'district') return [note];
  const items = h('select', { name: 'responsibility_id' }, h('option', { value: '' }, '—'));
  const area = incident.areas.find((one) => one.level === 'township') || incident.areas[incident.areas.length - 1];
  if (area) {
    api.get(`/responsibilities${query({ area: area.code, service_code: incident.service_code })}`).then((found) => {
      found.items.filter((item) => item.kind !== 'taken_back')
        .forEach((item) => items.append(h('option', { value: item.id }, `${itemWords(item)}，${PAYERS[item.paid_by]}`)));
      const taken = found.items.find((item) => item.kind === 'taken_back');
      if (taken) warning.textContent = `注意：${itemWords(taken)}，镇街可以一键退回。`;
    }, () => {});
  }
  const warning = h('p', { class: 'hint', role: 'status' });
  const line = (name, placeholder) => h('input', { name, maxlength: '200', placeholder });
  return [warning,
    field('履职清单项目', 'item of the list', items, '选了项目，就有了依据和经费渠道'),
    h('div', { class: 'pair' }, field('或其他依据', 'basis', line('basis', '文件名、文号、条款')), field('经费渠道', 'who pays', line('funding', '如：区财政列支'))),
    h('p', { class: 'hint' }, '没有依据和经费渠道的不能下派，并会登记；防汛、消防、人身安全、安全生产和 12345 来件先处置，记为有争议，事后裁定。'),
    note];
}

const LOWER = { district: '镇街', township: '村社区', village: '网格' };
const UPPER = { grid: '村社区', village: '镇街', township: '区县' };

/** What the buttons are called on a case of a level. */
export const levelLabel = (action, incident) => (action === 'escalate' ? `上报${UPPER[incident.level] || '上级'}` : `下派${LOWER[incident.level] || '下级'}`);
