// The governance centre's page: puts snapshot, stream, map, queue and card together.

import { io } from 'socket.io-client';
import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { LiveStream } from '../shared/live.js';
import { day } from '../shared/words.js';
import { ConnectionMark } from '../desk/connection.js';
import { TerritoryMap } from '../desk/map.js';
import { loadMatters } from '../desk/matters.js';
import { openDesk } from '../desk/page.js';
import { readAddress, writeAddress } from '../parts/address.js';
import { openBatchClose } from './batch_close.js';
import { CaseCard } from './card.js';
import { CaseLayer } from './case_layer.js';
import { showCounters } from './counters.js';
import { bindKeys, showHelp } from './keys.js';
import { Queue } from './queue.js';
import { RegisterForm } from './register.js';
import { Side } from './side.js';
import { CaseStore } from './store.js';
import { openUnitPanel } from './unit_panel.js';
import { UnitDirectory } from './units.js';

const find = (selector) => document.querySelector(selector);

function startStream(store, mark) {
  const takeSnapshot = async () => {
    const snapshot = await api.get('/snapshot');
    store.load(snapshot);
    return snapshot.cursor;
  };
  const stream = new LiveStream({ io, onEvent: (event) => store.take(event), onState: (state) => mark.set(state), onResync: takeSnapshot });
  mark.watch(stream);
  // The figures of today begin anew at midnight.
  let today = day();
  setInterval(async () => {
    if (day() === today) return;
    today = day();
    stream.start(await takeSnapshot());
  }, 30000);
  return { stream, takeSnapshot };
}

function bindBatch(queue, store) {
  const bar = find('[data-part=batch]');
  const count = bar.querySelector('[data-part=ticked]');
  bar.querySelector('[data-action=tick-all]').addEventListener('click', () => queue.tickAll());
  bar.querySelector('[data-action=untick-all]').addEventListener('click', () => queue.untick([...queue.ticked]));
  bar.querySelector('[data-action=batch-close]').addEventListener('click', () => {
    const briefs = [...queue.ticked].map((id) => store.cases.get(id)).filter(Boolean);
    if (briefs.length) openBatchClose({ briefs, store, onDone: (ids) => queue.untick(ids) });
  });
  return (ids) => {
    bar.hidden = ids.length === 0;
    count.textContent = String(ids.length);
  };
}

function buildDesk({ actor, areas, matters, store, map, units }) {
  const desk = { actor, areas, matters, store, map, units, layer: null, queue: null };
  const side = new Side(find('[data-part=side]'));
  const card = new CaseCard({ element: find('[data-side=card]'), side, desk });
  let showTicked = () => {};
  desk.openCase = (id) => card.open(id);
  desk.queue = new Queue({
    element: find('[data-part=queue]'), store, matters: matters.byCode, onOpen: desk.openCase, onTicked: (ids) => showTicked(ids),
  });
  showTicked = bindBatch(desk.queue, store);
  desk.onChosen = (id) => {
    desk.queue.choose(id);
    writeAddress({ case: id });
    if (desk.layer) desk.layer.choose(id);
  };
  const register = new RegisterForm({ element: find('[data-side=register]'), side, desk, onDone: (incident) => card.open(incident.id) });
  find('[data-action=register]').addEventListener('click', () => register.open());
  const openUnits = () => openUnitPanel({ units, store });
  find('[data-action=units]').addEventListener('click', openUnits);
  bindKeys({ side, card, register, search: find('[data-part=search]'), queue: desk.queue, openUnits });
  window.addEventListener('beforeunload', (event) => { if (card.isTyped || register.isTyped) event.preventDefault(); });
  desk.showPlace = () => card.showPlace();
  return desk;
}

async function start() {
  const { actor, areas, bounds } = await openDesk();
  showHelp(find('[data-part=help]'));
  const store = new CaseStore();
  const units = new UnitDirectory(store);
  const map = new TerritoryMap(find('[data-part=map]'));
  const opening = map.open(bounds || undefined);
  showCounters(find('[data-part=counters]'), store);
  const { stream, takeSnapshot } = startStream(store, new ConnectionMark(find('[data-part=connection]')));
  const [matters, cursor] = await Promise.all([loadMatters(), takeSnapshot()]);
  const desk = buildDesk({ actor, areas, matters, store, map, units });
  desk.queue.draw();
  stream.start(cursor);
  find('[data-action=register]').disabled = false;
  // A case that was asked for is there at once; the map comes to it when it is ready.
  const wanted = readAddress().case;
  if (wanted) desk.openCase(wanted);
  await opening;
  if (!map.isUsable) return;
  desk.layer = new CaseLayer({ map, store, onOpen: desk.openCase });
  desk.layer.choose(desk.queue.chosen || null);
  desk.showPlace();
}

start().catch((problem) => {
  fill(find('[data-part=more]'), h('p', { class: 'problem', role: 'alert' }, `页面没有准备好：${problem.words || problem.message}`),
    h('button', { type: 'button', onclick: () => window.location.reload() }, '重新载入'));
});
