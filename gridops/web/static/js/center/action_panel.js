// @ts-check
// One action on one case: its form, what it sends, and what is said when the service refuses. What was typed stays
// until it is sent or given up: a change of the case is told above it.

import { changesBetween } from '../desk/case_changes.js';
import { Refusal, useSending } from '../parts/forms.js';
import { Changed, useOpenForm } from '../parts/open_form.js';
import { toast } from '../parts/toasts.js';
import { ApiProblem, api } from '../shared/api.js';
import { newId } from '../shared/ids.js';
import { t } from '../shared/language.js';
import { html, useLayoutEffect, useRef, useState } from '../shared/ui.js';
import { planOf } from './action_forms.js';
import { actionLabel } from './action_words.js';

/** @typedef {import('./desk.js').CenterDesk} CenterDesk */
/** @typedef {Wire['IncidentOut']} Incident */

const RELOADS = ['stale-version', 'illegal-move'];

/**
 * One id for the act, however often the button is pressed: a repetition is answered, not done twice. A case that has
 * changed, or a refusal, begins another act.
 * @param {number} version
 */
function useMoveId(version) {
  const move = useRef({ version, id: newId() });
  if (move.current.version !== version) move.current = { version, id: newId() };
  return {
    get: () => move.current.id,
    renew: () => {
      move.current = { version, id: newId() };
    },
  };
}

/** Puts the focus where the form begins: on the button where a proposal is only to be confirmed.
 * @param {HTMLFormElement | null} form */
export function focusForm(form) {
  if (!form) return;
  const isProposal = form.dataset.form === 'dispatch';
  const fields = 'textarea, select, input:not([type=hidden]), button[type=submit]';
  const first = form.querySelector(isProposal ? '[data-action=confirm]' : fields);
  if (first instanceof HTMLElement) first.focus();
}

/**
 * @param {{ action: string, incident: Incident, desk: CenterDesk, renew: () => Promise<void>, form: { current: HTMLFormElement | null } }} props
 * `renew` reads the case anew; `form` is where the card finds the form.
 */
export function ActionPanel({ action, incident, desk, renew, form }) {
  const open = useOpenForm(incident, changesBetween);
  const sending = useSending();
  const [missing, say] = useState('');
  const move = useMoveId(incident.version);
  const { base } = open;
  // Made once: fields of another making would begin empty.
  const [{ label, plan }] = useState(() => beginAction(action, incident));
  const isAllowed = incident.allowed_actions.includes(action);
  // At once: what is typed meanwhile must not lose the focus to it.
  useLayoutEffect(() => focusForm(form.current), []);
  const typed = () => {
    desk.typed.card = true;
  };
  /** @param {Record<string, any>} said */
  const act = async (said) => {
    const body = { version: incident.version, move_id: move.get(), ...said };
    const next = desk.queue ? desk.queue.idAfter(incident.id) : null;
    try {
      const done = await api.post(`/incidents/${incident.id}/actions/${action}`, body);
      toast(doneWords(action, label, done));
      desk.act(null);
      desk.store.takeAnswer(done);
      await renew();
      desk.queue?.focusCase(next);
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 0) move.renew();
      if (!(problem instanceof ApiProblem) || !RELOADS.includes(problem.code)) throw problem;
      await renew();
      const words = t('没有执行：{why}。卡片已重新载入，填写的内容还在，请核对后再提交。', {
        why: problem.words,
      });
      toast(words, 'warn');
    }
  };
  /** @param {any} event */
  const submit = (event) => {
    event.preventDefault();
    const { body, missing: lack } = plan.read(event.currentTarget, base);
    say(lack || '');
    if (body) sending.send(() => act(body));
  };
  const matter = desk.matters?.byCode.get(base.service_code);
  return html`<footer class="actions open">
    <form ref=${form} class="action-form" data-form=${action} aria-label=${label} onSubmit=${submit} onInput=${typed} onChange=${typed}>
      <h3>${plan.title}</h3>
      <${Changed} open=${open} />
      ${!isAllowed && html`<p class="notice" role="alert">${t('这个操作现在不能做了；已填的内容还在，可以复制到别的操作里。')}</p>`}
      <${plan.Fields} incident=${base} matter=${matter} desk=${desk} />
      ${missing && html`<p class="problem" role="alert">${missing}</p>`}
      <${Refusal} sending=${sending} />
      <div class="line end">
        <button type="button" class="quiet" data-action="cancel" onClick=${() => desk.leaveAction()}>${t('取消')}</button>
        <button type="submit" class=${plan.isDanger ? 'danger' : 'primary'} data-action="confirm" disabled=${sending.isBusy || !isAllowed}>${plan.confirm}</button>
      </div>
    </form>
  </footer>`;
}

/** What the form says and asks from its opening on, whatever becomes of the case.
 * @param {string} action @param {Incident} incident */
function beginAction(action, incident) {
  const label = actionLabel(action, incident);
  return { label, plan: planOf(action, label, incident) };
}

/** @param {string} action @param {string} label @param {Incident} done */
function doneWords(action, label, done) {
  if (action === 'dispatch' && done.unit)
    return t('{action}：完成，已派给 {unit}', { action: label, unit: done.unit.name });
  return t('{action}：完成', { action: label });
}
