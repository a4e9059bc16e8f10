// Boundary sets with their dates and what may be done with each: shown, compared, put in force, taken away as files.

import { api } from '../../shared/api.js';
import { fill, h, toast } from '../../shared/dom.js';
import { field, problemPlace, whileBusy } from '../../desk/forms.js';
import { DateSlider } from '../../desk/date_slider.js';
import { openDialog } from '../../desk/dialog.js';
import { dayFrom } from '../choices.js';
import { openDownload } from './download.js';
import { comparison } from './comparison.js';
import { defectList, pointAt } from './defects.js';
import { firstDay } from './first_day.js';
import { postSlow } from './file_form.js';
import { countsWord, stateOf, stateWord } from './words.js';

const ORDER = { draft: 0, coming: 1, in_force: 2, past: 3, retired: 4 };

function dates(set) {
  if (!set.valid_from) return '未定日期';
  return set.valid_to ? `${set.valid_from} 至 ${set.valid_to}（不含）` : `${set.valid_from} 起`;
}

/**
 * `dates` is where the slider over the sets' days stands. `onDrafts(drafts)` hears which there are, `onChoose(name)`
 * that a layer is to be imported into one.
 */
export class SetsView {
  constructor({ place, dates, ground, onDrafts, onChoose }) {
    Object.assign(this, { place, dates, ground, onDrafts, onChoose, sets: [] });
  }

  async load() {
    const { items } = await api.get('/boundary-sets');
    this.sets = items;
    const today = dayFrom();
    const shown = items.map((set) => ({ ...set, now: stateOf(set, today) })).sort((a, b) => ORDER[a.now] - ORDER[b.now]);
    this.onDrafts(shown.filter((set) => set.now === 'draft'));
    this._slide(items.filter((set) => set.state === 'in_force'));
    fill(this.place,
      h('div', { class: 'line wrap' }, h('p', { class: 'hint grow' }, '一个版本是某日起的全套边界。改动先做成草稿，比较清楚后按日期启用。'),
        h('button', { type: 'button', class: 'small primary', onclick: () => this._begin() }, '新建草稿')),
      items.length ? shown.map((set) => this._card(set)) : h('p', { class: 'empty' }, '还没有边界版本。先用「导入文件」载入区县、镇街、村社区和网格。'));
    return this;
  }

  _slide(dated) {
    this.dates.hidden = dated.length === 0;
    if (!dated.length) return;
    this.slider = new DateSlider({
      element: this.dates, sets: dated,
      onChoose: (set) => {
        this.ground.clear();
        this.ground.showSet(set);
      },
    });
  }

