// @ts-check
// Correcting a case: another matter, or another place on the map. What was reported stays as it was sent.

import { Field, FieldGroup, Phrased } from '../parts/forms.js';
import { Icon } from '../parts/icon.js';
import { MatterPicker } from '../parts/pickers.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { hasMap, pointWords, useMapPoint } from './map_point.js';

/** @param {import('./action_forms.js').FieldsProps} props */
export function CorrectFields({ incident, desk }) {
  const place = useMapPoint(desk);
  const { point } = place;
  const said = place.isPicking
    ? t('请在地图上点一下新的位置（Esc 放弃）')
    : point
      ? t('新位置：{place}', { place: pointWords(point) })
      : t('位置不变');
  return html`<${FieldGroup} label=${t('事项')}>
      <${MatterPicker} name="service_code" label=${t('事项')} matters=${desk.matters?.items} value=${incident.service_code} />
    </${FieldGroup}>
    <${FieldGroup} label=${t('位置')}>
      <input type="hidden" name="lon" value=${point ? point.lon : ''} />
      <input type="hidden" name="lat" value=${point ? point.lat : ''} />
      <button type="button" data-action="pick-place" disabled=${!hasMap(desk)} onClick=${place.pick}><${Icon} name="pin" /><span>${t('在地图上重新选点')}</span></button>
      <p class="hint" role="status">${said}</p>
    </${FieldGroup}>
    <${Field} label=${t('更正说明（可不填）')}><${Phrased} name="note" /></${Field}>`;
}

/** Only what was changed is sent.
 * @param {HTMLFormElement} form @param {Wire['IncidentOut']} incident */
export function readCorrection(form, incident) {
  const { service_code: matter, lon, lat, note } = /** @type {any} */ (form.elements);
  /** @type {Record<string, any>} */
  const body = {};
  if (matter.value && matter.value !== incident.service_code) body.service_code = matter.value;
  if (lon.value)
    body.location = {
      lon: Number(lon.value),
      lat: Number(lat.value),
      coord_sys: 'cgcs2000',
      source: 'manual',
    };
  if (!Object.keys(body).length) return { missing: t('还没有改动：请换一个事项，或重新选点。') };
  const words = note.value.trim();
  return { body: words ? { ...body, note: words } : body };
}
