// Small parts of forms: a labelled field, a choice, a text with ready-made phrases, the place for a problem's words.

import { both, h } from '../shared/dom.js';

/** A label around its control, with an optional hint below. */
export function field(zh, en, control, hint) {
  return h('label', { class: 'form-field' }, h('span', { class: 'form-label' }, both(zh, en)), control,
    hint ? h('small', { class: 'hint' }, hint) : null);
}

/** A group of fields that is no single label, such as a combobox with buttons. */
export function group(zh, en, ...children) {
  return h('div', { class: 'form-field', role: 'group', 'aria-label': zh },
    h('span', { class: 'form-label' }, both(zh, en)), ...children);
}

/** A select of [value, words] pairs. */
export function choice(name, pairs, value) {
  const select = h('select', { name }, pairs.map(([key, words]) => h('option', { value: key }, words)));
  if (value !== undefined) select.value = value;
  return select;
}

/** The same with nothing chosen beforehand: what is recorded was chosen by a person. */
export function openChoice(name, pairs, { value = '', required = true } = {}) {
  const select = choice(name, [['', '（请选择）'], ...pairs], value);
  select.required = required;
  return select;
}

/** A text area, and phrases that are put into it by one click. */
export function phrased(name, { phrases = [], required = false, rows = 2, placeholder = '', value = '' } = {}) {
  const area = h('textarea', { name, rows: String(rows), required, placeholder, maxlength: '2000' });
  area.value = value;
  const put = (words) => () => {
    area.value = words;
    area.focus();
    area.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const chips = phrases.map((words) => h('button', { type: 'button', class: 'chip', onclick: put(words) }, words));
  return h('div', { class: 'phrased' }, area, chips.length ? h('div', { class: 'phrases' }, chips) : null);
}

/** Where a form says what went wrong; `say(problem)` shows it, `say(null)` hides it. */
export function problemPlace() {
  const element = h('p', { class: 'problem', role: 'alert', hidden: true });
  const say = (problem) => {
    element.textContent = problem ? problem.words || problem.message : '';
    element.hidden = !problem;
  };
  return { element, say };
}

/** Run `work` with a button disabled meanwhile; problems are said at their place and null is returned. */
export async function whileBusy(button, place, work) {
  button.disabled = true;
  place.say(null);
  try {
    return await work();
  } catch (problem) {
    place.say(problem);
    return null;
  } finally {
    button.disabled = false;
  }
}
