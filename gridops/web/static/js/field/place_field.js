// @ts-check
// Where it happened, on the form: the phone's own fix with its datum and accuracy, or a point chosen by hand.

import { api, query } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';
import { Marked } from './marked.js';
import { shortGrid } from './place_words.js';

/** @typedef {import('./types').Place} Place */

const ROUGH_M = 100;
// Beyond this a fix says nothing of the grid: the pin is asked for.
const VAGUE_M = 200;
const DATUMS = { wgs84: 'WGS-84', cgcs2000: 'CGCS2000' };

/** @param {Place} place */
async function gridWords({ lon, lat, coord_sys, accuracy_m }) {
  try {
    const found = await api.get(`/locate${query({ lon, lat, coord_sys, accuracy_m })}`);
    return found.grid.name ? shortGrid(found.grid.name) : t('不在任何网格内，仍可上报，由中心核对');
  } catch (problem) {
    const isFar = /** @type {any} */ (problem).code === 'out-of-extent';
    return isFar ? t('这个位置在辖区 20 公里以外，请重新选点') : t('网格由服务器收到后查找');
  }
}

/** @param {Place} place */
function howFound(place) {
  const datum = DATUMS[place.coord_sys];
  if (place.source === 'manual') return t('手动选点 · {datum}', { datum });
  return t('手机定位 · {datum} · 误差约 {m} 米', { datum, m: Math.round(place.accuracy_m || 0) });
}

/** @param {{ place: Place | null, words: string, locator: import('./position.js').Locator }} props */
function Said({ place, words, locator }) {
  const { isBusy, problem } = locator;
  if (!place) {
    return isBusy
      ? html`<p class="place-busy"><${Marked} icon="pin" words=${t('正在定位…')} /></p>`
      : html`<p class="notice">${problem || t('还没有位置。')}</p>`;
  }
  const isMeasured = place.source !== 'manual';
  const accuracy = place.accuracy_m;
  const isVague = isMeasured && !(accuracy !== undefined && accuracy <= VAGUE_M);
  const isRough = isMeasured && !isVague && accuracy !== undefined && accuracy > ROUGH_M;
  return html`<p class="place-grid"><${Marked} icon="pin" words=${html`<strong>${words || t('已定位')}</strong>`} /></p>
    <p class="place-how" data-datum=${place.coord_sys}>${howFound(place)}${isBusy ? t('，正在提高精度…') : ''}</p>
    ${isVague && html`<p class="notice" data-needs-pin>${t('定位太粗，分不清在哪个网格。请点“地图选点”，在图上点准。')}</p>`}
    ${isRough && !isBusy && html`<p class="notice">${t('定位较粗，最好在地图上点准。')}</p>`}`;
}

/** The map and all it needs is loaded only when it is asked for; lists of areas where no map can be had.
 * @returns {Promise<any>} */
async function loadPicker() {
  try {
    const { openPinMap } = await import('./pin_map.js');
    return await openPinMap();
  } catch (_error) {
    return (await import('./area_chooser.js')).AreaChooser;
  }
}

/** `data.location` is read and set; onChange() after every change.
 * @param {{ app: import('./types').App, data: import('./types').Writing, onChange: () => void }} props */
export function PlaceField({ app, data, onChange }) {
  const { locator } = app;
  const [place, setPlace] = useState(data.location);
  const [words, say] = useState('');
  const [Picker, setPicker] = useState(/** @type {{ view: any } | null} */ (null));
  const [isPicking, setPicking] = useState(false);
  const picking = useRef(/** @type {HTMLElement | null} */ (null));
  /** @param {Place | null} location */
  const set = (location) => {
    data.location = location;
    setPlace(location);
    onChange();
  };
  const { fix } = locator;
  useEffect(() => {
    // A point set by hand is meant; a later fix must not move it.
    if (fix && !(data.location && data.location.source === 'manual')) set(fix);
  }, [fix]);
  const key = place ? `${place.lon},${place.lat}` : '';
  useEffect(() => {
    let isAsked = true;
    if (place) {
      say(t('正在查网格…'));
      gridWords(place).then((found) => {
        if (isAsked) say(found);
      });
    }
    return () => {
      isAsked = false;
    };
  }, [key]);
  useEffect(() => {
    if (isPicking && picking.current) picking.current.scrollIntoView({ block: 'center' });
    // While a point is chosen the form's own button steps aside.
    document.body.classList.toggle('is-picking', isPicking);
    return () => document.body.classList.remove('is-picking');
  }, [isPicking, Picker]);
  const locate = () => {
    setPicking(false);
    set(null);
    locator.start();
  };
  const pick = async () => {
    setPicking(!isPicking);
    if (!isPicking && !Picker) setPicker({ view: await loadPicker() });
  };
  /** @param {{ lon: number, lat: number }} point */
  const taken = (point) => {
    setPicking(false);
    locator.stop();
    set({ ...point, coord_sys: 'cgcs2000', source: 'manual' });
  };
  return html`<div class="place" data-place>
    <div class="place-said" role="status"><${Said} place=${place} words=${words} locator=${locator} /></div>
    <div class="row">
      <button type="button" data-action="locate" onClick=${locate}><${Marked} icon="refresh" words=${t('重新定位')} /></button>
      <button type="button" data-action="pick-place" aria-expanded=${String(isPicking)} onClick=${pick}><${Marked} icon="map" words=${t('地图选点')} /></button>
    </div>
    ${
      isPicking &&
      html`<div class="place-picking" ref=${picking}>
        ${Picker ? html`<${Picker.view} start=${place || locator.fix} onDone=${taken} />` : html`<p class="place-busy">${t('正在打开地图…')}</p>`}
      </div>`
    }
  </div>`;
}
