// @ts-check
// The gate of a page: signed in, or the form; meanwhile what the page holds is hidden, not lost.

import { currentActor, remember } from '../shared/session.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { SignIn } from './sign_in.js';
import { Fault, Loading, useAsked } from './states.js';

/** @typedef {{ id: string, name: string, username: string, roles: string[], areas: string[], units: string[] }} Actor */

/** Signed in or the form; after another person signs in the page begins anew.
 * @param {{ view: (actor: Actor) => any }} props */
export function Gate({ view }) {
  const [actor, setActor] = useState(/** @type {Actor | null} */ (null));
  const [isOut, setOut] = useState(false);
  const asked = useAsked(currentActor, []);
  useEffect(() => {
    const out = () => setOut(true);
    window.addEventListener('gridops:signed-out', out);
    return () => window.removeEventListener('gridops:signed-out', out);
  }, []);
  const known = actor || asked.value;
  /** @param {Actor} again */
  const signedIn = (again) => {
    remember(again);
    // Another person must not find the page as the first one left it.
    if (known && known.id !== again.id) window.location.reload();
    setActor(again);
    setOut(false);
    if (known) window.dispatchEvent(new CustomEvent('gridops:signed-in'));
  };
  if (asked.problem) return html`<${Fault} problem=${asked.problem} onRetry=${asked.renew} />`;
  if (asked.isBusy) return html`<${Loading} />`;
  const needsForm = isOut || !known;
  return html`${needsForm && html`<${SignIn} onSignedIn=${signedIn} />`}
    ${known && html`<div class="session" hidden=${needsForm}>${view(known)}</div>`}`;
}
