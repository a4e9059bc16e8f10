// @ts-check
// The units in a window: how busy each is, and its number to call.

import { CallLink } from '../desk/case_marks.js';
import { openDialog } from '../parts/dialog.js';
import { Choice } from '../parts/forms.js';
import { useHeard } from '../parts/heard.js';
import { Fault, Loading, useAsked } from '../parts/states.js';
import { t, word } from '../shared/language.js';
import { html, useLayoutEffect, useRef, useState } from '../shared/ui.js';
import { UnitStatus } from './dispatch_form.js';

/** @typedef {import('./units.js').Unit} Unit */

const MOST = 150;
const REDRAW_MS = 300;

/** @returns {[string, string][]} */
function kinds() {
  return [
    ['', t('全部力量')],
    ['agency', t('部门与派驻机构')],
    ['village', word('level', 'village')],
    ['grid', word('level', 'grid')],
    ['busy', t('正在处置')],
  ];
}

/** @param {Unit} unit @param {string} kind @param {string} words */
function fits(unit, kind, words) {
  const isOfArea = unit.kind === 'village' || unit.kind === 'grid';
  if (kind === 'busy' && unit.status === 'available') return false;
  if (kind === 'agency' && isOfArea) return false;
  if ((kind === 'village' || kind === 'grid') && unit.kind !== kind) return false;
  return !words || `${unit.name} ${unit.agency_name} ${unit.phone || ''}`.includes(words);
}

/** @param {{ unit: Unit }} props */
function Line({ unit }) {
  return html`<li class="unit" data-unit=${unit.id}>
    <div class="stored"><strong class="stored">${unit.name}</strong><small>${unit.agency_name}</small></div>
    <${UnitStatus} unit=${unit} />
    ${unit.phone ? html`<${CallLink} phone=${unit.phone} name=${unit.name} />` : html`<small>${t('无电话')}</small>`}
  </li>`;
}

/** @param {{ desk: import('./desk.js').CenterDesk }} props */
function Units({ desk }) {
  const { units, store } = desk;
  useHeard(store, ['unit'], REDRAW_MS);
  const asked = useAsked(() => units.load(), []);
  const [typed, type] = useState('');
  const [kind, choose] = useState('agency');
  const search = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLayoutEffect(() => search.current?.focus(), []);
  const found = asked.value ? units.all().filter((unit) => fits(unit, kind, typed.trim())) : [];
  return html`<div class="line unit-search" data-keeps-nothing>
      <input type="search" class="grow" ref=${search} placeholder=${t('按名称、部门、电话查找')} aria-label=${t('查找力量')} onInput=${(/** @type {any} */ e) => type(e.target.value)} />
      <${Choice} name="kind" pairs=${kinds()} value=${kind} onChange=${choose} label=${t('种类')} />
    </div>
    <${Fault} problem=${asked.problem} onRetry=${asked.renew} />
    ${!asked.value && !asked.problem && html`<${Loading} />`}
    <ul class="unit-list">
      ${found.slice(0, MOST).map((unit) => html`<${Line} key=${unit.id} unit=${unit} />`)}
      ${asked.value && found.length === 0 && html`<li class="empty">${t('没有符合的处置力量')}</li>`}
      ${found.length > MOST && html`<li class="hint">${t('还有 {n} 个，请用上面的查找缩小范围', { n: found.length - MOST })}</li>`}
    </ul>`;
}

/** Open the window; it follows the stream until it is closed.
 * @param {import('./desk.js').CenterDesk} desk */
export function openUnitPanel(desk) {
  openDialog({
    title: t('处置力量#units'),
    name: 'units',
    wide: true,
    view: () => html`<${Units} desk=${desk} />`,
  });
}