  /** The day before which no new set may begin. */
  get firstDay() {
    const last = this.sets.filter((set) => set.state === 'in_force').map((set) => set.valid_from).sort().pop();
    const tomorrow = dayFrom(1);
    if (!last || last < dayFrom()) return tomorrow;
    return new Date(Date.parse(`${last}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);
  }

  _card(set) {
    const detail = h('div', { class: 'set-detail', 'aria-live': 'polite' });
    const say = problemPlace();
    const act = (words, work, name = '') => {
      const button = h('button', { type: 'button', class: `small ${name}`, onclick: () => whileBusy(button, say, () => work(detail)) }, words);
      return button;
    };
    const isDraft = set.now === 'draft';
    const isFirst = set.state === 'in_force' && !this.sets.some((other) => other.state === 'in_force' && other.valid_from < set.valid_from);
    return h('article', { class: 'panel set', 'data-set': set.name },
      h('div', { class: 'panel-head' }, h('h3', null, set.name), h('span', { class: 'tag', 'data-state': set.now }, stateWord(set.now))),
      h('p', null, dates(set), set.source ? h('small', null, ` · 来源：${set.source}`) : null),
      h('p', { class: 'hint' }, countsWord(set.counts)),
      set.notice ? h('p', { class: 'hint' }, set.notice) : null,
      h('div', { class: 'line wrap' },
        act('在地图上看', async () => { this.ground.clear(); this.ground.showSet(set); }),
        isDraft ? act('导入图层', async () => this.onChoose(set.name)) : null,
        isDraft ? act('整套检查', (place) => this._check(set, place)) : null,
        set.now === 'retired' || isFirst ? null : act('与之前比较', (place) => this._compare(set, place)),
        isDraft || isFirst ? null : act('启用情况', async (place) => fill(place, await firstDay(set))),
        act('下载', async () => openDownload(set)),
        isDraft ? act('启用…', async () => this._putInForce(set), 'primary') : null,
        set.now === 'coming' ? act('撤回…', async () => this._takeBack(set), 'quiet') : null,
        isDraft ? act('删除草稿', async () => this._discard(set), 'quiet') : null),
      say.element, detail);
  }

  async _check(set, place) {
    fill(place, h('p', { class: 'hint' }, '正在逐层检查…'));
    const response = await api.raw('GET', `/admin/geodata/sets/${set.id}/defects`, { timeoutMs: 600000 });
    const found = await response.json();
    fill(place, defectList(found, this.ground));
    this.ground.showFile(null, found.report, (n) => pointAt(place, n));
    this.ground.showSet(set);
  }

  async _compare(set, place) {
    fill(place, h('p', { class: 'hint' }, '正在比较…'));
    this.ground.clear();
    this.ground.showSet(set);
    try {
      fill(place, await comparison(set, { sets: this.sets, ground: this.ground, from: set.valid_from || this.firstDay }));
    } catch (problem) {
      fill(place);
      throw problem;
    }
  }

  _begin() {
    this._ask({
      title: '新建草稿', submit: '新建',
      parts: [field('名称', 'name', h('input', { name: 'name', required: true, maxlength: '200' }), '最后一个版本的全部图层会复制进来，只需替换有改动的图层')],
      send: (form) => postSlow('/admin/geodata/drafts', { name: form.name.value.trim() }),
      done: (made) => `已新建草稿「${made.name}」`,
    });
  }

  _putInForce(set) {
    const day = h('input', { type: 'date', name: 'day', required: true, min: this.firstDay, value: this.firstDay });
    this._ask({
      title: `启用「${set.name}」`, submit: '按此日期启用',
      parts: [field('启用日期', 'from', day, '当日零点起生效，之前的版本到此为止'),
        h('p', { class: 'notice' }, '启用后不能再改。当天系统会自动调整处置力量、人员范围和未结事件的归属，拿不准的会列出来。')],
      send: () => postSlow(`/admin/geodata/sets/${set.id}/put-in-force`, { valid_from: day.value }),
      done: (made) => `「${made.name}」将于 ${made.valid_from} 启用`,
    });
  }

  _takeBack(set) {
    this._ask({
      title: `撤回「${set.name}」`, submit: '撤回',
      parts: [h('p', { class: 'notice' }, '启用日期之前可以撤回：之前的版本继续有效，内容转为一份新草稿，可以改好再启用。'),
        field('新草稿名称', 'name', h('input', { name: 'name', required: true, maxlength: '200', value: `${set.name}（撤回）` }))],
      send: (form) => postSlow(`/admin/geodata/sets/${set.id}/take-back`, { name: form.name.value.trim() }),
      done: (made) => `已撤回，内容在草稿「${made.name}」`,
    });
  }

  async _discard(set) {
    if (!window.confirm(`删除草稿「${set.name}」和其中的全部图层？`)) return;
    await api.del(`/admin/geodata/sets/${set.id}`);
    toast(`已删除草稿「${set.name}」`);
    await this.load();
  }

  _ask({ title, parts, submit, send, done }) {
    const say = problemPlace();
    const button = h('button', { type: 'submit', class: 'primary' }, submit);
    const form = h('form', null, parts, say.element, h('div', { class: 'form-end' }, button));
    const dialog = openDialog({ title, content: form, name: 'set' });
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const made = await whileBusy(button, say, () => send(form.elements));
      if (!made) return;
      dialog.close();
      toast(done(made));
      await this.load();
    });
  }
}
