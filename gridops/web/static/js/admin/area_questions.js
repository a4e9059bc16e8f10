// @ts-check
// Rows that ask where they hold since boundaries changed: told above a register, answered by one button for each area,
// or by the areas together, or by an end.

import { Tag } from '../parts/register.js';
import { useAsked } from '../parts/states.js';
import { toast } from '../parts/toasts.js';
import { api, wordsOf } from '../shared/api.js';
import { listed, t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

const PATH = '/admin/area-questions';

/** @param {any} question */
function whyWords({ reason, area, first_day: day, heirs }) {
  const said = { area: area.name, day, heirs: listed(heirs.map((/** @type {any} */ heir) => heir.name)) };
  if (reason === 'gone') return t('{area}自 {day} 起已不存在。', said);
  if (reason === 'taken') return t('{area}自 {day} 起并入{heirs}，那里已有不同的条目。', said);
  return t('{area}自 {day} 起分为{heirs}。', said);
}

/** @param {{ question: any, isBusy: boolean, send: (question: any, body: any) => void }} props */
function Question({ question, isBusy, send }) {
  const { heirs } = question;
  /** @param {any[]} chosen @param {string} words */
  const button = (chosen, words) =>
    html`<button type="button" class="small" disabled=${isBusy}
      onClick=${() => send(question, { heirs: chosen.map((heir) => heir.code) })}>${words}</button>`;
  return html`<li data-question=${question.id}>
    <p>${t('「{title}」今后适用于哪里？', { title: question.title })} ${whyWords(question)}</p>
    <div class="line wrap">
      ${heirs.map((/** @type {any} */ heir) => button([heir], heir.name))}
      ${heirs.length > 1 && button(heirs, t('以上各处'))}
      <button type="button" class="small danger" data-action="ends" disabled=${isBusy}
        onClick=${() => send(question, { ends: true })}>${t('不再适用')}</button>
    </div>
  </li>`;
}

/** The questions of some kinds of rows; nothing where there are none. `onDone` hears that rows have changed.
 * @param {{ kinds: string[], onDone: () => void }} props */
export function AreaQuestions({ kinds, onDone }) {
  const asked = useAsked(() => api.get(PATH), []);
  const [isBusy, setBusy] = useState(false);
  /** @param {any} question @param {any} body */
  const send = async (question, body) => {
    setBusy(true);
    try {
      asked.set(await api.post(`${PATH}/${question.id}`, body));
      toast(t('已按答复调整'));
      onDone();
    } catch (problem) {
      toast(wordsOf(problem), 'danger');
    }
    setBusy(false);
  };
  const items = (asked.value?.items || []).filter((/** @type {any} */ one) => kinds.includes(one.kind));
  if (items.length === 0) return null;
  return html`<section class="panel" data-part="area-questions" aria-label=${t('区划调整后待答复')}>
    <h2>${t('区划调整后待答复')}</h2>
    <ul class="plain">
      ${items.map((/** @type {any} */ question) => html`<${Question} key=${question.id} question=${question} isBusy=${isBusy} send=${send} />`)}
    </ul>
  </section>`;
}

/** The mark of a row that asks; the question stands above its register.
 * @param {{ row: { area_question?: string | null } }} props */
export function AsksMark({ row }) {
  return row.area_question ? html` <${Tag} state="missing">${t('待答复')}</${Tag}>` : null;
}
