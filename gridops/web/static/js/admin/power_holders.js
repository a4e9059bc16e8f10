// Who may do what here on that day: a question about a place, a matter and a date, answered by act. Writes nothing.

import { api, query } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';
import { datesOf, dayFrom } from './choices.js';
import { line } from './dated_form.js';
import { matterInput } from './power_form.js';
import { ACTS, codeOf, names } from './power_words.js';

function answer(found) {
  const acts = Object.entries(ACTS).map(([act, words]) => {
    const holders = found.items.filter((one) => one.act === act);
    return h('li', { 'data-act': act }, h('strong', null, words), holders.length
      ? h('ul', null, holders.map((one) => h('li', null, one.units.join('、') || one.name,
        h('small', null, ` ${one.name}，${one.basis_words}，${one.reference}，以${one.in_name_of}名义，${datesOf(one)}`))))
      : h('p', { class: 'hint' }, '无人可以'));
  });
  return h('div', { class: 'answer' }, h('p', null, `${found.on}，${found.area_name}，「${found.service_name}」`), h('ul', { class: 'holders' }, acts));
}

/** The window that asks. */
export function openHolders(row = null) {
  const say = problemPlace();
  const place = h('div', { 'aria-live': 'polite' });
  const button = h('button', { type: 'submit', class: 'primary' }, '查看');
  const form = h('form', null,
    h('div', { class: 'three' },
      field('镇街', 'township', choice('area', [...names.townships], row && row.area_code ? row.area_code : undefined)),
      field('事项', 'matter', matterInput('asked_code', row ? row.service_code : '', { required: true })),
      field('日期', 'on', line('on', dayFrom(), { type: 'date', required: true }))),
    say.element, h('div', { class: 'line end' }, button), place);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { area, asked_code: code, on } = form.elements;
    const found = await whileBusy(button, say, () => api.get(`/powers${query({ area: area.value, service_code: codeOf(code.value), on: on.value })}`));
    if (found) fill(place, answer(found));
  });
  openDialog({ title: '谁可以在这里、当日做什么', content: form, wide: true, name: 'holders' });
}
