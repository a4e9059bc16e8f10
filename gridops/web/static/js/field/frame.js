// @ts-check
// The frame around every view: title, connection, who is signed in, the three tabs at the foot; and which view is shown.

import { openAccount } from '../parts/account.js';
import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';
import { LanguageSwitch } from '../parts/language_switch.js';
import { listed, t, word } from '../shared/language.js';
import { signOut } from '../shared/session.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';
import { useChanges } from './app.js';
import { HomeView } from './home_view.js';
import { MatterPicker } from './matter_picker.js';
import { OwnView } from './own_view.js';
import { ReportForm } from './report_form.js';
import { SentView } from './sent_view.js';
import { TaskView } from './task_view.js';

/** @typedef {import('./types').App} App */

/** @type {Record<string, (props: { app: App, id: string }) => any>} */
const VIEWS = {
  '': HomeView,
  new: ({ app }) => html`<${MatterPicker} app=${app} onChoose=${app.startReport} />`,
  change: ({ app }) =>
    html`<${MatterPicker} app=${app} onChoose=${(/** @type {any} */ matter) => {
      app.draft.choose(matter);
      app.go('#/form');
    }} />`,
  form: ReportForm,
  sent: SentView,
  mine: OwnView,
  tasks: TaskView,
};
const WITH_LOCATOR = ['new', 'change', 'form'];
/** Views that stand below the first tab. */
const BELOW_HOME = ['new', 'change', 'form', 'sent'];

/** @param {string} hash */
function viewOf(hash) {
  const [name, id] = hash.replace(/^#\/?/, '').split('/');
  return { view: VIEWS[name] ? name : '', id: id || '' };
}

/** @param {App} app */
async function leave(app) {
  const n = app.outbox.records.length;
  const text = n ? t('还有 {n} 份没有送达，换人登录后要等您回来才会发送。', { n }) : '';
  if (await confirmed({ title: t('退出登录'), text, yes: t('退出') })) signOut();
}

/** @param {{ app: App }} props */
function Account({ app }) {
  const menu = useRef(/** @type {HTMLDetailsElement | null} */ (null));
  useEffect(() => {
    /** @param {Event} event */
    const close = (event) => {
      const isInside = menu.current && event.target instanceof Node && menu.current.contains(event.target);
      const isKey = event instanceof KeyboardEvent;
      if (menu.current && (isKey ? event.key === 'Escape' : !isInside)) menu.current.open = false;
    };
    document.addEventListener('click', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('click', close);
      document.removeEventListener('keydown', close);
    };
  }, []);
  return html`<details class="account" ref=${menu}>
    <summary aria-label=${t('账号')}><${Icon} name="user" /></summary>
    <div class="account-card">
      <strong>${app.actor.name}</strong>
      <p class="case-sub">${listed(app.actor.roles.map((role) => word('role', role)))}</p>
      ${!app.store.isLasting && html`<p class="notice">${t('浏览器不允许保存：关掉本页，未发送的会丢失。')}</p>`}
      <${LanguageSwitch} />
      <button type="button" class="wide" data-action="account" onClick=${() => openAccount(app.actor)}>${t('账号与登录')}</button>
      <button type="button" class="wide" data-action="sign-out" onClick=${() => leave(app)}>${t('退出登录')}</button>
    </div>
  </details>`;
}

/** @param {{ app: App, view: string }} props */
function Tabs({ app, view }) {
  const owner = BELOW_HOME.includes(view) ? '' : view;
  const count = app.cases.taskList().length;
  const tabs = [
    ['', t('上报#act'), 'plus'],
    ['mine', t('我的上报'), 'list'],
    ['tasks', t('我的任务'), 'task'],
  ];
  return html`<nav class="tabs" aria-label=${t('主要页面')}>
    ${tabs.map(
      ([name, words, icon]) => html`<a
        key=${name}
        href=${`#/${name}`}
        class="tab"
        data-tab=${name || 'home'}
        aria-current=${name === owner ? 'page' : null}
      >
        <${Icon} name=${icon} /><span>${words}</span>
        ${name === 'tasks' && html`<span class="badge" hidden=${!count}>${count}</span>`}
      </a>`,
    )}
  </nav>`;
}

/** @param {{ app: App }} props */
export function Frame({ app }) {
  useChanges(app);
  const [shown, setShown] = useState(() => viewOf(window.location.hash));
  useEffect(() => {
    const show = () => setShown(viewOf(window.location.hash));
    window.addEventListener('hashchange', show);
    return () => window.removeEventListener('hashchange', show);
  }, []);
  const { view, id } = shown;
  useEffect(() => {
    if (!WITH_LOCATOR.includes(view)) app.locator.forget();
    if (view === 'new') app.locator.start();
    window.scrollTo(0, 0);
  }, [view, id]);
  const View = VIEWS[view];
  const isBackShown = BELOW_HOME.includes(view) && view !== 'sent';
  return html`<div class="frame" data-view=${view || 'home'}>
    <header class="bar">
      ${
        isBackShown &&
        html`<button type="button" class="quiet back" aria-label=${t('返回')} onClick=${() => window.history.back()}>
          <${Icon} name="back" />
        </button>`
      }
      <strong class="bar-title">${t('网格员')}</strong>
      <span class="connection" role="status" data-connection=${app.connection}>${app.connection === 'offline' ? t('离线') : word('connection', app.connection)}</span>
      <${Account} app=${app} />
    </header>
    <main class="body"><${View} key=${`${view}/${id}`} app=${app} id=${id} /></main>
    <${Tabs} app=${app} view=${view} />
  </div>`;
}
