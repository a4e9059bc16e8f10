// One row of the queue: what, where, whose, until when. The page's list keeps it and renews it by version.

import { h } from '../shared/dom.js';
import { clock, ORIGINS, URGENCIES } from '../shared/words.js';
import { shortAreaName } from '../desk/areas.js';
import { dueMark, statePill } from '../desk/case_view.js';

/** What a case is called on a screen that others may look at. */
export function caseName(brief) {
  return brief.restricted ? '受限事件（仅显示位置）' : brief.service_name;
}

function whereabouts(brief) {
  const grid = shortAreaName(brief.grid_name || '未确定网格');
  return [grid, brief.unit && !brief.restricted ? `→ ${shortAreaName(brief.unit.name)}` : null].filter(Boolean).join('　');
}

/** The row of a case; `tick` is its checkbox where it can be closed together with others. */
export function queueRow(brief, { onOpen, onTick, isClosable, isTicked }) {
  const tick = isClosable
    ? h('input', {
      type: 'checkbox', checked: isTicked, 'aria-label': `选择 ${brief.case_number} 以批量结案`, 'data-tick': brief.id,
      onchange: (event) => onTick(brief.id, event.target.checked),
    })
    : null;
  const main = h('button', { class: 'row-main', type: 'button', onclick: () => onOpen(brief.id) },
    h('span', { class: 'row-top' },
      h('strong', null, caseName(brief)),
      brief.urgency !== 'normal' ? h('span', { class: 'tag', 'data-urgency': brief.urgency }, URGENCIES[brief.urgency]) : null,
      statePill(brief)),
    h('span', { class: 'row-mid' }, whereabouts(brief)),
    h('span', { class: 'row-end' },
      h('span', { class: 'number' }, brief.case_number.slice(-9)), h('span', null, ORIGINS[brief.origin] || brief.origin),
      h('span', null, `${clock(brief.reported_at)} 报`), dueMark(brief)));
  return h('li', {
    class: 'row', 'data-incident': brief.id, 'data-state': brief.state, 'data-due': brief.due_state, 'data-version': String(brief.version),
  }, tick ? h('label', { class: 'row-tick' }, tick) : null, main);
}
