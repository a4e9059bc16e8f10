// @ts-check
// Defects as a person reads them: counts by kind, each with its place on the map and what may be done about it.

import { areaWord } from '../../parts/boundary_sets.js';
import { Chips } from '../../parts/tabs.js';
import { listed, t, word } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import { advice } from './words.js';

const SHOWN = 100;

/** @param {{ feature: any, n: number, ground: any }} props */
function Defect({ feature, n, ground }) {
  const { kind, codes, area_m2: m2, max_width_m: width, severity, hint } = feature.properties;
  const size = m2 && listed([areaWord(m2), width && t('最宽 {m} 米', { m: width.toFixed(2) })]);
  const grave = severity === 'error' ? t('错误') : t('警告');
  return html`<li data-n=${n}>
    <button type="button" class="defect" data-severity=${severity} disabled=${!feature.geometry} onClick=${() => ground.mark(feature.geometry)}>
      <strong>${grave} · ${word('defect', kind)}</strong>
      <span>${listed(codes)}</span>
      <small>${size || (feature.geometry ? '' : t('没有位置可显示'))}</small>
      <small class="defect-hint" title=${hint}>${advice(feature.properties)}</small>
    </button>
  </li>`;
}

/** Counts and a list; a click on either zooms the map.
 * @param {{ found: any, ground: any }} props found is {counts, errors, warnings, report} */
export function Defects({ found, ground }) {
  const [kind, setKind] = useState('');
  const kinds = Object.keys(found.counts);
  if (!kinds.length) return html`<p class="passed" role="status">${t('没有发现问题。')}</p>`;
  const all = found.report.features.map((/** @type {any} */ feature, /** @type {number} */ n) => ({
    feature,
    n,
  }));
  const chosen = all.filter((/** @type {any} */ one) => !kind || one.feature.properties.kind === kind);
  const shown = chosen.slice(0, SHOWN);
  const total = kind ? found.counts[kind] : kinds.reduce((sum, name) => sum + found.counts[name], 0);
  const pairs = [
    ['', t('全部')],
    ...kinds.map((name) => [name, `${word('defect', name)} ${found.counts[name]}`]),
  ];
  return html`<p role="status" class=${found.errors ? 'problem' : 'notice'}>
      ${
        found.errors
          ? t('有 {n} 处错误，须改正后重新上传，或试试容差修复。', { n: found.errors })
          : t('没有错误，只有警告；说明理由后可以豁免。')
      }
    </p>
    <${Chips} pairs=${pairs} chosen=${kind} onChoose=${setKind} label=${t('按种类')} />
    <ol class="defects">${shown.map((/** @type {any} */ { feature, n }) => html`<${Defect} key=${n} feature=${feature} n=${n} ground=${ground} />`)}</ol>
    ${
      total > shown.length &&
      html`<p class="hint">${t('这里列出最严重的 {n} 处，共 {total} 处；下载报告可看全部。', { n: shown.length, total })}</p>`
    }`;
}

/** A click on the map: bring the defect's row into view.
 * @param {Element | null} place @param {number} n */
export function pointAt(place, n) {
  const found = place?.querySelector(`.defects li[data-n="${n}"]`);
  if (!found) return;
  found.scrollIntoView({ block: 'nearest' });
  const button = found.querySelector('button');
  if (button) button.focus();
}

/** One reason for each kind of warning that is waived, as fields named `waive-<kind>`.
 * @param {{ warnings: Record<string, number>, hint?: string }} props */
export function Waivers({ warnings, hint = '' }) {
  return Object.keys(warnings).map(
    (kind) => html`<label class="form-field" key=${kind}>
      <span class="form-label">${t('豁免「{kind}」{n} 处的理由', { kind: word('defect', kind), n: warnings[kind] })}</span>
      <input name=${`waive-${kind}`} required maxlength="500" />
      ${hint && html`<small class="hint">${hint}</small>`}
    </label>`,
  );
}

/** The reasons given.
 * @param {any} form elements @param {Record<string, number>} warnings */
export function waiversOf(form, warnings) {
  /** @type {Record<string, string>} */
  const reasons = {};
  for (const kind of Object.keys(warnings)) reasons[kind] = form[`waive-${kind}`].value.trim();
  return reasons;
}
