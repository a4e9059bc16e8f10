// @ts-check
// The open case at the side: read anew whenever the stream speaks of it, acted on by the buttons it allows.

import { CaseView, readCase } from '../desk/case_view.js';
import { throttled } from '../parts/heard.js';
import { Icon } from '../parts/icon.js';
import { Fault, Loading, useAsked } from '../parts/states.js';
import { ApiProblem } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useLayoutEffect, useRef } from '../shared/ui.js';
import { ActionPanel, focusForm } from './action_panel.js';
import { actionLabel, givesUp, orderedActions } from './action_words.js';

/** @typedef {import('./desk.js').CenterDesk} CenterDesk */
/** @typedef {Wire['IncidentOut']} Incident */

const REREAD_MS = 150;

/** The case, read anew when the stream speaks of it or began anew.
 * @param {string} id @param {CenterDesk} desk */
function useCase(id, desk) {
  const asked = useAsked(() => readCase(id), [id]);
  useLayoutEffect(() => {
    const soon = throttled(() => asked.renew(), REREAD_MS);
    const hear = (/** @type {any} */ event) => {
      if (event.detail.id === id) soon();
    };
    desk.store.addEventListener('case', hear);
    desk.store.addEventListener('reset', soon);
    return () => {
      desk.store.removeEventListener('case', hear);
      desk.store.removeEventListener('reset', soon);
    };
  }, [id]);
  return asked;
}

/** @param {{ problem: unknown, onRetry: () => void }} props */
function Lost({ problem, onRetry }) {
  if (problem instanceof ApiProblem && problem.status === 404)
    return html`<p class="problem" role="alert">${t('这个事件已不在您的范围内。')}</p>`;
  return html`<${Fault} problem=${problem} onRetry=${onRetry} />`;
}

/** @param {{ incident: Incident, onAct: (action: string) => void }} props */
function Buttons({ incident, onAct }) {
  const { first, rest } = orderedActions(incident);
  if (!first && rest.length === 0)
    return html`<footer class="actions"><p class="hint">${t('这个事件现在没有您可以做的操作。')}</p></footer>`;
  /** @param {string} action @param {string} kind */
  const button = (action, kind) =>
    html`<button key=${action} type="button" class=${kind} data-action=${action} onClick=${() => onAct(action)}>${actionLabel(action, incident)}</button>`;
  return html`<footer class="actions" role="group" aria-label=${t('操作')}>
    ${first && button(first, 'primary')}
    ${rest.map((action) => button(action, givesUp(action) ? 'danger' : ''))}
  </footer>`;
}

/**
 * The card of one case; drawn with the case's id as its key.
 * @param {{ id: string, desk: CenterDesk, isShown: boolean }} props
 */
export function Card({ id, desk, isShown }) {
  const asked = useCase(id, desk);
  const found = asked.value;
  const { action } = desk;
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const had = useRef(action);
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement | null | undefined} */ (section.current?.querySelector(selector));
  const focusActions = () => {
    if (desk.action) focusForm(form.current);
    else find('footer button')?.focus();
  };
  useLayoutEffect(() => {
    desk.card = { focusActions };
  }, [desk]);
  useLayoutEffect(() => {
    if (!found) return;
    desk.showPlace(found.incident.location);
    find('.side-head button')?.focus({ preventScroll: true });
  }, [Boolean(found)]);
  useLayoutEffect(() => {
    // Who leaves a form goes on from the buttons on which it was opened.
    if (had.current && !action) focusActions();
    had.current = action;
  }, [action]);
  const incident = found ? found.incident : null;
  const companions = { matters: desk.matters?.byCode || new Map(), units: desk.units };
  return html`<section ref=${section} class="side-part" data-side="card" aria-label=${t('事件卡片')} hidden=${!isShown}
    data-incident=${incident?.id} data-state=${incident?.state} data-version=${incident?.version}>
    <header class="side-head">
      <h2>${t('事件')}</h2>
      <button type="button" class="icon-button" aria-label=${t('关闭卡片')} title="Esc" onClick=${() => desk.closeCase()}><${Icon} name="close" /></button>
    </header>
    ${asked.problem ? html`<${Lost} problem=${asked.problem} onRetry=${asked.renew} />` : null}
    ${!found && !asked.problem && html`<${Loading} />`}
    ${
      found &&
      html`<div class="side-body" tabindex="0" role="region" aria-label=${t('事件内容')}>
        <div class="case"><${CaseView} found=${found} companions=${companions} mayReveal=${true} onPlace=${(/** @type {any} */ place) => desk.showPlace(place)} /></div>
      </div>`
    }
    ${
      incident &&
      (action
        ? html`<${ActionPanel} key=${action} action=${action} incident=${incident} desk=${desk} renew=${asked.renew} form=${form} />`
        : html`<${Buttons} incident=${incident} onAct=${(/** @type {string} */ next) => desk.act(next)} />`)
    }
  </section>`;
}
