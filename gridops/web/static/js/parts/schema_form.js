// @ts-check
// A form drawn from the JSON schema of an endpoint's body: types, limits and choices come from the contract, labels and
// order from the page. What the service refuses is said at its field.

import { api } from '../shared/api.js';
import { listed, t, wordPairs } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { openDialog } from './dialog.js';
import { Choice, Field, FieldGroup, Form, Tick } from './forms.js';
import { AreaPicker, MatterPicker } from './pickers.js';
import { Asked, useAsked } from './states.js';
import { toast } from './toasts.js';

/**
 * @typedef {{ name: string, label: string, hint?: string, vocabulary?: any, codes?: string[], pairs?: [string, string][], none?: string,
 *   picker?: 'area' | 'matter', matters?: any[], levels?: string[], rows?: number, type?: string, value?: any,
 *   draw?: (value: any, fault: string) => any, isFixed?: boolean }} FieldPlan
 * One field: its name in the body and its label. `vocabulary` or `pairs` name the choices of an enum, `none` the words for
 * nothing chosen; `picker` chooses by name; `draw` draws the control itself (a control named like the field, or
 * none, where `read` of the form makes the value).
 */

/** @type {Promise<any> | null} */
let asked = null;

/** The service's own description, read once. */
function contract() {
  asked = asked || api.get('/openapi.json');
  asked.catch(() => {
    asked = null;
  });
  return asked;
}

/** @param {any} document @param {any} schema @returns {any} */
function resolved(document, schema) {
  if (schema?.$ref) return resolved(document, document.components.schemas[schema.$ref.split('/').pop()]);
  const kinds = schema?.anyOf || schema?.oneOf;
  if (!kinds) return schema;
  const real = kinds.filter((/** @type {any} */ one) => one.type !== 'null');
  const first = resolved(document, real[0]);
  return { ...first, isNullable: real.length < kinds.length, default: schema.default ?? first.default };
}

/**
 * The properties of what an endpoint takes: {name: schema}, with `isRequired` and `isNullable` beside.
 * @param {string} method @param {string} path as in the document: '/api/v1/admin/powers/{power_id}/versions'
 * @returns {Promise<Record<string, any>>}
 */
export async function bodySchema(method, path) {
  const document = await contract();
  const body = document.paths[path][method].requestBody.content['application/json'].schema;
  const schema = resolved(document, body);
  /** @type {Record<string, any>} */
  const properties = {};
  for (const name of Object.keys(schema.properties)) {
    const isRequired = (schema.required || []).includes(name);
    properties[name] = { ...resolved(document, schema.properties[name]), isRequired };
  }
  return properties;
}

/** @param {any} schema @param {FieldPlan} plan */
function pairsOf(schema, plan) {
  const codes = plan.codes || schema.enum?.filter(Boolean);
  const pairs = plan.pairs || wordPairs(plan.vocabulary, codes);
  return plan.none === undefined ? pairs : /** @type {[string, string][]} */ ([['', plan.none], ...pairs]);
}

/** The schema's pattern as a browser takes it: there a hyphen in a class is always escaped. Nothing where there is none,
 * since an empty pattern would let nothing pass.
 * @param {any} schema @returns {{ pattern?: string }} */
function patternOf(schema) {
  return schema.pattern ? { pattern: schema.pattern.replace(/([^\\])-\]/g, '$1\\-]') } : {};
}

/** @param {{ schema: any, plan: FieldPlan, value: any, fault: string }} props */
function Control({ schema, plan, value, fault }) {
  const { name } = plan;
  if (plan.draw) return plan.draw(value, fault);
  const required = Boolean(schema.isRequired) && !schema.isNullable && schema.minLength !== 0;
  if (plan.picker === 'area')
    return html`<${AreaPicker} name=${name} value=${value} levels=${plan.levels} required=${required} />`;
  if (plan.picker === 'matter')
    return html`<${MatterPicker} name=${name} value=${value} matters=${plan.matters} required=${required} />`;
  if (plan.pairs || plan.vocabulary)
    return html`<${Choice} name=${name} pairs=${pairsOf(schema, plan)} value=${value ?? undefined} required=${required} />`;
  const limits = { maxlength: schema.maxLength, required, readonly: Boolean(plan.isFixed) };
  if (plan.rows)
    return html`<textarea name=${name} rows=${plan.rows} ...${limits} defaultValue=${value ?? ''}></textarea>`;
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  const type = plan.type || (schema.format === 'date' ? 'date' : isNumber ? 'number' : 'text');
  const bounds = isNumber
    ? { min: schema.minimum, max: schema.maximum, step: schema.type === 'integer' ? 1 : 'any' }
    : {};
  return html`<input type=${type} name=${name} ...${limits} ...${bounds} ...${patternOf(schema)} defaultValue=${value ?? ''} />`;
}

