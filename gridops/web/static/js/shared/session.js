// @ts-check
// Who is signed in: the current session, what this device remembers of it, signing out.
// The token lives in a cookie that scripts cannot read; nothing of it passes through here.

import { ApiProblem, api } from './api.js';

const MARK = 'gridops.signed_in';
const root = document.documentElement;

/** @typedef {{ id: string, name: string, username: string, roles: string[], areas: string[], units: string[] }} Actor */

/** Remember on this device that somebody is signed in, or that nobody is.
 * @param {{ id: string } | null} actor */
export function remember(actor) {
  try {
    if (actor) localStorage.setItem(MARK, actor.id);
    else localStorage.removeItem(MARK);
  } catch (_error) {
    // Private windows may refuse storage; the cookie alone is enough then.
  }
}

function mayBeSignedIn() {
  try {
    return root.dataset.session === 'maybe' || Boolean(localStorage.getItem(MARK));
  } catch (_error) {
    return root.dataset.session === 'maybe';
  }
}

/** The actor, or null where nobody is signed in. @returns {Promise<Actor | null>} */
export async function currentActor() {
  if (!mayBeSignedIn()) return null;
  try {
    const { actor } = await api.get('/sessions/current');
    remember(actor);
    return actor;
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem;
    remember(null);
    return null;
  }
}

/** Ends this device's session and shows the page anew. */
export async function signOut() {
  try {
    await api.del('/sessions/current');
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem;
  }
  remember(null);
  window.location.reload();
}
