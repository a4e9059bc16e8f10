// The answer at the right: what was asked, the total, figures by area, class and state, indicators, the cases.

import { fill, h, toast } from '../shared/dom.js';
import { day } from '../shared/words.js';
import { barList } from './bars.js';
import { areaRows, classRows, stateRows } from './counting.js';
import { asCsv, asGeoJson, exportAddress, gather, MOST_ROWS, saveFile } from './exports.js';
import { indicatorList } from './indicators.js';

const TIME = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: document.documentElement.dataset.zone || undefined,
});
const FORMATS = { xlsx: 'XLSX', csv: 'CSV', geojson: 'GeoJSON' };
const NUMBER = new Intl.NumberFormat('zh-CN');

/** Fills the parts of `element`; `onNarrow(code, name)` hears a click on an area's name. */
export class Results {
  constructor({ element, question, onNarrow }) {
    Object.assign(this, { element, question, onNarrow });
    this.part = (name) => element.querySelector(`[data-part=${name}]`);
  }

  wait(isWaiting) {
    this.element.setAttribute('aria-busy', String(isWaiting));
  }

  say(problem) {
    const place = this.part('problem');
    place.hidden = !problem;
    place.textContent = problem ? problem.words || problem.message : '';
  }

  show(answer) {
    this.element.dataset.ready = 'true';
    this.part('asked').textContent = this.question.sentence();
    this.part('as-of').textContent = `数据截至 ${TIME.format(new Date())}`;
    const total = this.part('total');
    total.dataset.total = String(answer.total);
    total.textContent = NUMBER.format(answer.total);
    fill(this.part('by-area'), barList(areaRows(answer.counts, this.question.word, this.onNarrow), { name: 'area' }));
    const opened = new Set([...this.part('by-class').querySelectorAll('details[open]')].map((d) => d.dataset.open));
    fill(this.part('by-class'), barList(classRows(answer.classes), { name: 'class' }));
    this.part('by-class').querySelectorAll('details').forEach((d) => { d.open = opened.has(d.dataset.open); });
    fill(this.part('by-state'), barList(stateRows(answer.counts), { name: 'state' }));
    const shown = new Set([...this.part('indicators').querySelectorAll('details[open]')].map((d) => d.parentElement.dataset.indicator));
    fill(this.part('indicators'), indicatorList(answer.indicators));
    this.part('indicators').querySelectorAll('details').forEach((d) => { d.open = shown.has(d.parentElement.dataset.indicator); });
    this._offerExports(answer.total);
  }

  _offerExports(total) {
    const { question } = this;
    const over = total > MOST_ROWS ? h('small', null, `一次最多导出 ${NUMBER.format(MOST_ROWS)} 件，请缩短期间分次导出`) : null;
    // A workbook is written by the service alone, and it lists cases by area.
    const forms = question.polygon ? ['csv', 'geojson'] : ['xlsx', 'csv', 'geojson'];
    const links = forms.map((format) => {
      const words = `导出 ${FORMATS[format]}`;
      if (question.polygon) {
        return h('button', { type: 'button', class: 'small', 'data-export': format, disabled: total === 0, onclick: (event) => this._export(format, event.target) }, words);
      }
      const href = exportAddress({ area: question.area.code, period: question.period, codes: question.classes.codes(), basis: question.basisWire(), format });
      return h('a', { class: 'button small', href, download: '', 'data-export': format }, words);
    });
    // Cases inside a drawn polygon are gathered here and carry the grids they stand in today.
    const grids = question.polygon && question.basisWire().on ? '；手绘范围导出的是案件现在的网格' : '';
    fill(this.part('exports'), links, over, h('small', null, `受限事件不导出${grids}`));
  }

  async _export(format, button) {
    button.disabled = true;
    try {
      const incidents = await gather((cursor) => this.question.cases(cursor, 500));
      const isTable = format === 'csv';
      const how = { isRecorded: this.question.basis.value === 'recorded' };
      saveFile(isTable ? asCsv(incidents, how) : asGeoJson(incidents, how), {
        name: `incidents-${day()}.${format}`, type: isTable ? 'text/csv;charset=utf-8' : 'application/geo+json',
      });
    } catch (problem) {
      toast(problem.words || problem.message, 'danger');
    } finally {
      button.disabled = false;
    }
  }
}
