// A window with a form about something that has dates: what it sends is told, what is refused is said in it.

import { api } from '../shared/api.js';
import { h, toast } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { field, problemPlace, whileBusy } from '../desk/forms.js';
import { dayFrom } from './choices.js';

/** An input line of a form. */
export const line = (name, value, more) => h('input', Object.assign({ name, value: value === null || value === undefined ? '' : String(value), maxlength: '200' }, more));

/** First and last day of a row; the last is not included. */
export function datesPart(from, to) {
  return h('div', { class: 'pair' },
    field('生效日', 'from', line('valid_from', from, { type: 'date', required: true })),
    field('失效日', 'to', line('valid_to', to || '', { type: 'date' }), '可不填；当日起不再有效'));
}

/** Opens the form; `send(elements)` answers what `onDone` is called with. */
export function openForm({ title, parts, submit, send, said, onDone, wide = false, name = 'form' }) {
  const say = problemPlace();
  const save = h('button', { type: 'submit', class: 'primary' }, submit);
  const form = h('form', null, parts, say.element, h('div', { class: 'form-end' }, save));
  const dialog = openDialog({ title, content: form, wide, name });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const done = await whileBusy(save, say, () => send(form.elements));
    if (!done) return;
    dialog.close();
    if (said) toast(said);
    onDone(done);
  });
  return form;
}

/** A button that ends a row on a day that is asked for. */
export function endButton({ path, row, what, onDone }) {
  const open = () => openForm({
    title: `终止：${what}`, submit: '终止', said: '已终止', onDone, name: 'end',
    parts: [field('终止日', 'on', line('valid_to', dayFrom(1), { type: 'date', required: true, min: dayFrom() }), '当日起不再有效；此前已做的不变')],
    send: (form) => api.post(`${path}/${row.id}/end`, { valid_to: form.valid_to.value }),
  });
  return h('button', { type: 'button', class: 'small', onclick: open }, '终止');
}

/** A button that takes back a row which is not yet in force. */
export function withdrawButton({ path, row, what, onDone }) {
  const withdraw = async () => {
    if (!window.confirm(`撤回「${what}」？它还没有生效。`)) return;
    try {
      onDone(await api.del(`${path}/${row.id}`));
      toast('已撤回');
    } catch (problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  return h('button', { type: 'button', class: 'small danger', onclick: withdraw }, '撤回');
}
