// @ts-check
// Own reports in plain words: what waits on the phone first, then what the service has.

import { confirmed } from '../parts/dialog.js';
import { api } from '../shared/api.js';
import { t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html, useEffect, useState } from '../shared/ui.js';
import { CaseHead, EmptyList, Heading, PhotoRow, PlaceLine } from './case_parts.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Case} Case */
/** @typedef {import('./types').Waiting} Waiting */

/** One state of each step, in order; what is said of it is the reporter's word. */
const STEPS = ['reported', 'dispatched', 'handled', 'closed'];
/** @type {Record<string, string>} */
const REASONED = { rejected: 'incident.rejected', suspended: 'incident.suspended' };

/** @param {string} id @returns {Promise<any[]>} */
async function timeline(id) {
  return (await api.get(`/incidents/${id}/timeline`)).items;
}

/** @param {{ incident: Case }} props */
function Steps({ incident }) {
  const words = STEPS.map((state) => word('state_plain', state));
  const reached = words.indexOf(word('state_plain', incident.state));
  if (reached < 0) return null;
  return html`<ol class="steps" aria-label=${t('进度：{step}', { step: words[reached] })}>
    ${words.map((step, n) => {
      const looks = [n <= reached ? 'reached' : '', n === reached ? 'now' : ''].join(' ');
      return html`<li key=${step} class=${looks} aria-current=${n === reached ? 'step' : null}>${step}</li>`;
    })}
  </ol>`;
}

/** @param {{ incident: Case }} props */
function Reason({ incident }) {
  const [words, say] = useState(t('正在读取原因…'));
  useEffect(() => {
    let isShown = true;
    const read = async () => {
      try {
        const items = await timeline(incident.id);
        const said = items.filter((item) => item.action === REASONED[incident.state]).pop();
        if (isShown)
          say(said?.note ? t('原因：{words}', { words: said.note }) : t('没有写明原因，可向受理人员询问。'));
      } catch (_problem) {
        if (isShown) say(t('原因暂时读不到。'));
      }
    };
    read();
    window.addEventListener('online', read);
    return () => {
      isShown = false;
      window.removeEventListener('online', read);
    };
  }, [incident.id, incident.version]);
  return html`<p class="notice" data-reason>${words}</p>`;
}

/** @param {{ incident: Case }} props */
function History({ incident }) {
  const [isOpen, setOpen] = useState(false);
  const [lines, setLines] = useState(/** @type {any[] | null} */ (null));
  const [problem, setProblem] = useState('');
  useEffect(() => {
    if (!isOpen) return;
    timeline(incident.id)
      .then((items) => {
        setLines(items);
        setProblem('');
      })
      .catch((refused) => setProblem(refused.words || refused.message));
  }, [isOpen, incident.version]);
  return html`<details class="more" onToggle=${(/** @type {any} */ event) => setOpen(event.currentTarget.open)}>
    <summary>${t('经过与详情')}</summary>
    ${incident.description && html`<p class="case-words">${incident.description}</p>`}
    <${PlaceLine} incident=${incident} />
    <${PhotoRow} incident=${incident} />
    <ol class="history">
      ${problem && html`<li class="problem">${problem}</li>`}
      ${!problem && !lines && html`<li>${t('正在读取…')}</li>`}
      ${(lines || []).map(
        (item, n) => html`<li key=${n}>
          <span class="number">${clock(item.at)}</span><strong>${word('entry', item.action)}</strong>
          ${item.actor?.name && html`<span>${item.actor.name}</span>`}
          ${item.note && html`<p>${item.note}</p>`}
        </li>`,
      )}
    </ol>
  </details>`;
}

/** @param {{ incident: Case }} props */
function OwnCase({ incident }) {
  return html`<li class="case" data-incident=${incident.id} data-state=${incident.state}>
    <${CaseHead} incident=${incident}><span class="state" data-state=${incident.state}>${word('state_plain', incident.state)}</span></${CaseHead}>
    <${Steps} incident=${incident} />
    ${REASONED[incident.state] && html`<${Reason} incident=${incident} />`}
    ${incident.unit && incident.state !== 'closed' && html`<p class="case-sub">${t('办理：{unit}', { unit: incident.unit.name })}</p>`}
    ${incident.disposition && html`<p class="case-sub">${t('结果：{words}', { words: word('disposition', incident.disposition) })}</p>`}
    <${History} incident=${incident} />
  </li>`;
}

/** @param {Waiting} record */
function standing(record) {
  if (record.refusal) return t('没有收下：{words}', { words: record.refusal.words });
  if (record.is_answered) return t('已收到，还有 {n} 张照片在发送', { n: record.photos.length });
  if (record.is_busy) return t('正在发送…');
  return record.trouble ? t('等待发送：{what}', { what: record.trouble }) : t('等待发送');
}

/** @param {{ app: App, record: Waiting }} props */
function StillHere({ app, record }) {
  const remove = async () => {
    const title = record.is_answered ? t('照片还没送到，不再发送？') : t('这份上报还没送到，删除它？');
    if (await confirmed({ title, yes: t('删除'), isDangerous: true })) app.outbox.remove(record.client_id);
  };
  const mayReopen = record.refusal && record.body && !record.is_answered;
  return html`<li class="case waiting" data-waiting=${record.client_id}>
    <div class="case-head">
      <div>
        <h3>${record.title || t('照片')}</h3>
        <p class="case-sub">${t('{time} 写好', { time: clock(record.queued_at) })}</p>
      </div>
      <span class="tag">${record.refusal ? t('未收下') : t('本机')}</span>
    </div>
    <p class=${record.refusal ? 'problem' : 'case-sub'} role="status">${standing(record)}</p>
    <div class="row">
      ${mayReopen && html`<button type="button" onClick=${() => app.reopen(record)}>${t('改一改再发')}</button>`}
      ${!record.refusal && !record.is_busy && html`<button type="button" onClick=${() => app.outbox.flush()}>${t('现在发送')}</button>`}
      <button type="button" class="quiet" onClick=${remove}>${t('删除')}</button>
    </div>
  </li>`;
}

/** The page "my reports".
 * @param {{ app: App }} props */
export function OwnView({ app }) {
  const own = app.cases.ownList();
  const waiting = app.outbox.records;
  return html`<div class="page">
    <${Heading} icon="list" words=${t('我的上报')} />
    <ul class="cases">${waiting.map((record) => html`<${StillHere} key=${record.client_id} app=${app} record=${record} />`)}</ul>
    <ul class="cases" aria-label=${t('我的上报')}>${own.map((incident) => html`<${OwnCase} key=${incident.id} incident=${incident} />`)}</ul>
    ${
      own.length + waiting.length === 0 &&
      html`<${EmptyList} cases=${app.cases} words=${t('还没有上报过。')} more=${t('看到问题，按“上报”，拍照、定位、发送。')} />`
    }
  </div>`;
}