/** The value of a field as the body holds it.
 * @param {any} control @param {any} schema */
function controlValue(control, schema) {
  if (schema.type === 'boolean') return control.checked;
  const text = control.value.trim();
  if (schema.type === 'array') return text ? text.split(/[\u3001\uff0c,;\uff1b\s]+/).filter(Boolean) : [];
  if (schema.type === 'integer' || schema.type === 'number') return text === '' ? null : Number(text);
  if (text === '' && schema.isNullable) return null;
  return text;
}

/** What a form holds, by the schema of its endpoint.
 * @param {any} elements @param {Record<string, any>} schema @param {FieldPlan[]} plans @returns {Record<string, any>} */
export function readFields(elements, schema, plans) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const { name } of plans) {
    if (elements[name] && schema[name]) body[name] = controlValue(elements[name], schema[name]);
  }
  return body;
}

/** @param {{ plan: FieldPlan, schema: any, value: any, fault?: string }} props */
function Drawn({ plan, schema, value, fault = '' }) {
  if (schema.type === 'boolean' && !plan.draw)
    return html`<${Tick} name=${plan.name} label=${plan.label} checked=${value ?? schema.default ?? false} />`;
  const shown = value === undefined ? schema.default : value;
  const text = Array.isArray(shown) && !plan.draw ? listed(shown) : shown;
  const Around = plan.picker || plan.draw ? FieldGroup : Field;
  return html`<${Around} label=${plan.label} hint=${plan.hint} fault=${fault} name=${plan.name}>
    <${Control} schema=${schema} plan=${plan} value=${text} fault=${fault} />
  </${Around}>`;
}

/**
 * The form. `groups` are lines of fields, each of one to three, or a text for a heading between them; `value` is what it starts from; `onSend(body, elements)` sends
 * it.
 * @param {{ method: string, path: string, groups: (FieldPlan[] | string)[], value?: Record<string, any>, submit?: string, children?: any,
 *   onSend: (body: Record<string, any>, elements: any) => Promise<any> }} props
 */
export function SchemaForm({ method, path, groups, value = {}, submit = '', onSend, children }) {
  const schema = useAsked(() => bodySchema(method, path), [method, path]);
  /** @type {FieldPlan[]} */
  const plans = [];
  for (const group of groups) if (typeof group !== 'string') plans.push(...group);
  const shape = ['', 'one', 'pair', 'three'];
  return html`<${Asked} asked=${schema}>
    ${(/** @type {Record<string, any>} */ known) => html`<${Form}
      submit=${submit || t('保存')}
      fields=${plans.map((plan) => plan.name)}
      onSend=${(/** @type {any} */ elements) => onSend(readFields(elements, known, plans), elements)}
    >
      ${(/** @type {Record<string, string>} */ faults) => [
        ...groups.map((group) =>
          typeof group === 'string'
            ? html`<h3 class="form-part">${group}</h3>`
            : html`<div class=${shape[Math.min(group.length, 3)]}>
          ${group.map((plan) => html`<${Drawn} plan=${plan} schema=${known[plan.name] || {}} value=${value[plan.name]} fault=${faults[plan.name]} />`)}
        </div>`,
        ),
        children,
      ]}
    </${Form}>`}
  </${Asked}>`;
}

/**
 * The form in a window: `send(body, elements)` answers what `onDone` is called with once the window has closed.
 * @param {{ title: string, method: string, path: string, groups: (FieldPlan[] | string)[], value?: Record<string, any>, submit: string, said: string,
 *   send: (body: Record<string, any>, elements: any) => Promise<any>, onDone: (answer: any) => void, name: string, hint?: string,
 *   wide?: boolean, children?: any }} options
 */
export async function openSchemaForm(options) {
  const {
    title,
    method,
    path,
    groups,
    value,
    submit,
    said,
    send,
    onDone,
    name,
    hint = '',
    wide = true,
    children,
  } = options;
  const done = await openDialog({
    title,
    wide,
    name,
    view: (close) => html`${hint && html`<p class="hint">${hint}</p>`}
      <${SchemaForm} method=${method} path=${path} groups=${groups} value=${value} submit=${submit}
        onSend=${async (/** @type {any} */ body, /** @type {any} */ elements) => close(await send(body, elements))}>${children}</${SchemaForm}>`,
  });
  if (!done) return;
  toast(said);
  onDone(done);
}
