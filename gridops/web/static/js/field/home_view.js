// The first page: one large button, the matters used last, what waits.

import { both, fill, h, icon } from '../shared/dom.js';

function unfinished(app) {
  if (!app.draft.isBegun) return null;
  const matter = app.catalogue.find(app.draft.data.service_code);
  return h('section', { class: 'notice' },
    h('p', null, `有一份没写完的上报：${matter ? matter.service_name : ''}`),
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'primary', dataset: { action: 'resume' }, onclick: () => app.go('#/form') }, '继续写'),
      h('button', { type: 'button', class: 'quiet', onclick: () => { if (window.confirm('确定不要这份上报？')) app.draft.drop().then(app.redraw); } }, '不要了')));
}

function link(words, count, iconName, hash, isMarked) {
  return h('a', { class: ['home-link', isMarked && 'marked'], href: hash }, icon(iconName), h('span', null, words),
    h('strong', { class: 'number' }, String(count)), icon('next'));
}

function lists(app) {
  const tasks = app.cases.taskList().length;
  const open = app.cases.ownList().filter((c) => c.state !== 'closed' && c.state !== 'rejected').length;
  const waiting = app.outbox.records.length;
  return [
    link('我的任务，待办', tasks, 'task', '#/tasks', tasks > 0),
    link('我的上报，办理中', open, 'list', '#/mine', false),
    waiting ? link('等待发送', waiting, 'clock', '#/mine', true) : null,
  ];
}

// The home page; it follows lists and outbox.
export function homeView(app) {
  const recent = app.catalogue.recent().slice(0, 6);
  const below = h('div', { class: 'home-links' });
  const draw = () => fill(below, lists(app));
  draw();
  app.onShown(draw);
  return h('div', { class: 'page home' },
    unfinished(app),
    h('button', { type: 'button', class: 'report-button', dataset: { action: 'report' }, onclick: () => app.go('#/new') },
      icon('plus'), h('span', null, both('上报', 'report'))),
    recent.length ? h('section', null, h('h2', null, both('常报的事', 'recent')),
      h('div', { class: 'chips' }, recent.map((matter) => h('button', {
        type: 'button', class: 'chip', dataset: { matter: matter.service_code }, onclick: () => app.startReport(matter),
      }, matter.service_name)))) : null,
    below);
}
