// @ts-check
// Rows of a version's form: conditions with their limits, extra fields, helping agencies, posts by level.

import { Choice, Field, Tick } from '../../parts/forms.js';
import { limitsTyped } from '../../parts/limits.js';
import { listed, t, word, wordPairs } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

export const LEVELS = ['grid', 'village', 'township', 'district'];
const ROLES = ['grid_head', 'dispatcher', 'duty_officer', 'agency_head', 'supervisor', 'approver'];

/** A condition as the form holds it; its limits as they came stand beside their words.
 * @param {any} c */
export function conditionRow(c) {
  return {
    filing_condition: c.filing_condition || '',
    closing_condition: c.closing_condition || '',
    handler: c.handler || '',
    regulator: c.regulator || '',
    limits: limitsTyped(c.limits),
    asThey: c.limits || null,
  };
}

/** A condition as it is sent. Limits that were not touched go back as they came: their words do not carry what differs by
 * class of area.
 * @param {any} row */
export function conditionBody(row) {
  const { asThey, limits, ...rest } = row;
  if (!asThey || limits !== limitsTyped(asThey)) return { ...rest, limits };
  return {
    ...rest,
    limits: asThey.map((/** @type {any} */ limit) => {
      const { text: _words, ...kept } = limit;
      return kept;
    }),
  };
}

/** @param {any} value @param {(part: any) => void} set @param {string} name */
function typing(value, set, name) {
  return { value: value[name], onInput: (/** @type {any} */ event) => set({ [name]: event.target.value }) };
}

/** @param {any} row @param {(part: any) => void} set */
export function drawCondition(row, set) {
  return html`<div class="pair">
      <${Field} label=${t('立案条件')}><textarea name="filing" rows="2" maxlength="2000" ...${typing(row, set, 'filing_condition')}></textarea></${Field}>
      <${Field} label=${t('结案条件')}><textarea name="closing" rows="2" maxlength="2000" ...${typing(row, set, 'closing_condition')}></textarea></${Field}>
    </div>
    <div class="three">
      <${Field} label=${t('时限')} hint=${t('如 4小时；或 4小时制止；7天处罚；20天拆除')}><input name="limits" required maxlength="200" ...${typing(row, set, 'limits')} /></${Field}>
      <${Field} label=${t('处置单位')}><input name="handler" maxlength="2000" ...${typing(row, set, 'handler')} /></${Field}>
      <${Field} label=${t('主管部门')}><input name="regulator" maxlength="2000" ...${typing(row, set, 'regulator')} /></${Field}>
    </div>`;
}

/** @param {any} f */
export function fieldRow(f) {
  return {
    name: f.name || '',
    label: f.label || '',
    type: f.type || 'text',
    why: f.why || '',
    choices: listed(f.choices || []),
    least: f.least ?? '',
    most: f.most ?? '',
    unit: f.unit || '',
    required: f.required !== false,
    multiple: Boolean(f.multiple),
  };
}

/** @param {any} row */
export function fieldBody(row) {
  /** @param {string | number} bound */
  const number = (bound) => (bound === '' ? null : Number(bound));
  const choices =
    row.type === 'choice' ? row.choices.split(/[、，,]+/).map((/** @type {string} */ one) => one.trim()) : [];
  return {
    ...row,
    name: row.name.trim(),
    label: row.label.trim(),
    least: number(row.least),
    most: number(row.most),
    choices: choices.filter(Boolean),
  };
}

