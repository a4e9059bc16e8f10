// @ts-check
// Cases that may be the same thing as the one being registered: shown before it is sent, never decided here.

import { StatePill, shortNumber } from '../desk/case_marks.js';
import { useAsked } from '../parts/states.js';
import { api, query } from '../shared/api.js';
import { t } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html } from '../shared/ui.js';

const MOST = 5;

/** @param {{ matter: Wire['MatterOut'] | null, point: { lon: number, lat: number } | null, onOpen: (id: string) => void }} props */
export function SimilarCases({ matter, point, onOpen }) {
  const asked = useAsked(() => {
    if (!matter || !point) return undefined;
    const about = { ...point, coord_sys: 'cgcs2000', service_code: matter.service_code };
    // Only a hint: a registration must never wait for it.
    return api.get(`/incidents/similar${query(about)}`).catch(() => null);
  }, [matter?.service_code, point]);
  const items = /** @type {Wire['IncidentOut'][]} */ (!asked.isBusy && asked.value ? asked.value.items : []);
  return html`<div class="similar" role="status" hidden=${items.length === 0}>
    <p>${t('附近已有 {n} 件同类未结事件，先看看是不是同一件：', { n: items.length })}</p>
    <ul>
      ${items.slice(0, MOST).map(
        (incident) => html`<li key=${incident.id} class="line">
          <${StatePill} incident=${incident} />
          <button type="button" class="quiet small" onClick=${() => onOpen(incident.id)}>
            ${shortNumber(incident.case_number)} · ${t('{time} 报', { time: clock(incident.reported_at) })}
          </button>
        </li>`,
      )}
    </ul>
  </div>`;
}
