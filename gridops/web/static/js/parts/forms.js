// @ts-check
// Parts of forms: a labelled field with its fault, choices, phrases, and the hook that sends a form and hears faults.

import { ApiProblem, wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useRef, useState } from '../shared/ui.js';

/** A label around its control; `fault` is what is wrong with it, `hint` what to know beforehand.
 * @param {{ label: string, hint?: string, fault?: string, name?: string, children?: any }} props */
export function Field({ label, hint = '', fault = '', name = '', children }) {
  return html`<label class="form-field" data-field=${name} data-faulty=${fault ? 'yes' : null}>
    <span class="form-label">${label}</span>
    ${children}
    ${fault && html`<span class="field-fault" role="alert">${fault}</span>`}
    ${hint && html`<small class="hint">${hint}</small>`}
  </label>`;
}

/** A group of fields that is no single label, such as a picker with buttons.
 * @param {{ label: string, hint?: string, fault?: string, children?: any }} props */
export function FieldGroup({ label, hint = '', fault = '', children }) {
  return html`<div class="form-field" role="group" aria-label=${label} data-faulty=${fault ? 'yes' : null}>
    <span class="form-label">${label}</span>
    ${children}
    ${fault && html`<span class="field-fault" role="alert">${fault}</span>`}
    ${hint && html`<small class="hint">${hint}</small>`}
  </div>`;
}

/**
 * A select of [value, words] pairs. With `open` nothing is chosen beforehand: what is recorded was chosen by a person.
 * @param {{ name: string, pairs: [string, any][], value?: string, onChange?: (value: string) => void, open?: boolean,
 *   required?: boolean, label?: string }} props
 */
export function Choice({ name, pairs, value, onChange, open = false, required = open, label }) {
  /** @param {any} event */
  const changed = (event) => onChange?.(event.target.value);
  const first = value ?? (open ? '' : pairs.length ? pairs[0][0] : '');
  return html`<select name=${name} required=${required} aria-label=${label} onChange=${changed}>
    ${open && html`<option value="" selected=${first === ''}>${t('（请选择）')}</option>`}
    ${pairs.map(([key, words]) => html`<option key=${key} value=${key} selected=${key === first}>${words}</option>`)}
  </select>`;
}

/** A tick with its words. Without `onChange` it keeps what was ticked by itself, whatever is drawn anew around it.
 * @param {{ name: string, label: string, checked?: boolean, onChange?: (checked: boolean) => void }} props */
export function Tick({ name, label, checked = false, onChange }) {
  const state = onChange
    ? { checked, onChange: (/** @type {any} */ event) => onChange(event.target.checked) }
    : { defaultChecked: checked };
  return html`<label class="tick-line">
    <input type="checkbox" name=${name} ...${state} />
    <span>${label}</span>
  </label>`;
}

/** A text area, and phrases that are put into it by one click.
 * @param {{ name: string, phrases?: string[], required?: boolean, rows?: number, placeholder?: string, value?: string }} props */
export function Phrased({ name, phrases = [], required = false, rows = 2, placeholder = '', value = '' }) {
  const area = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  /** @param {string} words */
  const put = (words) => {
    if (!area.current) return;
    area.current.value = words;
    area.current.focus();
    area.current.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return html`<div class="phrased">
    <textarea ref=${area} name=${name} rows=${rows} required=${required} placeholder=${placeholder} maxlength="2000" defaultValue=${value}></textarea>
    ${phrases.length > 0 && html`<div class="phrases">${phrases.map((words) => html`<button type="button" class="chip" onClick=${() => put(words)}>${words}</button>`)}</div>`}
  </div>`;
}

/** The last name of a pointer that a field can be found by: /conditions/0/limits → conditions/0/limits.
 * @param {string} pointer */
function nameOf(pointer) {
  return pointer.replace(/^\//, '');
}

/**
 * What a form needs to send itself: `send(work)` runs the work with the button busy and keeps what was refused.
 * {isBusy, problem, faults: {field name: words}, rest: words of faults that have no field, send}. `fields` are the
 * names that show their own faults.
 * @param {string[]} [fields]
 */
export function useSending(fields = []) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {unknown} */ (null));
  /** @type {Record<string, string>} */
  const faults = {};
  let rest = '';
  if (problem instanceof ApiProblem) {
    const others = [];
    for (const { pointer, message } of problem.errors) {
      const name = nameOf(pointer);
      const field = fields.find((one) => name === one || name.startsWith(`${one}/`));
      if (field) faults[field] = faults[field] ? `${faults[field]} ${message}` : message;
      else others.push({ pointer, message });
    }
    // The detail of a refusal by fields only repeats them with their pointers.
    const detail = problem.errors.length ? problem.title : problem.detail;
    rest = new ApiProblem(problem.status, { detail, errors: others }).words;
  } else if (problem) rest = wordsOf(problem);
  /**
   * @template T
   * @param {() => Promise<T>} work @returns {Promise<T | null>} null where it was refused
   */
  const send = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      return await work();
    } catch (refused) {
      setProblem(refused);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, faults, rest, send, clear: () => setProblem(null) };
}

/** Where a form says what was refused.
 * @param {{ sending: ReturnType<typeof useSending> }} props */
export function Refusal({ sending }) {
  return sending.rest ? html`<p class="problem" role="alert">${sending.rest}</p>` : null;
}

/**
 * A form: `onSend(elements, form)` is awaited; what it throws is said at the field it belongs to or above the button.
 * With `fields` given, `children(faults)` is drawn with the fault of each.
 * @param {{ onSend: (elements: any, form: HTMLFormElement) => Promise<any>, submit: string, fields?: string[], children?: any,
 *   isQuestion?: boolean, disabled?: boolean, name?: string }} props
 */
export function Form({
  onSend,
  submit,
  fields = [],
  children,
  isQuestion = false,
  disabled = false,
  name = '',
}) {
  const sending = useSending(fields);
  /** @param {any} event */
  const submitted = (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    return sending.send(() => onSend(form.elements, form));
  };
  return html`<form onSubmit=${submitted} data-form=${name} data-keeps-nothing=${isQuestion ? '' : null}>
    ${typeof children === 'function' ? children(sending.faults) : children}
    <${Refusal} sending=${sending} />
    <div class=${isQuestion ? 'line end' : 'form-end'}>
      <button type="submit" class="primary" disabled=${disabled || sending.isBusy}>${submit}</button>
    </div>
  </form>`;
}
