// @ts-check
// Pieces of a case that reports and tasks share: head, place, photos, the empty list.

import { Icon } from '../parts/icon.js';
import { t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html } from '../shared/ui.js';
import { Marked } from './marked.js';
import { placeOf } from './place_words.js';

/** @typedef {import('./types').Case} Case */

/** The head of a case: matter, when, and something at the right.
 * @param {{ incident: Case, children?: any }} props */
export function CaseHead({ incident, children }) {
  return html`<div class="case-head">
    <div>
      <h3>${incident.service_name}${incident.urgency !== 'normal' && html`<span class="tag danger">${word('urgency', incident.urgency)}</span>`}</h3>
      <p class="case-sub"><span>${t('{time} 上报', { time: clock(incident.reported_at) })}</span><span class="number">${incident.case_number}</span></p>
    </div>
    ${children}
  </div>`;
}

/** The place in words, with a link that opens the phone's own map.
 * @param {{ incident: Case }} props */
export function PlaceLine({ incident }) {
  const { lat, lon } = incident.location;
  return html`<p class="case-place">
    <${Marked} icon="pin" words=${placeOf(incident)} />
    <a class="link map-link" href=${`geo:${lat},${lon}?q=${lat},${lon}`}>${t('去地图')}</a>
  </p>`;
}

/** @param {{ item: any }} props */
function Photo({ item }) {
  if (!item.arrived) return html`<li class="photo missing"><span>${t('照片未到')}</span></li>`;
  const source = `/api/v1/media/${item.client_id}`;
  const isAfter = item.stage === 'after';
  return html`<li class="photo">
    <a href=${`${source}?size=full`} target="_blank" rel="noopener">
      <img class="thumb" src=${`${source}?size=thumb`} alt=${isAfter ? t('处理后照片') : t('上报照片')} loading="lazy" />
      ${isAfter && html`<span class="photo-stage">${t('处理后')}</span>`}
    </a>
  </li>`;
}

/** @param {{ incident: Case }} props */
export function PhotoRow({ incident }) {
  if (!incident.media.length) return null;
  return html`<ul class="photo-list">${incident.media.map((/** @type {any} */ item) => html`<${Photo} key=${item.client_id} item=${item} />`)}</ul>`;
}

/** An empty list that says why.
 * @param {{ cases: import('./cases.js').Cases, words: string, more?: string }} props */
export function EmptyList({ cases, words, more = '' }) {
  if (cases.problem && !cases.isLoaded) {
    return html`<div class="empty">
      <p class="problem">${cases.problem}</p>
      <button type="button" class="spaced" onClick=${() => cases.load()}><${Marked} icon="refresh" words=${t('再试一次')} /></button>
    </div>`;
  }
  if (!cases.isLoaded) return html`<p class="empty" role="status">${t('正在读取…')}</p>`;
  return html`<div class="empty"><p>${words}</p>${more && html`<p>${more}</p>`}</div>`;
}

/** The heading of a list.
 * @param {{ icon: string, words: string }} props */
export function Heading({ icon, words }) {
  return html`<h1><${Icon} name=${icon} /><span>${words}</span></h1>`;
}
