// One village or community redrawn from a file: all its grids at once, in force from a day on, or nothing at all.

import { api, query } from '../../shared/api.js';
import { fill, h, toast } from '../../shared/dom.js';
import { field, whileBusy } from '../../desk/forms.js';
import { dayFrom } from '../choices.js';
import { defectList, pointAt } from './defects.js';
import { FileForm, fileProblemPlace, postSlow } from './file_form.js';
import { defectWord } from './words.js';

/** `onDone()` hears that there is a new set. */
export class RedrawForm {
  constructor({ place, ground, onDone }) {
    Object.assign(this, { place, ground, onDone });
    this.file = new FileForm();
    this.found = h('datalist', { id: 'found-villages' });
    this.village = h('input', { name: 'village', required: true, list: 'found-villages', autocomplete: 'off', maxlength: '200' });
    this.set = h('input', { name: 'set', required: true, maxlength: '200' });
    this.day = h('input', { name: 'day', type: 'date', required: true, min: dayFrom(), value: dayFrom(1) });
    this.waiving = h('div');
    this.say = fileProblemPlace(this.file);
    this.answer = h('div', { 'aria-live': 'polite' });
    this.button = h('button', { type: 'submit', class: 'primary' }, '检查并重划');
    const form = h('form', null,
      h('p', { class: 'hint' }, '文件里是这个村社区的全部网格，合起来要正好等于它现在的范围。没有编码的网格由系统接着编号。有任何错误就什么也不改。'),
      field('村或社区', 'village or community', this.village, '输入名称、拼音首字母或代码，从提示中选'), this.found,
      this.file.parts,
      h('div', { class: 'pair' }, field('新版本名称', 'name of the new set', this.set, '如：银河社区 2027 年重划'), field('启用日期', 'from', this.day, '当日零点起生效')),
      this.waiving, this.say.element, h('div', { class: 'line end' }, this.button));
    this.village.addEventListener('input', () => this._search());
    this.village.addEventListener('change', () => this._mark());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    fill(place, form, this.answer);
  }

  /** No set begins before the last one. */
  setFirstDay(day) {
    this.day.min = day;
    if (this.day.value < day) this.day.value = day;
  }

  get code() {
    return this.village.value.trim().split(/\s+/)[0];
  }

  async _search() {
    const q = this.village.value.trim();
    if (!q || /^\d{12}/.test(q)) return;
    const page = await api.get(`/areas${query({ q, level: 'village', limit: 12 })}`).catch(() => ({ items: [] }));
    fill(this.found, page.items.map((area) => h('option', { value: `${area.code} ${area.name}` })));
  }

  async _mark() {
    if (!/^\d{12}$/.test(this.code)) return;
    const area = await api.get(`/areas/${this.code}`).catch(() => null);
    this.ground.mark(area && area.geometry);
  }

  async send() {
    fill(this.answer);
    const done = await whileBusy(this.button, { say: (problem) => this._say(problem) }, async () => {
      const upload = await this.file.sent();
      const waivers = {};
      this.waiving.querySelectorAll('input').forEach((input) => { waivers[input.name] = input.value.trim(); });
      return postSlow('/admin/geodata/redraws', {
        upload: upload.id, village_code: this.code, set: this.set.value.trim(), valid_from: this.day.value, waivers, ...this.file.options(),
      });
    });
    if (!done) return;
    toast(`已重划，${done.valid_from} 起生效`);
    fill(this.waiving);
    this.ground.clear();
    this.onDone();
  }

  /** A refusal with its defects: shown on the map, and what is only a warning may be waived. */
  _say(problem) {
    const found = problem && problem.document && problem.document.defects;
    this.say.say(found ? { words: '没有重划：文件与现有范围对不上，见下。' } : problem);
    if (!found) return;
    fill(this.answer, h('section', { class: 'panel' }, h('h3', null, '检查结果'), defectList(found, this.ground)));
    const kinds = found.errors ? [] : Object.keys(found.warnings);
    fill(this.waiving, kinds.map((kind) => field(`豁免「${defectWord(kind)}」${found.warnings[kind]} 处的理由`, kind, h('input', { name: kind, required: true, maxlength: '500' }))));
    this.ground.showFile(null, found.report, (n) => pointAt(this.answer, n));
  }
}
