// @ts-check
// A case as a desk reads it: facts, place, persons, photos, routing. What can be done with it stands elsewhere.

import { Icon } from '../parts/icon.js';
import { Facts } from '../parts/table.js';
import { api } from '../shared/api.js';
import { aside, listed, t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html } from '../shared/ui.js';
import { Deadline, Dispatches, Timeline } from './case_history.js';
import { CallLink, DueMark, StatePill, UrgencyTag } from './case_marks.js';
import { Photos } from './case_photos.js';
import { PlaceAdvice } from './place_advice.js';
import { RevealButton } from './reveal.js';
import { ruleWords } from './wording.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {{ incident: Incident, timeline: Wire['TimelineItem'][], reckoned: Wire['ClockOut'] }} Found */
/** @typedef {{ lon: number, lat: number }} Point */

/** The case with its history and its clock, as one reader may know them.
 * @param {string} id @returns {Promise<Found>} */
export async function readCase(id) {
  const [incident, timeline, reckoned] = await Promise.all([
    api.get(`/incidents/${id}`),
    api.get(`/incidents/${id}/timeline`),
    api.get(`/incidents/${id}/clock`),
  ]);
  return { incident, timeline: timeline.items, reckoned };
}

/** A text that somebody wrote or that names something: never translated.
 * @param {string | null | undefined | false} text */
function stored(text) {
  return text ? html`<span class="stored">${text}</span>` : null;
}

/** @param {{ title: string, children?: any }} props */
function Section({ title, children }) {
  return html`<section class="case-section"><h3>${title}</h3>${children}</section>`;
}

/** When it happened; a phone that lost its clock is told apart from what was seen.
 * @param {Incident} incident */
function occurred(incident) {
  const doubt =
    (incident.occurred_at_doubt === 'ahead' && t('手机时钟不准：比上报还晚')) ||
    (incident.occurred_at_doubt === 'long_ago' && t('手机时钟可能不准：比上报早一年以上'));
  return clock(incident.occurred_at) + aside(doubt);
}

/** What its origin calls the case: first, since by that it is asked about.
 * @param {{ incident: Incident }} props */
function OuterNumbers({ incident }) {
  return incident.external_numbers.map(
    (/** @type {any} */ one) =>
      html`<p class="line" data-part="external-number">${word('origin', one.origin)} <strong class="stored number">${one.number}</strong></p>`,
  );
}

/** @param {{ incident: Incident }} props */
function Head({ incident }) {
  return html`<div class="case-head">
    <${OuterNumbers} incident=${incident} />
    <p class="line">
      <${StatePill} incident=${incident} /><${DueMark} incident=${incident} /><${UrgencyTag} urgency=${incident.urgency} />
      ${incident.restricted && html`<span class="tag restricted"><${Icon} name="shield" />${t('受限')}</span>`}
    </p>
    <h2 class="stored">${incident.service_name} <small>${incident.service_group}</small></h2>
    <p class="hint number">${incident.case_number}</p>
  </div>`;
}

/** @param {{ incident: Incident }} props */
function Said({ incident }) {
  if (incident.restricted && incident.description === null)
    return html`<p class="notice">${t('这是受限事件：只显示位置，内容和人员仅办理链条上的人员可见。')}</p>`;
  if (!incident.description) return html`<p class="description">${t('（没有文字描述）')}</p>`;
  return html`<p class="description stored">${incident.description}</p>`;
}

/** A percentage, for what is only probable: （70%）.
 * @param {number | null | undefined} probability */
function likely(probability) {
  return aside(probability ? `${Math.round(probability * 100)}%` : '');
}

/** @param {Incident} incident */
function gridWords({ grid }) {
  const method = word('grid_method', grid.method);
  if (!grid.name) return method;
  const how = method + (grid.method === 'probable' ? likely(grid.probability) : '');
  return html`<span class="stored">${grid.name}</span>${aside(how)}`;
}

/** The point with how it was found and how far it may be off.
 * @param {Incident['location']} location */
function fixWords({ lon, lat, source, accuracy_m: accuracy }) {
  const off = accuracy && t('误差约 {n} 米', { n: Math.round(accuracy) });
  return `${lon.toFixed(5)}, ${lat.toFixed(5)}${aside(listed(['CGCS2000', word('fix_source', source), off]))}`;
}

/** @param {{ incident: Incident, onPlace?: ((place: Point) => void) | null }} props */
function Place({ incident, onPlace }) {
  const chain = incident.areas.filter((a) => a.level !== 'district' && a.level !== 'grid').map((a) => a.name);
  const { candidates } = incident.grid;
  const others = candidates.length > 1 && listed(candidates.map((c) => c.name + likely(c.probability)));
  const location = incident.location;
  return html`<${Section} title=${t('位置')}>
    <${Facts} pairs=${[
      [t('地址'), stored(incident.address)],
      [t('区域'), stored(chain.join(' › '))],
      [t('网格'), gridWords(incident)],
      [t('可能的网格'), stored(others)],
      [t('专属网格'), stored(incident.special_grid?.name)],
      [t('定位'), fixWords(location)],
    ]} />
    <${PlaceAdvice} incident=${incident} />
    ${onPlace && html`<button type="button" class="quiet small" onClick=${() => onPlace(location)}><${Icon} name="pin" /><span>${t('在地图上看')}</span></button>`}
  </${Section}>`;
}

