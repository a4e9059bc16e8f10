// What would this case get: a limit or a matter at a place and a moment, answered step by step. Writes nothing.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { clock } from '../shared/words.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';

const LEVELS_OF_CODE = '镇街或更小区域的代码；不填按全区作息';

/** Now, as the control shows it in the deployment's zone. */
export function localNow() {
  const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(new Date());
  return parts.replace(' ', 'T');
}

function offsetOf(text) {
  const zone = document.documentElement.dataset.zone || 'Asia/Shanghai';
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(new Date(`${text}Z`));
  const name = parts.find((p) => p.type === 'timeZoneName').value.replace('GMT', '');
  return name || '+00:00';
}

/** What a control says, with the zone's offset; null where it is empty. */
export const withZone = (text) => (text ? `${text}:00${offsetOf(text)}` : null);

function answerNodes(found) {
  return h('div', { class: 'answer' },
    h('p', null, '应在 ', h('strong', null, clock(found.due_at)), ' 前办结', h('small', null, `（${found.limit}）`)),
    found.area_class ? h('p', null, `区域类别：${found.area_class}`) : null,
    found.version ? h('p', null, `适用第 ${found.version} 版${found.admitted ? '' : '；未准入，不派给网格和村社区'}`) : null,
    found.reason ? h('p', null, `拟派：${found.unit || '无'}。${found.reason}`) : null,
    found.limits.length > 1 ? h('ul', null, found.limits.map((one) => h('li', null, `${one.text}：${clock(one.due_at)}`))) : null,
    h('ol', { class: 'steps' }, found.steps.map((step) => h('li', null, step.text))));
}

/** A form to try the clock; `version` given, it is about that matter, else about a limit in words. */
export function clockForm(matter = null, version = null) {
  const say = problemPlace();
  const place = h('div', { 'aria-live': 'polite' });
  const button = h('button', { type: 'submit', class: 'primary' }, '试算');
  const start = h('input', { type: 'datetime-local', name: 'start', value: localNow(), required: true });
  const area = h('input', { name: 'area', inputmode: 'numeric', pattern: '[0-9]{0,20}', placeholder: '如 370611001' });
  const outer = h('input', { type: 'datetime-local', name: 'outer' });
  const limit = h('input', { name: 'limit', value: '2工作日', required: true, maxlength: '100' });
  const mode = choice('mode', [['elapsed', '即时起算'], ['from_next_day', '次日起算（整日）']]);
  const condition = matter ? choice('condition', version.conditions.map((c) => [c.number, `${c.number}. ${c.filing_condition || '（未写条件）'}（${c.limits.map((l) => l.text).join('；')}）`])) : null;
  const form = h('form', null,
    matter ? field('立案条件', 'condition', condition) : h('div', { class: 'pair' }, field('时限', 'limit', limit, '如 4小时、2紧急工作时、5工作日'), field('起算', 'mode', mode)),
    h('div', { class: 'pair' }, field('立案时间', 'filed at', start), field('区域代码', 'area', area, LEVELS_OF_CODE)),
    field('外部时限', 'outer due', outer, '12345 等来件自带的时限，可不填'),
    say.element, h('div', { class: 'line end' }, button), place);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = { start: withZone(start.value), area_code: area.value.trim(), external_due_at: withZone(outer.value) };
    if (matter) Object.assign(body, { service_code: matter.service_code, condition: Number(condition.value) });
    else Object.assign(body, { limit: limit.value, mode: mode.value });
    const found = await whileBusy(button, say, () => api.post('/admin/clock', body));
    if (found) fill(place, answerNodes(found));
  });
  return form;
}

/** A window that tells what a case of a matter would get. */
export function openPreview(matter, version) {
  openDialog({ title: `预览：${version.service_name} 现在立案会怎样`, content: clockForm(matter, version), wide: true, name: 'preview' });
}
