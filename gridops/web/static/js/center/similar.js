// Cases that may be the same thing as the one being registered: shown before it is sent, never decided here.

import { api, query } from '../shared/api.js';
import { clear, h } from '../shared/dom.js';
import { clock } from '../shared/words.js';
import { statePill } from '../desk/case_view.js';

/** `element` to be placed; `look(matter, point)` asks anew. */
export class SimilarCases {
  constructor({ onOpen }) {
    this.onOpen = onOpen;
    this.round = 0;
    this.element = h('div', { class: 'similar', hidden: true });
  }

  async look(matter, point) {
    this.round += 1;
    const round = this.round;
    this.element.hidden = true;
    if (!matter || !point) return;
    try {
      const { items } = await api.get(`/incidents/similar${query({ ...point, coord_sys: 'cgcs2000', service_code: matter.service_code })}`);
      if (round === this.round && items.length) this._show(items);
    } catch (problem) {
      // Only a hint: a registration must never wait for it.
      this.element.hidden = true;
    }
  }

  _show(items) {
    clear(this.element).append(h('p', null, `附近已有 ${items.length} 件同类未结事件，先看看是不是同一件：`),
      h('ul', null, items.slice(0, 5).map((incident) => h('li', { class: 'line' }, statePill(incident),
        h('button', { class: 'quiet small', type: 'button', onclick: () => this.onOpen(incident.id) }, `${incident.case_number.slice(-9)}　${clock(incident.reported_at)} 报`)))));
    this.element.hidden = false;
  }
}
