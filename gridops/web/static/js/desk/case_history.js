// @ts-check
// How a case came to where it is: deadline with its steps, dispatches, timeline. Nothing is asked here.

import { clauses, rich, t, word } from '../shared/language.js';
import { clock, dueText } from '../shared/times.js';
import { html } from '../shared/ui.js';
import { CallLink } from './case_marks.js';
import { actionDetail, actionWord } from './wording.js';

/** @typedef {Wire['IncidentOut']} Incident */
/** @typedef {import('./wording.js').Companions} Companions */

/** By which version of the matter's standard the deadline was reckoned.
 * @param {Wire['ClockOut']} reckoned */
function standardWords({ standard, area_class: areaClass }) {
  if (!standard) return '';
  return clauses([
    t('按标准第 {version} 版', { version: standard.version }),
    standard.filing_condition && t('立案条件：{words}', { words: standard.filing_condition }),
    areaClass && t('地点属「{name}」类区域', { name: areaClass }),
  ]);
}

/** @param {Incident} incident */
function deadlineWords(incident) {
  const ended = incident.handled_at || incident.closed_at;
  const due = incident.due_at;
  if (!due || incident.due_state !== 'done' || !ended) return dueText(due);
  const at = clock(due);
  return ended <= due
    ? t('计时已结束，按期完成（应在 {at} 前）', { at })
    : t('计时已结束，超期完成（应在 {at} 前）', { at });
}

/** The deadline, and on opening the steps that led to it.
 * @param {{ incident: Incident, reckoned: Wire['ClockOut'] | null }} props */
export function Deadline({ incident, reckoned }) {
  if (!incident.due_at)
    return html`<p class="hint">${incident.state === 'reported' ? t('受理后开始计时') : t('没有时限')}</p>`;
  const steps = reckoned ? reckoned.steps : [];
  return html`<div>
    <p>
      <span class="due" data-due=${incident.due_state}>${deadlineWords(incident)}</span>
      ${reckoned && html` <small>${t('时限')} <span class="stored">${reckoned.limit}</span></small>`}
    </p>
    ${incident.external_due_at && html`<p>${t('外部期限：{at} 前', { at: clock(incident.external_due_at) })}</p>`}
    ${reckoned?.standard && html`<p class="hint stored">${standardWords(reckoned)}</p>`}
    ${
      steps.length > 0 &&
      html`<details>
        <summary>${t('时限怎么算出来的（{n} 段）', { n: steps.length })}</summary>
        <ol class="steps stored">
          ${steps.map((s) => html`<li>${clock(s.start)} — ${clock(s.end)}<small>${s.text}</small></li>`)}
        </ol>
      </details>`
    }
  </div>`;
}

/** @param {{ dispatch: Wire['DispatchOut'] }} props */
function Dispatch({ dispatch }) {
  /** @type {[string, string | null][]} */
  const times = [
    [t('派出'), dispatch.made_at],
    [t('接单'), dispatch.accepted_at],
    [t('出发'), dispatch.en_route_at],
    [t('到场'), dispatch.arrived_at],
    [t('结束'), dispatch.finished_at],
  ];
  const says = [
    word('dispatch_kind', dispatch.kind),
    ...times.map(([words, at]) => at && `${words} ${clock(at)}`),
  ];
  const by = dispatch.assignee?.name;
  return html`<li data-dispatch=${dispatch.id}>
    <div class="line">
      <strong class="stored">${dispatch.unit.name}</strong>
      <span class="tag" data-status=${dispatch.status}>${word('unit_status', dispatch.status)}</span>
      ${(dispatch.by_proxy || []).length > 0 && html`<span class="tag" data-part="by-proxy">${t('代办')}</span>`}
      <${CallLink} phone=${dispatch.unit.phone} name=${dispatch.unit.name} />
    </div>
    <small>${says.filter(Boolean).join(' · ')}${by && [' · ', ...rich('经办 {name}', { name: html`<span class="stored">${by}</span>` })]}</small>
  </li>`;
}

/** Who was sent, newest first.
 * @param {{ dispatches: Wire['DispatchOut'][] }} props */
export function Dispatches({ dispatches }) {
  if (dispatches.length === 0) return html`<p class="hint">${t('还没有派遣')}</p>`;
  const newest = [...dispatches].sort((a, b) => b.made_at.localeCompare(a.made_at));
  return html`<ul class="dispatches">${newest.map((one) => html`<${Dispatch} key=${one.id} dispatch=${one} />`)}</ul>`;
}

/** For which unit a line was recorded by somebody else, who of it was spoken to and when.
 * @param {{ proxy: NonNullable<Wire['TimelineItem']['by_proxy']> }} props */
function ProxyLine({ proxy }) {
  const said = rich('代 {unit} 记录：{when} 与 {who} 联系', {
    unit: html`<span class="stored">${proxy.unit.name || ''}</span>`,
    when: clock(proxy.at),
    who: html`<span class="stored">${proxy.spoke_to}</span>`,
  });
  return html`<p class="hint" data-part="by-proxy">${said}${proxy.document_number && html` · ${t('文书编号')} <span class="stored">${proxy.document_number}</span>`}</p>`;
}

/** @param {{ entry: Wire['TimelineItem'], companions: Companions }} props */
function Entry({ entry, companions }) {
  const detail = actionDetail(entry, companions);
  const who = entry.actor ? html`<span class="stored">${entry.actor.name || ''}</span>` : t('系统');
  return html`<li data-entry=${entry.action}>
    <time datetime=${entry.at}>${clock(entry.at)}</time>
    <div>
      <strong>${actionWord(entry.action, companions.family)}</strong> ${who}
      ${detail && html`<p class="hint">${detail}</p>`}
      ${entry.by_proxy && html`<${ProxyLine} proxy=${entry.by_proxy} />`}
      ${entry.action === 'incident.verified' && html`<p class="note stored">${entry.data.result}</p>`}
      ${entry.note && html`<p class="note stored">${entry.note}</p>`}
    </div>
  </li>`;
}

/** Every act on the case, newest first.
 * @param {{ items: Wire['TimelineItem'][], companions: Companions }} props */
export function Timeline({ items, companions }) {
  if (items.length === 0) return html`<p class="hint">${t('还没有记录')}</p>`;
  return html`<ol class="timeline">
    ${[...items].reverse().map((entry) => html`<${Entry} key=${entry.id} entry=${entry} companions=${companions} />`)}
  </ol>`;
}
