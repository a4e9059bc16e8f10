// @ts-check
// The words of a case's state and deadline: which family of words its matter speaks decides. Pure.

import { word } from './language.js';

/** The word of a state of a family ('city', 'governance').
 * @param {string} state @param {string | null | undefined} family */
export function stateWord(state, family) {
  return word(family === 'governance' ? 'state_governance' : 'state_city', state);
}

/** The word of a case's state.
 * @param {{ state: string, label_family: string }} incident */
export function stateOf(incident) {
  return stateWord(incident.state, incident.label_family);
}
