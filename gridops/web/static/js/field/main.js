// The worker's page: signs in, loads what the phone keeps, shows one view at a time by the address's hash,
// and keeps the lists true by the stream. Needs neither map nor charts.

import { requireSession } from '../shared/session.js';
import { clear, fill, h, icon, toast } from '../shared/dom.js';
import { Cases } from './cases.js';
import { Catalogue } from './catalogue.js';
import { Draft } from './draft.js';
import { homeView } from './home_view.js';
import { matterPicker } from './matter_picker.js';
import { Outbox } from './outbox.js';
import { ownView } from './own_view.js';
import { Locator } from './position.js';
import { reportForm } from './report_form.js';
import { sentView } from './sent_view.js';
import { shell } from './shell.js';
import { openStore } from './store.js';
import { follow } from './stream.js';
import { taskView } from './task_view.js';

const root = document.getElementById('app');

function begin(app, matter) {
  if (app.draft.isBegun && !window.confirm('还有一份没写完的上报。确定：不要它，另写一份；取消：接着写它。')) {
    app.locator.forget();
  } else {
    app.draft.begin(matter);
  }
  app.go('#/form');
}

function change(app, matter) {
  app.draft.choose(matter);
  app.go('#/form');
}

// Back into the form with what the service refused; the refusal stored nothing, so the ids may stay.
async function reopen(app, record) {
  const { body } = record;
  app.draft.begin({ service_code: body.service_code, urgency_default: body.urgency });
  Object.assign(app.draft.data, {
    description: body.description, address: body.address || '', photos: record.photos, location: null,
    is_resolved: Boolean(body.resolved_on_site), notes: body.resolved_on_site ? body.resolved_on_site.notes : '',
    occurred_at: body.occurred_at,
  });
  if (record.refusal.code !== 'report-conflict') app.draft.data.client_id = record.client_id;
  app.draft.save();
  await app.outbox.remove(record.client_id);
  app.locator.forget();
  app.go('#/form');
}

const VIEWS = {
  '': (app) => homeView(app),
  new: (app) => { app.locator.start(); return matterPicker(app.catalogue, app.startReport); },
  change: (app) => matterPicker(app.catalogue, (matter) => change(app, matter)),
  form: (app) => reportForm(app) || homeView(app),
  sent: (app, id) => sentView(app, id),
  mine: (app) => ownView(app),
  tasks: (app) => taskView(app),
};
const WITH_LOCATOR = ['new', 'change', 'form'];

function show(app) {
  const [name, id] = window.location.hash.replace(/^#\/?/, '').split('/');
  const view = VIEWS[name] ? name : '';
  if (!WITH_LOCATOR.includes(view)) app.locator.forget();
  app.locator.onChange = () => {};
  app.listener = null;
  fill(app.frame.body, VIEWS[view](app, id));
  app.frame.mark(view);
  window.scrollTo(0, 0);
}

async function makeApp(actor) {
  const store = await openStore(actor.id);
  const app = { actor, store, listener: null };
  app.catalogue = new Catalogue(store, actor.id);
  app.draft = new Draft(store);
  app.outbox = new Outbox(store);
  app.locator = new Locator();
  app.changed = () => { if (app.frame) app.frame.update(); if (app.listener) app.listener(); };
  app.cases = new Cases(actor, {
    onChange: app.changed,
    onTask: (task) => { if (app.cases.isLoaded) toast(`新任务：${task.service_name}`); },
  });
  app.outbox.onChange((record) => {
    if (!record && app.cases.isLoaded) app.outbox.answers.forEach((_, id) => app.cases.want(id));
    app.changed();
  });
  // What a view draws again whenever lists or outbox change; one view is shown at a time.
  app.onShown = (draw) => { app.listener = draw; };
  app.redraw = () => show(app);
  app.go = (hash) => { if (window.location.hash === hash) show(app); else window.location.hash = hash; };
  app.startReport = (matter) => begin(app, matter);
  app.reopen = (record) => reopen(app, record);
  await Promise.all([app.draft.load(), app.outbox.load(), app.catalogue.load()]);
  return app;
}

function failed(problem) {
  const again = h('button', { type: 'button', class: 'primary wide', onclick: () => window.location.reload() },
    icon('refresh'), h('span', null, '再试一次'));
  fill(root, h('div', { class: 'page' }, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message), again));
}

async function start() {
  try {
    const actor = await requireSession(root);
    const app = await makeApp(actor);
    app.frame = shell(app);
    clear(root).appendChild(app.frame.node);
    show(app);
    window.addEventListener('hashchange', () => show(app));
    app.outbox.flush();
    follow(app);
  } catch (problem) {
    failed(problem);
  }
}

start();
