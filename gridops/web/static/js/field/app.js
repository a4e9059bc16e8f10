// @ts-check
// What the views share: the phone's store, the draft, the outbox, the lists, and how one goes from view to view.

import { confirmed } from '../parts/dialog.js';
import { toast } from '../parts/toasts.js';
import { t } from '../shared/language.js';
import { useEffect, useReducer } from '../shared/ui.js';
import { Cases } from './cases.js';
import { Catalogue } from './catalogue.js';
import { Draft } from './draft.js';
import { Outbox } from './outbox.js';
import { Locator } from './position.js';
import { openStore } from './store.js';

/** @typedef {import('./types').App} App */

/** @param {App} app @param {import('./types').Matter} matter */
async function begin(app, matter) {
  const isToGo =
    app.draft.isBegun &&
    !(await confirmed({
      title: t('还有一份没写完的上报'),
      text: t('另写一份，没写完的就不要了。'),
      yes: t('不要它，另写一份'),
    }));
  if (isToGo) app.locator.forget();
  else app.draft.begin(matter);
  app.go('#/form');
}

/** Back into the form with what the service refused; the refusal stored nothing, so the ids may stay.
 * @param {App} app @param {import('./types').Waiting} record */
async function reopen(app, record) {
  const { body } = record;
  const data = app.draft.begin({ service_code: body.service_code, urgency_default: body.urgency });
  Object.assign(data, {
    description: body.description,
    address: body.address || '',
    photos: record.photos,
    location: null,
    is_resolved: Boolean(body.resolved_on_site),
    notes: body.resolved_on_site ? body.resolved_on_site.notes : '',
    occurred_at: body.occurred_at,
  });
  if (record.refusal && record.refusal.code !== 'report-conflict') data.client_id = record.client_id;
  app.draft.save();
  await app.outbox.remove(record.client_id);
  app.locator.forget();
  app.go('#/form');
}

/** @param {import('./types').Actor} actor @returns {Promise<App>} */
export async function makeApp(actor) {
  const store = await openStore(actor.id);
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const changed = () => {
    for (const hear of Array.from(listeners)) hear();
  };
  const cases = new Cases(actor, {
    onChange: changed,
    onTask: (task) => {
      if (cases.isLoaded) toast(t('新任务：{name}', { name: task.service_name }));
    },
  });
  /** @type {App} */
  const app = {
    actor,
    store,
    cases,
    catalogue: new Catalogue(store, actor.id),
    draft: new Draft(store),
    outbox: new Outbox(store),
    locator: new Locator(changed),
    connection: 'connecting',
    changed,
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    go(hash) {
      if (window.location.hash === hash) changed();
      else window.location.hash = hash;
    },
    startReport: (matter) => begin(app, matter),
    reopen: (record) => reopen(app, record),
  };
  app.outbox.onChange((record) => {
    if (!record && cases.isLoaded) {
      for (const id of Array.from(app.outbox.answers.keys())) cases.want(id);
    }
    changed();
  });
  await Promise.all([app.draft.load(), app.outbox.load(), app.catalogue.load()]);
  return app;
}

/** Draws the component anew whenever lists, outbox, draft or position change.
 * @param {App} app */
export function useChanges(app) {
  const [, renew] = useReducer((/** @type {number} */ n) => n + 1, 0);
  useEffect(() => app.listen(() => renew(/** @type {any} */ (null))), [app]);
}
