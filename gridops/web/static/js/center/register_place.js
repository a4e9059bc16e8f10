// @ts-check
// Where a registered case is: a point clicked on the map, or an area by its name where nobody knows the point.

import { FieldGroup } from '../parts/forms.js';
import { Icon } from '../parts/icon.js';
import { AreaPicker } from '../parts/pickers.js';
import { useAsked } from '../parts/states.js';
import { api, query, wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useLayoutEffect, useState } from '../shared/ui.js';
import { hasMap, pointWords, useMapPoint } from './map_point.js';

/** @typedef {import('./map_point.js').Point} Point */
/** @typedef {{ location: Record<string, any> | null, point: Point | null }} Where */

const LEVELS = ['township', 'village', 'grid'];

/** In which grid a point lies, in words.
 * @param {Point | null} point */
function useGridWords(point) {
  const asked = useAsked(
    () => (point ? api.get(`/locate${query({ ...point, coord_sys: 'cgcs2000' })}`) : undefined),
    [point],
  );
  if (!point || asked.isBusy) return '';
  if (asked.problem) return wordsOf(asked.problem);
  return asked.value?.grid.name || t('不在任何网格内，将由中心人工判断');
}

/** The location as the contract wants it.
 * @param {Point | null} point @param {string | null} areaCode */
function locationOf(point, areaCode) {
  if (point) return { ...point, coord_sys: 'cgcs2000', source: 'manual' };
  return areaCode ? { source: 'area', area_code: areaCode } : null;
}

/** @param {{ desk: import('./desk.js').CenterDesk, onChange: (where: Where) => void }} props */
export function RegisterPlace({ desk, onChange }) {
  const place = useMapPoint(desk);
  const [isByArea, byArea] = useState(false);
  const [area, setArea] = useState(/** @type {import('../parts/pickers.js').Option | null} */ (null));
  const { point } = place;
  const grid = useGridWords(point);
  useLayoutEffect(
    () => onChange({ location: locationOf(point, area ? area.key : null), point }),
    [point, area?.key],
  );
  const pick = async () => {
    if (!(await place.pick())) return;
    setArea(null);
    byArea(false);
  };
  /** @param {import('../parts/pickers.js').Option | null} option */
  const take = (option) => {
    if (option) place.clear();
    setArea(option);
  };
  return html`<${FieldGroup} label=${t('位置')}>
    <div class="line wrap">
      <button type="button" data-action="pick-place" disabled=${!hasMap(desk)} onClick=${pick}><${Icon} name="pin" /><span>${t('在地图上点选')}</span></button>
      <button type="button" data-action="pick-area" aria-expanded=${String(isByArea)} onClick=${() => byArea(!isByArea)}><${Icon} name="list" /><span>${t('位置不明，选区域')}</span></button>
    </div>
    <p class="hint" role="status">
      ${
        place.isPicking
          ? t('请在地图上点一下事发位置（Esc 放弃）')
          : point
            ? html`${pointWords(point)} <strong class="stored">${grid}</strong>`
            : area
              ? html`${t('仅登记区域：')}<strong class="stored">${area.words}</strong>`
              : t('还没有选位置')
      }
    </p>
    ${isByArea && html`<${AreaPicker} name="area_code" label=${t('区域')} levels=${LEVELS} onChoose=${take} />`}
  </${FieldGroup}>`;
}