/** @param {{ incident: Incident, mayReveal: boolean }} props */
function Persons({ incident, mayReveal }) {
  const { reporter, on_behalf_of: behalf } = incident;
  const who = html`<span class="line">${stored(reporter.name) || t('不公开')}<${CallLink} phone=${reporter.phone} name=${reporter.name} /></span>`;
  return html`<${Section} title=${t('来源与人员')}>
    <${Facts} pairs=${[
      [t('来源'), word('origin', incident.origin)],
      [t('上报人#case'), who],
      [t('代谁登记'), behalf && stored([behalf.name, behalf.phone].filter(Boolean).join(' '))],
      [t('发生时间'), occurred(incident)],
      [t('上报时间'), clock(incident.reported_at)],
      [t('处置层级'), word('level', incident.level)],
      [t('处置结果'), word('disposition', incident.disposition)],
    ]} />
    ${mayReveal && (behalf || incident.owes.includes('call_back')) && html`<${RevealButton} incident=${incident} />`}
  </${Section}>`;
}

/** @param {{ fields: Record<string, any> }} props */
function More({ fields }) {
  const pairs = Object.keys(fields).map((name) => {
    const value = fields[name];
    return [stored(name), stored(typeof value === 'object' ? JSON.stringify(value) : String(value))];
  });
  if (pairs.length === 0) return null;
  return html`<${Section} title=${t('附加信息')}><${Facts} pairs=${pairs} /></${Section}>`;
}

/** By which power the unit may act, as it was recorded.
 * @param {any} routing */
function powerWords({ power, basis }) {
  if (!power) return '';
  const by = power.basis_words || word('basis', basis);
  return t('{by}，{item}（{reference}），以{name}名义', {
    by,
    item: power.item_name,
    reference: power.reference,
    name: power.in_name_of,
  });
}

/** @param {{ incident: Incident }} props */
function Routing({ incident }) {
  const { unit } = incident;
  const routing = /** @type {any} */ (incident.routing);
  if (!routing && !unit) return null;
  const proposed = !unit && routing && routing.unit;
  return html`<${Section} title=${t('处置力量')}>
    ${unit && html`<p class="line"><strong class="stored">${unit.name}</strong><${CallLink} phone=${unit.phone} name=${unit.name} /></p>`}
    ${proposed && html`<p>${t('建议派给：')}<strong class="stored">${proposed.name}</strong></p>`}
    ${
      routing &&
      html`<p class="hint" data-routing=${routing.rule || ''}>${t('依据：')}<span class="stored">${routing.reason}</span></p>
        <${Facts} pairs=${[
          [t('按什么派'), ruleWords(routing.rule)],
          [t('权限依据'), stored(powerWords(routing))],
          [t('配合力量'), stored(listed((routing.helping || []).map((/** @type {any} */ one) => one.name)))],
        ]} />`
    }
  </${Section}>`;
}

/** What whoever sent the case still wants, or has had.
 * @param {{ incident: Incident }} props */
function Answers({ incident }) {
  const owed = listed(incident.owes.map((name) => word('owed', name)));
  const called =
    incident.call_back && word('call_back', incident.call_back) + aside(clock(incident.called_back_at));
  if (!owed && !called && !incident.answered_at) return null;
  return html`<${Section} title=${t('答复与回访')}>
    <${Facts} pairs=${[
      [t('结案前还须'), owed],
      [t('已答复'), clock(incident.answered_at)],
      [t('回访'), called],
    ]} />
  </${Section}>`;
}

/**
 * The whole case, top down. `companions` are maps of matters by code and of units by id; `onPlace` shows a point on the
 * page's map, where it has one; `mayReveal` offers names and numbers to who says why.
 * @param {{ found: Found, companions: Omit<import('./wording.js').Companions, 'family'>, onPlace?: ((place: Point) => void) | null,
 *   mayReveal?: boolean }} props
 */
export function CaseView({ found, companions, onPlace = null, mayReveal = false }) {
  const { incident, timeline, reckoned } = found;
  const known = { ...companions, family: incident.label_family };
  return html`<${Head} incident=${incident} />
    <${Said} incident=${incident} />
    <${Photos} media=${incident.media} />
    <${Place} incident=${incident} onPlace=${onPlace} />
    <${Persons} incident=${incident} mayReveal=${mayReveal} />
    <${More} fields=${incident.fields} />
    <${Routing} incident=${incident} />
    <${Answers} incident=${incident} />
    <${Section} title=${t('时限')}><${Deadline} incident=${incident} reckoned=${reckoned} /></${Section}>
    <${Section} title=${t('派遣')}><${Dispatches} dispatches=${incident.dispatches} /></${Section}>
    <${Section} title=${t('经过')}><${Timeline} items=${timeline} companions=${known} /></${Section}>`;
}
