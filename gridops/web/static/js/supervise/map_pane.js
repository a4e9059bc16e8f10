// @ts-check
// The map with what lies over it: what it shows, the legend, the slider over dated boundaries.

import { t } from '../shared/language.js';
import { html, useEffect, useRef } from '../shared/ui.js';
import { MODES } from './asked.js';
import { Segments } from './segments.js';

/** @typedef {import('./shading.js').Step} Step */

/** From how many to how many cases a colour stands for.
 * @param {Step[]} steps @param {number} at */
function stepWords(steps, at) {
  const { from } = steps[at];
  if (at + 1 === steps.length) return t('{n} 件以上', { n: from });
  const to = steps[at + 1].from - 1;
  return to > from ? t('{from}–{to} 件', { from, to }) : t('{n} 件', { n: from });
}

/** @param {{ steps: Step[] }} props */
function Legend({ steps }) {
  return html`<ul class="shade-legend" data-part="legend" aria-label=${t('图例')} hidden=${steps.length === 0}>
    ${steps.map(({ colour }, n) => html`<li key=${n}><i style=${{ background: colour }}></i>${stepWords(steps, n)}</li>`)}
  </ul>`;
}

/**
 * @param {{ mode: import('./asked.js').MapMode, steps: Step[], onMode: (mode: string) => void, children?: any,
 *   bounds: import('../desk/areas.js').Bounds | null, isKnown: boolean,
 *   open: (element: HTMLElement, bounds: import('../desk/areas.js').Bounds | undefined) => void }} props
 * The map is opened once, when the reader's areas are known.
 */
export function MapPane({ mode, steps, onMode, children, bounds, isKnown, open }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (isKnown && place.current) open(place.current, bounds || undefined);
  }, [isKnown]);
  const words = { shade: t('按区域着色'), heat: t('热力'), none: t('不显示') };
  const pairs = MODES.map((one) => [one, words[one]]);
  return html`<div class="map-holder">
    <section class="map" data-part="map" ref=${place} aria-label=${t('分布图')}></section>
    <${Segments} name="shade" pairs=${pairs} chosen=${mode} label=${t('地图显示')} onChoose=${onMode} />
    <${Legend} steps=${steps} />
    ${children}
  </div>`;
}
