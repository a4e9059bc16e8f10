// The supervisor's page: a question at the left, the map in the middle, the answer at the right; it follows the stream.

import { io } from 'socket.io-client';
import { fill, h } from '../shared/dom.js';
import { LiveStream } from '../shared/live.js';
import { ConnectionMark } from '../desk/connection.js';
import { TerritoryMap } from '../desk/map.js';
import { loadMatters } from '../desk/matters.js';
import { openDesk, throttled } from '../desk/page.js';
import { areaAsked, keepMode, keepQuestion, readQuestion } from './asked.js';
import { BasisChoice } from './basis.js';
import { CaseTable } from './case_table.js';
import { Classes } from './classes.js';
import { areaToNarrow, useDates } from './dated.js';
import { Period } from './period.js';
import { areaCard, Place } from './place.js';
import { Question } from './question.js';
import { Results } from './results.js';
import { Shading } from './shading.js';

const FOLLOW_MS = 2500;
const find = (part) => document.querySelector(`[data-part=${part}]`);

/** Asks and shows; whatever was asked later wins. */
class Desk {
  constructor({ question, results, table }) {
    Object.assign(this, { question, results, table });
    this.shading = null;
    this.answer = null;
    this.round = 0;
    this.askSoon = throttled(() => this.ask(), 60);
    this.followSoon = throttled(() => this.ask({ isFollowing: true }), FOLLOW_MS);
  }

  async ask({ isFollowing = false } = {}) {
    if (!this.question.isReady) return;
    this.round += 1;
    const round = this.round;
    this.results.wait(!isFollowing);
    if (!isFollowing) keepQuestion(this.question);
    try {
      const answer = await this.question.ask();
      if (round !== this.round) return;
      this.answer = answer;
      this.results.say(null);
      this.results.show(answer);
      if (!isFollowing || this.table.isFirstPage) this.table.show(answer.incidents);
      this.shade();
    } catch (problem) {
      if (round === this.round && !isFollowing) this.results.say(problem);
    } finally {
      if (round === this.round) this.results.wait(false);
    }
  }

  shade() {
    if (this.shading && this.answer) this.shading.show({ counts: this.answer.counts, heat: this.answer.heat, level: this.question.word });
  }
}

function bindSwitch(name, value, onChoose) {
  const buttons = [...document.querySelectorAll(`[data-switch=${name}] button`)];
  buttons.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.value === value)));
  for (const button of buttons) {
    button.addEventListener('click', () => {
      buttons.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      onChoose(button.dataset.value);
    });
  }
}

function follow(desk, period) {
  const mark = new ConnectionMark(find('connection'));
  const heard = () => {
    period.renew();
    if (period.includesNow) desk.followSoon();
  };
  const stream = new LiveStream({ io, onEvent: heard, onState: (state) => mark.set(state), onResync: heard });
  mark.watch(stream);
  stream.start();
}

function useMap({ map, desk, place, narrow, mode }) {
  if (!map.isUsable) return;
  desk.shading = new Shading({
    map, legend: find('legend'),
    onArea: (area, { lng, lat }) => {
      const popup = map.popup({ lon: lng, lat }, areaCard(area, () => {
        popup.remove();
        narrow(area.code);
      }));
    },
  });
  desk.shading.setMode(mode);
  place.useMap();
  if (desk.question.set) map.showSet(desk.question.set.tiles);
  desk.shade();
}

async function start() {
  const { actor, areas, bounds } = await openDesk();
  const asked = readQuestion();
  const map = new TerritoryMap(find('map'));
  const opening = map.open(bounds || undefined);
  const matters = await loadMatters();
  let desk = null;
  const onChange = () => desk.askSoon();
  const period = new Period({ element: find('period'), onChange });
  const classes = new Classes({ element: find('classes'), matters, onChange });
  const basis = new BasisChoice({
    element: find('basis'),
    onChange: () => {
      place.leaveOldArea();
      onChange();
    },
  });
  const question = new Question({ period, classes, basis });
  question.word = asked.word;
  period.use(asked);
  classes.use(asked.codes);
  basis.use(asked.basis);
  const table = new CaseTable({ element: find('cases'), load: (cursor) => question.cases(cursor), matters, map });
  const narrow = async (code) => {
    const area = await areaToNarrow(code, question);
    if (area) place.chooseArea(area);
  };
  const results = new Results({ element: find('results'), question, onNarrow: narrow });
  desk = new Desk({ question, results, table });
  const place = new Place({
    map, roots: areas, find,
    onPlace: ({ area, polygon }) => {
      Object.assign(question, { area, polygon });
      desk.askSoon();
    },
  });
  bindSwitch('word', asked.word, (word) => { question.word = word; desk.ask(); });
  bindSwitch('shade', asked.mode, (mode) => {
    keepMode(mode);
    if (desk.shading) desk.shading.setMode(mode);
  });
  document.querySelector('[data-action=ask]').addEventListener('click', () => desk.ask());
  const dates = useDates({ actor, areas, question, place, map, find, on: asked.on })
    .catch(() => results.say({ words: '区划日期暂时读不出来，其余功能照常可用。' }));
  // An area of another day is known once the days are.
  if (asked.on || asked.basis === 'recorded') await dates;
  const first = areas.length ? await areaAsked(asked, areas, question) : null;
  if (asked.polygon) place.usePolygon(asked.polygon, first);
  else if (first) place.chooseArea(first);
  else results.say({ words: '您的账号没有可查询的区域。' });
  follow(desk, period);
  await opening;
  useMap({ map, desk, place, narrow, mode: asked.mode });
}

start().catch((problem) => {
  fill(find('problem'), `页面没有准备好：${problem.words || problem.message} `, h('button', { type: 'button', onclick: () => window.location.reload() }, '重新载入'));
  find('problem').hidden = false;
});
