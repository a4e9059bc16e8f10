// The frame around every view: title, connection, who is signed in, and the three tabs at the foot.

import { both, fill, h, icon } from '../shared/dom.js';
import { signOut } from '../shared/session.js';

const CONNECTIONS = { live: '实时', connecting: '连接中', catching_up: '追赶中', offline: '离线' };
const ROLES = {
  grid_worker: '网格员', grid_head: '网格长', handler: '处置人员', agency_head: '部门负责人', dispatcher: '受理派遣',
  duty_officer: '值班', supervisor: '督查', approver: '审批', auditor: '审计', admin: '管理员',
};
const TABS = [['', '上报', 'report', 'plus'], ['mine', '我的上报', 'mine', 'list'], ['tasks', '我的任务', 'tasks', 'task']];
const OWNER = { new: '', change: '', form: '', sent: '' };

function leave(app) {
  const waiting = app.outbox.records.length;
  const words = waiting ? `还有 ${waiting} 份没有送达，换人登录后要等您回来才会发送。确定退出？` : '确定退出登录？';
  if (window.confirm(words)) signOut();
}

function accountMenu(app) {
  const menu = h('details', { class: 'account' },
    h('summary', { 'aria-label': '账号' }, icon('user')),
    h('div', { class: 'account-card' },
      h('strong', null, app.actor.name),
      h('p', { class: 'case-sub' }, app.actor.roles.map((role) => ROLES[role] || role).join('、')),
      app.store.isLasting ? null : h('p', { class: 'notice' }, '浏览器不允许保存：关掉本页，未发送的会丢失。'),
      h('button', { type: 'button', class: 'wide', dataset: { action: 'sign-out' }, onclick: () => leave(app) }, '退出登录')));
  document.addEventListener('click', (event) => { if (!menu.contains(event.target)) menu.open = false; });
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') menu.open = false; });
  return menu;
}

// {node, body, mark(view), update(), connection(state)}
export function shell(app) {
  const back = h('button', { type: 'button', class: 'quiet back', 'aria-label': '返回', hidden: true, onclick: () => window.history.back() }, icon('back'));
  const state = h('span', { class: 'connection', role: 'status', dataset: { connection: 'connecting' } }, CONNECTIONS.connecting);
  const badge = h('span', { class: 'badge', hidden: true });
  const body = h('main', { class: 'body' });
  const links = TABS.map(([view, words, en, name]) => h('a', { href: `#/${view}`, class: 'tab', dataset: { tab: view || 'home' } },
    icon(name), h('span', null, both(words, en)), view === 'tasks' ? badge : null));
  const node = h('div', { class: 'frame' },
    h('header', { class: 'bar' }, back, h('strong', { class: 'bar-title' }, '网格员'), state, accountMenu(app)),
    body, h('nav', { class: 'tabs', 'aria-label': '主要页面' }, links));
  return {
    node,
    body,
    mark(view) {
      const owner = view in OWNER ? OWNER[view] : view;
      TABS.forEach(([name], n) => {
        if (name === owner) links[n].setAttribute('aria-current', 'page');
        else links[n].removeAttribute('aria-current');
      });
      back.hidden = !(view in OWNER) || view === 'sent';
      node.dataset.view = view || 'home';
    },
    update() {
      const count = app.cases.taskList().length;
      badge.hidden = !count;
      fill(badge, String(count));
    },
    connection(code) {
      state.dataset.connection = code;
      fill(state, CONNECTIONS[code]);
    },
  };
}
