// The head of a desk page: who is signed in, the way out, and the areas that are his.

import { fill, h } from '../shared/dom.js';
import { signOut } from '../shared/session.js';
import { requireSession } from '../shared/sign_in_form.js';
import { areasOf, boundsOf } from './areas.js';

const ROLE_WORDS = {
  grid_worker: '网格员', grid_head: '网格长', dispatcher: '受理派遣', duty_officer: '值班', handler: '处置人员',
  agency_head: '部门负责人', supervisor: '督查', approver: '审批', auditor: '审计', admin: '管理员',
};

function showActor(actor, areas) {
  const roles = actor.roles.map((role) => ROLE_WORDS[role] || role).join('、');
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

/** At most one call of `work` in each `ms`, the last one never lost. */
export function throttled(work, ms) {
  let timer = null;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = null;
      work();
    }, ms);
  };
}
