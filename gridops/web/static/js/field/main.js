// @ts-check
// The worker's page: signs in, loads what the phone keeps, and shows one view at a time by the address's hash.
// Needs neither map nor charts.

import { Gate } from '../parts/gate.js';
import { Loading } from '../parts/states.js';
import { wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, render, useEffect, useState } from '../shared/ui.js';
import { makeApp } from './app.js';
import { Frame } from './frame.js';
import { Marked } from './marked.js';
import { follow } from './stream.js';

/** @typedef {import('./types').App} App */

/** @param {{ problem: unknown }} props */
function Failed({ problem }) {
  return html`<div class="page">
    <p class="problem" role="alert">${wordsOf(problem)}</p>
    <button type="button" class="primary wide" onClick=${() => window.location.reload()}><${Marked} icon="refresh" words=${t('再试一次')} /></button>
  </div>`;
}

/** @param {{ actor: import('./types').Actor }} props */
function Page({ actor }) {
  const [app, setApp] = useState(/** @type {App | null} */ (null));
  const [problem, setProblem] = useState(/** @type {unknown} */ (null));
  useEffect(() => {
    makeApp(actor)
      .then((made) => {
        setApp(made);
        made.outbox.flush();
        follow(made);
      })
      .catch(setProblem);
  }, []);
  if (problem) return html`<${Failed} problem=${problem} />`;
  return app ? html`<${Frame} app=${app} />` : html`<${Loading} />`;
}

const place = /** @type {HTMLElement} */ (document.getElementById('app'));
while (place.firstChild) place.removeChild(place.firstChild);
render(html`<${Gate} view=${(/** @type {any} */ actor) => html`<${Page} actor=${actor} />`} />`, place);
