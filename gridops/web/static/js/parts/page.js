// @ts-check
// The shell of a desk page: head with navigation, the one h1, who is signed in, language, help; and how a page begins.
// Whoever may not see a page is told so, and nothing is asked in his name.

import { api } from '../shared/api.js';
import { listed, t, word } from '../shared/language.js';
import { signOut } from '../shared/session.js';
import { html, render, useEffect } from '../shared/ui.js';
import { openAccount } from './account.js';
import { Gate } from './gate.js';
import { Help } from './help.js';
import { LanguageSwitch } from './language_switch.js';
import { useAsked } from './states.js';
import { toast } from './toasts.js';

/** @typedef {{ id: string, name: string, username: string, roles: string[], areas: string[], units: string[] }} Actor */

/** @param {{ actor: Actor }} props */
function Who({ actor }) {
  const roles = listed(actor.roles.map((role) => word('role', role)));
  const leave = () => signOut().catch((/** @type {any} */ problem) => toast(problem.message, 'danger'));
  return html`<span class="actor" data-actor>
    <button type="button" class="on-dark actor-name" data-action="account" title=${t('账号与登录')} onClick=${() => openAccount(actor)}>${actor.name}<small>${roles}</small></button>
    <button type="button" class="on-dark" data-action="sign-out" onClick=${leave}>${t('退出')}</button>
  </span>`;
}

/** @param {{ actor: Actor }} props */
function Places({ actor }) {
  const places = useAsked(
    () =>
      Promise.all(actor.areas.map((code) => api.get(`/areas/${encodeURIComponent(code)}`).catch(() => null))),
    [actor.id],
  );
  const names = (places.value || []).map((area) => (area ? area.short_name || area.name : ''));
  return html`<small data-place>${listed(names)}</small>`;
}

/**
 * @typedef {{ face: string, home: string, links?: [string, string][], tools?: any, connection?: any, keys?: [string, string][],
 *   help?: any, isTitleShown?: boolean }} ShellPlan
 * `face` is the name beside the mark, `home` where the mark leads; `links` are [path, words] of the pages beside this
 * one; `tools` and `connection` stand in the head; `keys` and `help` on the help sheet.
 */

/**
 * The frame. `title` is the page's h1; it stands in the head for screen readers and print where the view shows its own
 * heading (`isTitleShown` false, the usual on map pages).
 * @param {{ actor: Actor, title: string, plan: ShellPlan, children?: any }} props
 */
export function Shell({ actor, title, plan, children }) {
  const here = window.location.pathname.replace(/\/$/, '');
  const {
    face,
    home,
    links = [],
    tools = null,
    connection = null,
    keys = [],
    help = null,
    isTitleShown = true,
  } = plan;
  useEffect(() => {
    document.title = face === title ? title : `${face} · ${title}`;
  }, [face, title]);
  return html`<div class="desk">
    <a class="skip" href="#main">${t('跳到内容')}</a>
    <header class="desk-head">
      <a class="brand" href=${home} title="gridops"><img src=${mark()} width="30" height="30" alt="" />
        <span><strong>${face}</strong><${Places} actor=${actor} /></span></a>
      ${
        links.length > 0 &&
        html`<nav class="head-tools" aria-label=${t('页面')}>
          ${links.map(([path, words]) => html`<a class="button on-dark" href=${path} aria-current=${path === here ? 'page' : null}>${words}</a>`)}
        </nav>`
      }
      ${tools}
      <div class="head-end">${connection}<${LanguageSwitch} isOnDark=${true} /><${Help} keys=${keys}>${help}</${Help}><${Who} actor=${actor} /></div>
    </header>
    <h1 class=${isTitleShown ? 'page-title' : 'visually-hidden page-title'}>${title}</h1>
    ${children}
  </div>`;
}

function mark() {
  const icon = document.querySelector('link[rel=icon]');
  return icon instanceof HTMLLinkElement ? icon.href : '/favicon.ico';
}

/**
 * Begins a page in #page: signs in, refuses whoever has none of the `roles` (with `refusal` in words), else draws
 * `view(actor)` inside the shell.
 * @param {{ title: string, plan: ShellPlan, roles?: string[], refusal?: string, view: (actor: Actor) => any }} page
 */
export function beginPage({ title, plan, roles = [], refusal = '', view }) {
  const place = document.getElementById('page');
  if (!place) throw new Error('the page has no #page');
  /** @param {Actor} actor */
  const draw = (actor) => {
    const may = roles.length === 0 || actor.roles.some((role) => roles.includes(role));
    return html`<${Shell} actor=${actor} title=${title} plan=${plan}>
      ${may ? view(actor) : html`<main id="main"><p class="notice" role="alert">${refusal}</p></main>`}
    </${Shell}>`;
  };
  while (place.firstChild) place.removeChild(place.firstChild);
  render(html`<${Gate} view=${draw} />`, place);
}