/** @param {any} row @param {(part: any) => void} set */
export function drawField(row, set) {
  return html`<div class="three">
      <${Field} label=${t('字段名')} hint=${t('小写英文')}><input name="field.name" required pattern="[a-z][a-z0-9_]*" maxlength="40" ...${typing(row, set, 'name')} /></${Field}>
      <${Field} label=${t('标签')}><input name="field.label" required maxlength="100" ...${typing(row, set, 'label')} /></${Field}>
      <${Field} label=${t('类型')}><${Choice} name="field.type" pairs=${wordPairs('field_type')} value=${row.type} onChange=${(/** @type {string} */ type) => set({ type })} /></${Field}>
    </div>
    <div class="three">
      <${Field} label=${t('选项')} hint=${t('选项类型用顿号分开')}><input name="field.choices" maxlength="2000" ...${typing(row, set, 'choices')} /></${Field}>
      <${Field} label=${t('最小')}><input name="field.least" type="number" step="any" ...${typing(row, set, 'least')} /></${Field}>
      <${Field} label=${t('最大')}><input name="field.most" type="number" step="any" ...${typing(row, set, 'most')} /></${Field}>
    </div>
    <div class="pair">
      <${Field} label=${t('单位')}><input name="field.unit" maxlength="20" ...${typing(row, set, 'unit')} /></${Field}>
      <${Field} label=${t('为什么要填')}><input name="field.why" maxlength="200" ...${typing(row, set, 'why')} /></${Field}>
    </div>
    <${Tick} name="field.required" label=${t('必填')} checked=${row.required} onChange=${(/** @type {boolean} */ required) => set({ required })} />
    <${Tick} name="field.multiple" label=${t('可多选')} checked=${row.multiple} onChange=${(/** @type {boolean} */ multiple) => set({ multiple })} />`;
}

/** @param {[string, string][]} agencies */
export function drawHelping(agencies) {
  const leaders = /** @type {[string, string][]} */ ([['', t('本事项的牵头部门')], ...agencies]);
  return (/** @type {any} */ row, /** @type {(part: any) => void} */ set) => html`<div class="pair">
    <${Field} label=${t('部门')}><${Choice} name="helping.agency" pairs=${agencies} value=${row.agency || undefined} onChange=${(/** @type {string} */ agency) => set({ agency })} /></${Field}>
    <${Field} label=${t('由谁牵头')}><${Choice} name="helping.led_by" pairs=${leaders} value=${row.led_by} onChange=${(/** @type {string} */ led_by) => set({ led_by })} /></${Field}>
  </div>`;
}

/**
 * Who accepts, who closes, who stands in, by level: roles as chips.
 * @param {{ posts: Record<string, any>, onChange: (posts: Record<string, any>) => void }} props
 */
export function Posts({ posts, onChange }) {
  const acts = [
    ['file', t('受理')],
    ['close', t('结案')],
    ['stand_in', t('无人在岗时')],
  ];
  /** @param {string} level @param {string} act @param {string} role */
  const toggle = (level, act, role) => {
    const post = posts[level] || {};
    const had = post[act] || [];
    const roles = had.includes(role)
      ? had.filter((/** @type {string} */ one) => one !== role)
      : [...had, role];
    onChange({ ...posts, [level]: { ...post, [act]: roles } });
  };
  return html`<details open=${Object.keys(posts).length > 0}>
    <summary>${t('岗位：谁受理、谁结案、无人在岗谁代（不填按通常规则）')}</summary>
    ${LEVELS.map(
      (level) => html`<div class="three" role="group" aria-label=${word('level', level)}>
        ${acts.map(
          ([act, words]) => html`<div class="form-field">
            <span class="form-label">${t('{level}级{act}', { level: word('level', level), act: words })}</span>
            <div class="chips">
              ${ROLES.map(
                (role) =>
                  html`<button type="button" class="chip" aria-pressed=${String((posts[level]?.[act] || []).includes(role))} onClick=${() => toggle(level, act, role)}>${word('role', role)}</button>`,
              )}
            </div>
          </div>`,
        )}
      </div>`,
    )}
  </details>`;
}

/** The posts as they are sent: levels where somebody accepts or closes.
 * @param {Record<string, any>} posts */
export function postsBody(posts) {
  /** @type {Record<string, any>} */
  const body = {};
  for (const level of LEVELS) {
    const { file = [], close = [], stand_in: standIn = [] } = posts[level] || {};
    if (file.length || close.length) body[level] = { file, close, stand_in: standIn };
  }
  return body;
}
