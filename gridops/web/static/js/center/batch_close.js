// @ts-check
// Closing several cases with one disposition and one note; what became of each is shown line by line.

import { shortAreaName } from '../desk/areas.js';
import { shortNumber } from '../desk/case_marks.js';
import { openDialog } from '../parts/dialog.js';
import { Choice, Field, Phrased } from '../parts/forms.js';
import { api, wordsOf } from '../shared/api.js';
import { newId } from '../shared/ids.js';
import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';
import { closings } from './action_forms.js';
import { caseName } from './queue_row.js';

/** @typedef {import('./desk.js').CenterDesk} CenterDesk */
/** @typedef {import('./store.js').Brief} Brief */

const AT_ONCE = 3;

/** Send the closings, a few at a time; `onResult(brief, problem|null, incident)` hears each.
 * @param {Brief[]} briefs @param {Record<string, string>} said
 * @param {(brief: Brief, problem: unknown, incident: any) => void} onResult */
async function closeAll(briefs, said, onResult) {
  const waiting = [...briefs];
  const worker = async () => {
    for (let brief = waiting.shift(); brief; brief = waiting.shift()) {
      try {
        const body = { version: brief.version, move_id: newId(), ...said };
        onResult(brief, null, await api.post(`/incidents/${brief.id}/actions/close`, body));
      } catch (problem) {
        onResult(brief, problem, null);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** @param {{ brief: Brief, result: { problem: unknown } | undefined }} props */
function Line({ brief, result }) {
  const [name, words] = !result
    ? ['waiting', t('待结案')]
    : result.problem
      ? ['refused', t('未结案：{why}', { why: wordsOf(result.problem) })]
      : ['closed', t('已结案')];
  return html`<li data-incident=${brief.id}>
    <span class="number">${shortNumber(brief.case_number)}</span>
    <span class=${brief.restricted ? 'grow' : 'grow stored'}>${caseName(brief)} · <span class="stored">${shortAreaName(brief.grid_name || '')}</span></span>
    <span class="tag" data-result=${name}>${words}</span>
  </li>`;
}

/** @param {{ briefs: Brief[], desk: CenterDesk, onDone: (ids: string[]) => void, onClose: () => void }} props */
function BatchClose({ briefs, desk, onDone, onClose }) {
  const [results, setResults] = useState(/** @type {Record<string, { problem: unknown }>} */ ({}));
  const [step, setStep] = useState(/** @type {'asking' | 'sending' | 'done'} */ ('asking'));
  const closed = briefs.filter((brief) => results[brief.id] && !results[brief.id].problem);
  const failed = briefs.length - closed.length;
  /** @param {any} event */
  const submit = async (event) => {
    event.preventDefault();
    const { disposition, note } = event.currentTarget.elements;
    const words = note.value.trim();
    const said = { disposition: disposition.value, ...(words ? { note: words } : {}) };
    setStep('sending');
    /** @type {string[]} */
    const done = [];
    await closeAll(briefs, said, (brief, problem, incident) => {
      setResults((was) => ({ ...was, [brief.id]: { problem } }));
      if (!incident) return;
      done.push(brief.id);
      desk.store.takeAnswer(incident);
    });
    setStep('done');
    onDone(done);
  };
  const summary = {
    asking: t('共 {n} 件，用同一个处置结果和备注结案。', { n: briefs.length }),
    sending: t('正在结案…'),
    done: failed
      ? t('结案 {closed} 件，{failed} 件未能结案，原因见下。', { closed: closed.length, failed })
      : t('{n} 件全部结案。', { n: closed.length }),
  }[step];
  return html`<form data-form="batch-close" data-keeps-nothing=${step === 'done' ? '' : null} onSubmit=${submit}>
    <${Field} label=${t('处置结果')}><${Choice} name="disposition" pairs=${closings()} /></${Field}>
    <${Field} label=${t('备注（写入每一件）')}><${Phrased} name="note" phrases=${[t('已核查，处置到位，统一结案')]} /></${Field}>
    <p class="hint" role="status" data-closed=${step === 'done' ? closed.length : null}>${summary}</p>
    <ul class="batch">${briefs.map((brief) => html`<${Line} key=${brief.id} brief=${brief} result=${results[brief.id]} />`)}</ul>
    <div class="line end">
      ${
        step === 'done'
          ? html`<button type="button" class="primary" onClick=${onClose}>${t('完成')}</button>`
          : html`<button type="submit" class="primary" data-action="confirm" disabled=${step === 'sending'}>${t('全部结案（{n}）', { n: briefs.length })}</button>`
      }
    </div>
  </form>`;
}

/**
 * What can be done with the ticked cases; nothing while none is.
 * @param {{ desk: CenterDesk, closable: () => string[],
 *   ticked: { ids: string[], tick: (id: string, on: boolean) => void, tickAll: (ids: string[]) => void, clear: () => void } }} props
 */
export function BatchBar({ desk, ticked, closable }) {
  const open = () => {
    const briefs = ticked.ids.map((id) => desk.store.cases.get(id)).filter(Boolean);
    openDialog({
      title: t('批量结案'),
      name: 'batch-close',
      view: (close) =>
        html`<${BatchClose} briefs=${briefs} desk=${desk} onDone=${(/** @type {string[]} */ ids) => ids.map((id) => ticked.tick(id, false))} onClose=${close} />`,
    });
  };
  return html`<div class="batch-bar" data-part="batch" hidden=${ticked.ids.length === 0}>
    <span>${t('已选 {n} 件', { n: ticked.ids.length })}</span>
    <button type="button" class="small quiet" data-action="tick-all" onClick=${() => ticked.tickAll(closable())}>${t('全选可结案')}</button>
    <button type="button" class="small quiet" data-action="untick-all" onClick=${ticked.clear}>${t('清除')}</button>
    <button type="button" class="small primary" data-action="batch-close" onClick=${open}>${t('批量结案')}</button>
  </div>`;
}
