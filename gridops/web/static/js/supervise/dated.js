// @ts-check
// Boundaries of another day on the supervisor's page: the slider below the map, why a set is only to come, what it
// changes. Who answers for one town is not told of the whole district.

import { ChangeList, changeSummary } from '../desk/set_changes.js';
import { SetSlider } from '../parts/boundary_sets.js';
import { useAsked } from '../parts/states.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { day } from '../shared/times.js';
import { html } from '../shared/ui.js';

/** @typedef {import('./place.js').DatedSet} DatedSet */

const READERS = new Set(['admin', 'dispatcher', 'supervisor', 'auditor']);

/** Whether someone is told what a set changes: who answers for the whole district.
 * @param {{ roles: string[] }} actor @param {{ level: string }[]} areas */
export function mayCompare(actor, areas) {
  return actor.roles.some((role) => READERS.has(role)) && areas.some((area) => area.level === 'district');
}

/** What a set changes beside the one before it.
 * @param {{ set: DatedSet }} props */
function Changes({ set }) {
  const asked = useAsked(() => api.get(`/boundary-sets/${set.id}/comparison`), [set.id]);
  if (asked.problem) return html`<p class="hint" role="status">${t('变化暂时读不出来')}</p>`;
  if (!asked.value || asked.isBusy) return null;
  const { changes } = asked.value;
  return html`<details class="set-changes">
    <summary>${t('与上一版相比：{changes}', { changes: changeSummary(changes) })}</summary>
    <${ChangeList} changes=${changes} withCases=${set.valid_from > day()} />
  </details>`;
}

/** Hidden where there is but one set; `onChoose(set)` hears each choice.
 * @param {{ sets: DatedSet[], set: DatedSet | null, withChanges: boolean, onChoose: (set: DatedSet) => void }} props */
export function Dates({ sets, set, withChanges, onChoose }) {
  const isFirst = set === sets[0];
  return html`<section class="set-slider" data-part="dates" data-set=${set?.id} aria-label=${t('区划日期')} hidden=${sets.length < 2}>
    <${SetSlider} sets=${sets} chosen=${set} onChoose=${onChoose}>
      ${set && set.valid_from > day() && set.notice && html`<p class="hint stored" data-part="set-notice">${set.notice}</p>`}
      ${set && withChanges && !isFirst && html`<${Changes} key=${set.id} set=${set} />`}
    </${SetSlider}>
  </section>`;
}
