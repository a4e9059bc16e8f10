// @ts-check
// One row of the queue: what, where, whose, until when. Its node stays as long as the case is in the list.

import { shortAreaName } from '../desk/areas.js';
import { DueMark, StatePill, shortNumber, UrgencyTag } from '../desk/case_marks.js';
import { t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { Component, html } from '../shared/ui.js';

/** @typedef {import('./store.js').Brief} Brief */
/**
 * @typedef {{ brief: Brief, isClosable: boolean, isTicked: boolean, isChosen: boolean, isFresh: boolean, isReached: boolean,
 *   tick: number, onOpen: (id: string) => void, onTick: (id: string, on: boolean) => void }} RowProps
 * `tick` changes when words of time have to be said anew; `isReached` marks the one row that the Tab key leads to.
 */

/** What a case is called on a screen that others may look at.
 * @param {Pick<Brief, 'restricted' | 'service_name'>} brief */
export function caseName(brief) {
  return brief.restricted ? t('受限事件（仅显示位置）') : brief.service_name;
}

/** @param {string} name of an area, or of a unit, which begins with its area's */
function stored(name) {
  return html`<span class="stored">${shortAreaName(name)}</span>`;
}

/** @param {Brief} brief */
function whereabouts(brief) {
  const grid = brief.grid_name ? stored(brief.grid_name) : t('未确定网格');
  return brief.unit && !brief.restricted ? [grid, ' → ', stored(brief.unit.name || '')] : grid;
}

/** @extends {Component<RowProps>} */
export class Row extends Component {
  /** Hundreds of rows are asked to draw themselves at every event: only those that have changed do.
   * @param {RowProps} next */
  shouldComponentUpdate(next) {
    const now = /** @type {any} */ (this.props);
    return Object.entries(next).some(([name, value]) => now[name] !== value);
  }

  render() {
    const { brief, isClosable, isTicked, isChosen, isFresh, isReached, onOpen, onTick } = this.props;
    const names = ['row', isChosen && 'chosen', isFresh && 'fresh'].filter(Boolean).join(' ');
    const ticked = (/** @type {any} */ event) => onTick(brief.id, event.target.checked);
    return html`<li class=${names} data-incident=${brief.id} data-state=${brief.state} data-due=${brief.due_state} data-version=${brief.version}>
      ${
        isClosable &&
        html`<label class="row-tick">
          <input type="checkbox" data-tick=${brief.id} checked=${isTicked} onChange=${ticked} aria-label=${t('选择 {number} 以批量结案', { number: brief.case_number })} />
        </label>`
      }
      <button type="button" class="row-main" tabindex=${isReached ? '0' : '-1'} aria-current=${isChosen ? 'true' : null} onClick=${() => onOpen(brief.id)}>
        <span class="row-top">
          <strong class=${brief.restricted ? null : 'stored'}>${caseName(brief)}</strong><${UrgencyTag} urgency=${brief.urgency} /><${StatePill} incident=${brief} />
        </span>
        <span class="row-mid">${whereabouts(brief)}</span>
        <span class="row-end">
          <span class="number">${shortNumber(brief.case_number)}</span><span>${word('origin', brief.origin)}</span>
          <span>${t('{time} 报', { time: clock(brief.reported_at) })}</span><${DueMark} incident=${brief} />
        </span>
      </button>
    </li>`;
  }
}
