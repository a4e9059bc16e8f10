// @ts-check
// What is doubtful about a case's place, in words, and what a clerk should do about it.

import { clauses, t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** Whether a person has to set the pin.
 * @param {{ location_advice?: { needs_pin: boolean } | null }} incident */
export function needsPin({ location_advice: advice }) {
  return Boolean(advice?.needs_pin);
}

/** A notice for the case's card, or nothing where the place is beyond doubt.
 * @param {{ incident: Wire['IncidentOut'] }} props */
export function PlaceAdvice({ incident: { location_advice: advice, state } }) {
  if (!advice) return null;
  const doubts = clauses(advice.flags.map((flag) => word('place_doubt', flag)));
  const isOpen = state !== 'closed' && state !== 'rejected';
  return html`<p class="notice" data-advice=${advice.flags.join(' ')}>
    ${t('位置存疑：{doubts}。', { doubts })}
    ${advice.needs_pin && isOpen && html` ${t('请核实后点“更正”，在地图上改到准确位置。')}`}
  </p>`;
}
