// Where it happened, on the form: the phone's own fix with its datum and accuracy, or a point chosen by hand.

import { api, query } from '../shared/api.js';
import { both, fill, h, icon } from '../shared/dom.js';

const ROUGH_M = 100;
// Beyond this a fix says nothing of the grid: the pin is asked for.
const VAGUE_M = 200;
const DATUMS = { wgs84: 'WGS-84', cgcs2000: 'CGCS2000' };

// 福山区 清洋街道 南关社区 第五网格 without its district.
export function shortGrid(name) {
  return (name || '').split(' ').slice(-3).join(' ');
}

async function gridWords(location) {
  const asked = { lon: location.lon, lat: location.lat, coord_sys: location.coord_sys, accuracy_m: location.accuracy_m };
  const found = await api.get(`/locate${query(asked)}`);
  return found.grid.name ? shortGrid(found.grid.name) : '不在任何网格内，仍可上报，由中心核对';
}

function howFound(location) {
  const datum = DATUMS[location.coord_sys];
  if (location.source === 'manual') return `手动选点 · ${datum}`;
  return `手机定位 · ${datum} · 误差约 ${Math.round(location.accuracy_m)} 米`;
}

export class PlaceField {
  // draft: its location is read and set; locator: the phone's; onChange() after every change.
  constructor({ draft, locator, onChange }) {
    this.draft = draft;
    this.locator = locator;
    this.onChange = onChange;
    this.words = '';
    this.asked = '';
    this.said = h('div', { class: 'place-said', role: 'status' });
    this.picking = h('div', { class: 'place-picking', hidden: true });
    this.node = h('div', { class: 'place', dataset: { place: '' } }, this.said,
      h('div', { class: 'row' },
        h('button', { type: 'button', dataset: { action: 'locate' }, onclick: () => this.locate() }, icon('refresh'), h('span', null, '重新定位')),
        h('button', { type: 'button', dataset: { action: 'pick-place' }, onclick: () => this.pick() }, icon('map'), h('span', null, '地图选点'))),
      this.picking);
    locator.onChange = () => this.takeFix();
    this.takeFix();
  }

  locate() {
    this.draft.location = null;
    this.showPicking(false);
    this.locator.start();
  }

  takeFix() {
    const { fix } = this.locator;
    // A point set by hand is meant; a later fix must not move it.
    if (fix && !(this.draft.location && this.draft.location.source === 'manual')) this.set(fix);
    else this.draw();
  }

  set(location) {
    this.draft.location = location;
    this.onChange();
    this.draw();
    this.askGrid(location);
  }

  async askGrid(location) {
    const key = `${location.lon},${location.lat}`;
    if (this.asked === key) return;
    this.asked = key;
    this.words = '正在查网格…';
    this.draw();
    let words;
    try {
      words = await gridWords(location);
    } catch (problem) {
      words = problem.code === 'out-of-extent' ? '这个位置在辖区 20 公里以外，请重新选点' : '网格由服务器收到后查找';
    }
    if (this.asked !== key) return;
    this.words = words;
    this.draw();
  }

  draw() {
    const { location } = this.draft;
    const { isBusy, problem } = this.locator;
    if (!location) {
      fill(this.said, isBusy
        ? h('p', { class: 'place-busy' }, icon('pin'), h('span', null, both('正在定位…', 'locating')))
        : h('p', { class: 'notice' }, problem || '还没有位置。'));
      return;
    }
    const isMeasured = location.source !== 'manual';
    const isVague = isMeasured && !(location.accuracy_m <= VAGUE_M);
    const isRough = isMeasured && !isVague && location.accuracy_m > ROUGH_M;
    fill(this.said,
      h('p', { class: 'place-grid' }, icon('pin'), h('strong', null, this.words || '已定位')),
      h('p', { class: 'place-how', dataset: { datum: location.coord_sys } }, howFound(location),
        isBusy ? '，正在提高精度…' : ''),
      isVague ? h('p', { class: 'notice', dataset: { needsPin: '' } }, '定位太粗，分不清在哪个网格。请点“地图选点”，在图上点准。') : null,
      isRough && !isBusy ? h('p', { class: 'notice' }, '定位较粗，最好在地图上点准。') : null);
  }

  // While a point is chosen the form's own button steps aside.
  showPicking(isShown) {
    this.picking.hidden = !isShown;
    const form = this.node.closest('.form');
    if (form) form.classList.toggle('is-picking', isShown);
  }

  // The map and all it needs is loaded only now.
  async pick() {
    if (!this.picking.hidden) {
      this.showPicking(false);
      return;
    }
    this.showPicking(true);
    fill(this.picking, h('p', { class: 'place-busy' }, '正在打开地图…'));
    const bringUp = () => this.picking.scrollIntoView({ block: 'center' });
    const done = (point) => {
      this.showPicking(false);
      this.locator.stop();
      this.set(Object.assign({ coord_sys: 'cgcs2000', source: 'manual' }, point));
    };
    try {
      const { pinMap } = await import('./pin_map.js');
      await pinMap(this.picking, this.draft.location || this.locator.fix, done);
      bringUp();
    } catch (error) {
      const { areaChooser } = await import('./area_chooser.js');
      await areaChooser(this.picking, done);
      bringUp();
    }
  }
}
