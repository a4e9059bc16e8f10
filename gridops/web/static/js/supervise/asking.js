// @ts-check
// The question at the left: area or drawn polygon, days, boundaries, classes. Each change goes on at once.

import { AreaTree } from '../desk/area_tree.js';
import { Period } from '../parts/dates.js';
import { AreaPicker } from '../parts/pickers.js';
import { Loading } from '../parts/states.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { Basis } from './basis.js';
import { Classes } from './classes.js';

/** @typedef {import('./polygon.js').DrawingState} DrawingState */
/** @typedef {import('./ground.js').Ground} Ground */

/** @param {DrawingState} drawing @param {boolean} isPolygonAsked */
function drawingWords({ isDrawing, isEnough, count }, isPolygonAsked) {
  if (isDrawing && isEnough) return t('已点 {n} 个点，点“完成”或双击结束', { n: count });
  if (isDrawing) return t('在地图上依次点出范围，至少 3 个点');
  return isPolygonAsked ? t('正在按手绘范围查询') : '';
}

/** @param {{ ground: Ground, drawing: DrawingState | null, isPolygonAsked: boolean }} props `drawing` is null without a map */
function DrawTools({ ground, drawing, isPolygonAsked }) {
  const { isDrawing = false, isEnough = false, count = 0 } = drawing || {};
  const words = drawing ? drawingWords(drawing, isPolygonAsked) : '';
  return html`<div class="draw-tools">
      <button type="button" class="small" data-action="draw" disabled=${!drawing || isDrawing} onClick=${() => ground.draw()}>${t('在地图上画范围')}</button>
      <button type="button" class="small primary" data-action="draw-finish" hidden=${!isDrawing} disabled=${!isEnough} onClick=${() => ground.finish()}>${t('完成')}</button>
      <button type="button" class="small" data-action="draw-undo" hidden=${!isDrawing || count === 0} onClick=${() => ground.undo()}>${t('退一点')}</button>
      <button type="button" class="small" data-action="draw-clear" hidden=${!isDrawing && !isPolygonAsked} onClick=${() => ground.giveUp()}>${t('清除')}</button>
    </div>
    <p class="hint" data-part="draw-words" role="status" hidden=${!words}>${words}</p>`;
}

/**
 * @param {{ asked: import('./asked.js').Asked, roots: import('./place.js').Roots | null,
 *   place: import('./place.js').Place | null, hasDates: boolean, matters: import('../desk/matters.js').Matters | null,
 *   ground: Ground, drawing: DrawingState | null, onArea: (code: string) => void,
 *   onDays: (days: import('./asked.js').Days) => void, onBasis: (basis: string) => void,
 *   onClasses: (codes: string[]) => void, onAsk: () => void }} props
 */
export function Asking({
  asked,
  roots,
  place,
  hasDates,
  matters,
  ground,
  drawing,
  onArea,
  onDays,
  onBasis,
  onClasses,
  onAsk,
}) {
  const area = asked.polygon ? null : asked.area;
  const { days } = asked;
  return html`<section class="question" aria-label=${t('查询条件')}>
    <h2>${t('区域')}</h2>
    <div class="area-picker">
      <${AreaPicker} name="area" value=${area} on=${place?.on || undefined} label=${t('按名称找区域')}
        onChoose=${(/** @type {any} */ option) => option && option.key !== area && onArea(option.key)} />
    </div>
    <div class="tree-pane" data-part="tree">
      ${
        roots
          ? html`<${AreaTree} roots=${roots.roots} on=${roots.on} selected=${area} onSelect=${(/** @type {any} */ one) => onArea(one.code)} />`
          : html`<${Loading} />`
      }
    </div>
    <${DrawTools} ground=${ground} drawing=${drawing} isPolygonAsked=${Boolean(asked.polygon)} />
    <h2>${t('期间')}</h2>
    <div data-part="period">
      <${Period} from=${days.from} to=${days.to} chosen=${days.name} usual=${['today', 'week', 'month', 'last-month', 'year', 'days30']}
        onChange=${(/** @type {string} */ from, /** @type {string} */ to, /** @type {string | null} */ name) => onDays({ from, to, name })} />
    </div>
    <section data-part="basis-panel" hidden=${!hasDates}>
      <h2>${t('统计口径')}</h2>
      <div data-part="basis"><${Basis} value=${asked.basis} onChange=${onBasis} /></div>
    </section>
    <h2>${t('类别')}</h2>
    <div class="class-pane" data-part="classes">
      ${matters ? html`<${Classes} matters=${matters} codes=${asked.codes} onChange=${onClasses} />` : html`<${Loading} />`}
    </div>
    <button type="button" class="primary wide" data-action="ask" onClick=${onAsk}>${t('查询')}</button>
  </section>`;
}
