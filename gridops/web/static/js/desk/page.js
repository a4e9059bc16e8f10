// The head of a desk page that is not drawn by components yet: who is signed in, the way out, and the areas that are his.

import { fill, h } from '../shared/dom.js';
import { word } from '../shared/language.js';
import { signOut } from '../shared/session.js';
import { requireSession } from '../shared/sign_in_form.js';
import { areasOf, boundsOf } from './areas.js';

export { throttled } from '../parts/heard.js';

function showActor(actor, areas) {
  const roles = actor.roles.map((role) => word('role', role)).join('、');
  const places = areas.map((area) => area.short_name || area.name).join('、');
  document.querySelector('[data-place]').textContent = places;
  fill(document.querySelector('[data-actor]'),
    h('span', { class: 'actor-name', title: roles }, actor.name, h('small', null, roles)),
    h('button', { class: 'on-dark', type: 'button', 'data-action': 'sign-out', onclick: signOut }, '退出'));
}

/** Who works here, once he is signed in: {actor, areas, bounds}; bounds are null for whoever has no area. */
export async function openDesk() {
  const actor = await requireSession(document.body);
  const areas = await areasOf(actor);
  showActor(actor, areas);
  const bounds = areas.length ? boundsOf(areas.map((area) => area.geometry)) : null;
  return { actor, areas, bounds };
}
