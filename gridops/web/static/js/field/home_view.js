// @ts-check
// The first page: one large button, the matters used last, what waits.

import { confirmed } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { Marked } from './marked.js';

/** @typedef {import('./types').App} App */

/** @param {{ app: App }} props */
function Unfinished({ app }) {
  const data = app.draft.data;
  if (!app.draft.isBegun || !data) return null;
  const matter = app.catalogue.find(data.service_code);
  const drop = async () => {
    if (await confirmed({ title: t('不要这份上报？'), yes: t('不要了'), isDangerous: true })) {
      await app.draft.drop();
      app.changed();
    }
  };
  return html`<section class="notice">
    <p>${t('有一份没写完的上报：{name}', { name: matter ? matter.service_name : '' })}</p>
    <div class="row">
      <button type="button" class="primary" data-action="resume" onClick=${() => app.go('#/form')}>${t('继续写')}</button>
      <button type="button" class="quiet" onClick=${drop}>${t('不要了')}</button>
    </div>
  </section>`;
}

/** @param {{ words: string, count: number, icon: string, hash: string, isMarked?: boolean }} props */
function Way({ words, count, icon, hash, isMarked = false }) {
  return html`<a class=${isMarked ? 'home-link marked' : 'home-link'} href=${hash}>
    <${Marked} icon=${icon} words=${words} /><strong class="number">${count}</strong><${Icon} name="next" />
  </a>`;
}

/** @param {{ app: App }} props */
export function HomeView({ app }) {
  const recent = app.catalogue.recent().slice(0, 6);
  const tasks = app.cases.taskList().length;
  const open = app.cases.ownList().filter((c) => c.state !== 'closed' && c.state !== 'rejected').length;
  const waiting = app.outbox.records.length;
  return html`<div class="page home">
    <h1 class="visually-hidden">${t('上报与任务')}</h1>
    <${Unfinished} app=${app} />
    <button type="button" class="report-button" data-action="report" onClick=${() => app.go('#/new')}><${Marked} icon="plus" words=${t('上报#act')} /></button>
    ${
      recent.length > 0 &&
      html`<section>
        <h2>${t('常报的事')}</h2>
        <div class="chips">
          ${recent.map((matter) => html`<button type="button" key=${matter.service_code} class="chip" data-matter=${matter.service_code} onClick=${() => app.startReport(matter)}>${matter.service_name}</button>`)}
        </div>
      </section>`
    }
    <div class="home-links">
      <${Way} words=${t('我的任务，待办')} count=${tasks} icon="task" hash="#/tasks" isMarked=${tasks > 0} />
      <${Way} words=${t('我的上报，办理中')} count=${open} icon="list" hash="#/mine" />
      ${waiting > 0 && html`<${Way} words=${t('等待发送')} count=${waiting} icon="clock" hash="#/mine" isMarked=${true} />`}
    </div>
  </div>`;
}
