// The sign-in form of pages that are still drawn by hand.

import { api } from './api.js';
import { both, h } from './dom.js';
import { currentActor, remember } from './session.js';

const DEMO_PASSWORD = 'gridops-demo';
const DEMO_ACCOUNTS = {
  field: [['worker.qingyang', '网格员（清洋）'], ['worker2.qingyang', '网格员（清洋另一网格）'],
    ['worker.gaotuan', '网格员（高疃）'], ['handler.qingyang', '处置人员（清洋）'], ['head.qingyang', '网格长（清洋）']],
  center: [['dispatcher.qingyang', '受理派遣（清洋）'], ['dispatcher.gaotuan', '受理派遣（高疃）'],
    ['dispatcher.fushan', '受理派遣（区）'], ['head.qingyang', '网格长（清洋）']],
  supervise: [['supervisor.qingyang', '督查（清洋）'], ['supervisor.gaotuan', '督查（高疃）'],
    ['supervisor.fushan', '督查（区）'], ['auditor', '审计']],
  admin: [['admin', '管理员']],
};
const root = document.documentElement;

function demoHint(username, password) {
  if (root.dataset.demo !== 'yes') return null;
  const accounts = DEMO_ACCOUNTS[root.dataset.page] || DEMO_ACCOUNTS.field;
  const choose = (name) => () => {
    username.value = name;
    password.value = DEMO_PASSWORD;
  };
  return h('fieldset', { class: 'demo-hint' },
    h('legend', null, '演示账号，点一下即填入'),
    accounts.map(([name, words]) => h('button', { type: 'button', class: 'chip', dataset: { account: name }, onclick: choose(name) },
      words)));
}

function signInForm(onActor) {
  const username = h('input', { name: 'username', autocomplete: 'username', autocapitalize: 'none', spellcheck: 'false', required: true });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true });
  const error = h('p', { class: 'problem', role: 'alert', hidden: true });
  const button = h('button', { class: 'primary wide', type: 'submit' }, '登录');
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      const signed = await api.post('/sessions', { username: username.value.trim(), password: password.value });
      remember(signed.actor);
      onActor(signed.actor);
    } catch (problem) {
      error.textContent = problem.words || problem.message;
      error.hidden = false;
      button.disabled = false;
    }
  };
  return h('div', { class: 'sign-in' },
    h('form', { class: 'sign-in-card', onsubmit: submit, 'aria-label': '登录' },
      h('h1', null, both('网格治理', 'gridops')),
      h('label', null, h('span', null, both('用户名', 'user name')), username),
      h('label', null, h('span', null, both('密码', 'password')), password),
      error, button, demoHint(username, password),
      h('a', { class: 'quiet-link', href: '/' }, '返回首页')));
}

function showForm(place) {
  return new Promise((resolve) => {
    const form = signInForm((actor) => {
      form.remove();
      place.removeAttribute('data-signed-out');
      resolve(actor);
    });
    place.setAttribute('data-signed-out', '');
    place.appendChild(form);
    const first = form.querySelector('input');
    first.focus();
  });
}

function watch(place, actor) {
  let isShowing = false;
  window.addEventListener('gridops:signed-out', async () => {
    if (isShowing) return;
    isShowing = true;
    remember(null);
    const again = await showForm(place);
    // Another person must not find the page as the first one left it.
    if (again.id !== actor.id) window.location.reload();
    else window.dispatchEvent(new CustomEvent('gridops:signed-in'));
    isShowing = false;
  });
}

// Resolves to the actor once somebody is signed in; meanwhile the form covers what `place` holds.
export async function requireSession(place) {
  const actor = await currentActor() || await showForm(place);
  watch(place, actor);
  return actor;
}
