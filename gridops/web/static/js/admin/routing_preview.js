// What would this case get: a matter, a place, a moment, answered with who accepts, who goes and why, and by when.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { clock, LEVELS, ORIGINS } from '../shared/words.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';
import { localNow, withZone } from './clock_try.js';
import { BASES } from '../desk/wording.js';
import { names, roleWords } from './routing_words.js';


function row(term, said) {
  return said ? [h('dt', null, term), h('dd', null, said)] : null;
}

function powerWords(found) {
  if (!found.power) return '';
  return `${found.power.basis_words || BASES[found.basis] || found.basis}，${found.power.item_name}（${found.power.reference}），以${found.power.in_name_of}名义`;
}

function answerNodes(found) {
  const helping = found.helping.map((unit) => unit.name).join('、');
  return h('div', { class: 'answer' },
    h('p', null, '派给 ', h('strong', null, found.unit ? found.unit.name : '无，留在中心待派')),
    h('p', null, found.reason),
    h('dl', { class: 'facts wide' },
      row('地点', found.place.join(' › ')), row('层级', `${LEVELS[found.level]}级`),
      row('受理', `${roleWords(found.accepts)}${found.stand_in.length ? `，无人在岗由${roleWords(found.stand_in)}代` : ''}`),
      row('配合', helping ? `${helping}${found.sends_helpers ? '（一并派遣）' : ''}` : ''), row('权限', powerWords(found)),
      row('规则', found.considered.map((rule, n) => `${n ? '' : '▸ '}${rule.name}（${rule.code} 第 ${rule.version} 版）`).join('；')),
      row('标准', `第 ${found.version} 版，${found.limit}${found.admitted ? '' : '；未准入，不派给网格和村社区'}`),
      row('办结', `${clock(found.due_at)} 前${found.external_due_at ? `；外部期限 ${clock(found.external_due_at)}` : ''}`)),
    h('details', null, h('summary', null, `时限怎么算出来的（${found.steps.length} 段）`), h('ol', { class: 'steps' }, found.steps.map((step) => h('li', null, step.text)))));
}

function coded(name, key, id, more) {
  return h('span', null, h('input', Object.assign({ name, list: id, autocomplete: 'off', maxlength: '40' }, more)),
    h('datalist', { id }, [...names[key]].map(([code, words]) => h('option', { value: code, label: `${words} ${code}` }))));
}

/** The form; it asks the service and shows what it says. */
export function previewForm() {
  const say = problemPlace();
  const place = h('div', { 'aria-live': 'polite' });
  const ask = h('button', { type: 'submit', class: 'primary' }, '看看会怎样');
  const form = h('form', null,
    field('事项代码', 'matter', coded('service_code', 'matters', 'preview-matters', { required: true, placeholder: '如 C0102，可输入名称查找' })),
    field('区域代码', 'area', coded('area_code', 'areas', 'preview-areas', { placeholder: '如 370611001' }), '区域代码和经纬度填一个'),
    h('div', { class: 'pair' }, field('经度', 'lon', h('input', { name: 'lon', inputmode: 'decimal', placeholder: '121.27' })), field('纬度', 'lat', h('input', { name: 'lat', inputmode: 'decimal', placeholder: '37.50' }), 'CGCS2000')),
    h('div', { class: 'pair' }, field('立案时间', 'filed at', h('input', { type: 'datetime-local', name: 'at', value: localNow(), required: true })),
      field('层级', 'level', choice('level', [['', '按事项默认'], ...Object.entries(LEVELS)]))),
    h('div', { class: 'pair' }, field('来源', 'origin', choice('origin', Object.entries(ORIGINS))), field('外部时限', 'outer due', h('input', { type: 'datetime-local', name: 'outer' }), '可不填')),
    say.element, h('div', { class: 'line end' }, ask), place);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const said = form.elements;
    const hasPoint = said.lon.value.trim() !== '' || said.lat.value.trim() !== '';
    const body = {
      service_code: said.service_code.value.trim(), area_code: said.area_code.value.trim(), at: withZone(said.at.value), origin: said.origin.value,
      level: said.level.value || null, external_due_at: withZone(said.outer.value),
      point: hasPoint ? { lon: Number(said.lon.value), lat: Number(said.lat.value), coord_sys: 'cgcs2000' } : null,
    };
    const found = await whileBusy(ask, say, () => api.post('/admin/routing/preview', body));
    fill(place, found ? answerNodes(found) : null);
  });
  return form;
}
