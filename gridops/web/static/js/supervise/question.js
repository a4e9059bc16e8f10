// What is asked: a place (an area or a drawn polygon), a period, classes. Knows the wire's form and the words for it.

import { api } from '../shared/api.js';

export const PAGE_ROWS = 50;

/** The question as it stands; the page changes `area`, `polygon`, `word` (township, village or grid) and `set`. */
export class Question {
  constructor({ period, classes, basis }) {
    Object.assign(this, { period, classes, basis });
    this.set = null; // the boundaries on the map, null for today's
    this.area = null;
    this.polygon = null;
    this.word = 'village';
  }

  get isReady() {
    return Boolean(this.area || this.polygon) && this.period.isValid;
  }

  /** 清洋街道 · 2026-11-01 至 2026-11-22 · 全部类别 */
  sentence() {
    const place = this.polygon ? '手绘范围' : this.area.short_name || this.area.name;
    return [place, this.period.words(), this.classes.words(), this._basisWords()].filter(Boolean).join(' · ');
  }

  /** By which boundaries, as the wire wants it; nothing for today's. */
  basisWire() {
    if (this.basis.value === 'recorded') return { basis: 'recorded' };
    return this.set && this.set.on ? { basis: 'rebased', on: this.set.on } : {};
  }

  _basisWords() {
    if (this.basis.value === 'recorded') return '按上报时的区划';
    return this.set && this.set.on ? `按 ${this.set.on} 起的区划` : null;
  }

  _body(more) {
    const place = this.polygon ? { polygon: this.polygon } : { area: this.area.code };
    return { ...place, ...this.period.wire(), service_codes: this.classes.codes(), ...this.basisWire(), ...more };
  }

  /** One page of the cases behind the figures. */
  async cases(cursor, limit = PAGE_ROWS) {
    const answer = await api.post('/area-queries', this._body({ include: ['incidents'], limit, ...(cursor ? { cursor } : {}) }));
    return answer.incidents;
  }

  /** The whole answer: {total, counts (area and state), classes, indicators, heat, incidents}. */
  async ask() {
    const [whole, classes] = await Promise.all([
      api.post('/area-queries', this._body({
        group_by: [this.word, 'state'], include: ['counts', 'indicators', 'heat', 'incidents'], limit: PAGE_ROWS,
      })),
      api.post('/area-queries', this._body({ group_by: ['service_group', 'service_code'], include: ['counts'] })),
    ]);
    return { ...whole, classes: classes.counts };
  }
}
