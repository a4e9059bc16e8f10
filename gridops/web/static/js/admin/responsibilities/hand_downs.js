// @ts-check
// The report of hand-downs and disputes: shown by how each ended, decided by whoever may.

import { useAddress } from '../../parts/address.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, Form } from '../../parts/forms.js';
import { Panel, Tag } from '../../parts/register.js';
import { Asked, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { Chips } from '../../parts/tabs.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { aside, t, word, wordPairs } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html, useState } from '../../shared/ui.js';
import { fundingWords, itemWords } from './words.js';

/** @type {Record<string, string>} */
const LOOKS = {
  based: 'in_force',
  disputed: 'missing',
  refused: 'retired',
  declined: 'missing',
  arbitrated: 'past',
};
const ARBITERS = ['supervisor', 'approver'];
const PAGE = 100;

/** @param {{ row: any }} props */
function Basis({ row }) {
  const paid = (/** @type {string} */ none) => t('经费：{who}', { who: fundingWords(row.funding) || none });
  if (row.item) return html`<p>${itemWords(row.item)}</p><p>${paid('—')}</p>`;
  if (row.basis || row.funding) return html`<p>${row.basis || t('未写依据')}</p><p>${paid(t('未写'))}</p>`;
  return t('未写明');
}

/** @param {{ row: any }} props */
function Ending({ row }) {
  const said = [];
  if (row.ground) said.push(t('先处置：{ground}', { ground: word('ground', row.ground) }));
  if (row.cited)
    said.push(
      t('{who} 引用 {item}', {
        who: row.declined_by || word('holder', 'township'),
        item: itemWords(row.cited),
      }),
    );
  if (row.decision) {
    const who = [row.decided_by, clock(row.decided_at)].filter(Boolean).join(' ');
    said.push(
      `${who} ${t('裁定：{decision}。{note}', { decision: word('decision', row.decision), note: row.decision_note || '' })}`,
    );
  }
  return said.length ? said.map((words) => html`<p>${words}</p>`) : '—';
}

/** @param {any} row @param {() => void} onDone */
async function openDecision(row, onDone) {
  const { incident } = row;
  const done = await openDialog({
    title: t('裁定：{what}', { what: incident.service_name + aside(row.township_name) }),
    name: 'decision',
    view: (close) => html`<${Form} submit=${t('裁定')} fields=${['decision', 'note']}
      onSend=${async (/** @type {any} */ form) => close(await api.post(`/hand-downs/${row.id}/arbitrate`, { decision: form.decision.value, note: form.note.value.trim() }))}>
      ${(/** @type {any} */ faults) => html`
        <${Field} label=${t('由谁承担')} fault=${faults.decision}><${Choice} name="decision" pairs=${wordPairs('decision')} /></${Field}>
        <${Field} label=${t('理由')} fault=${faults.note}><textarea name="note" rows="3" maxlength="2000" required></textarea></${Field}>`}
    </${Form}>`,
  });
  if (!done) return;
  toast(t('已裁定'));
  onDone();
}

/** @param {{ roles: string[] }} props */
export function HandDowns({ roles }) {
  const [{ state = '' }, write] = useAddress();
  const [more, setMore] = useState(/** @type {any[]} */ ([]));
  const [cursor, setCursor] = useState(/** @type {string | null} */ (null));
  const asked = useAsked(async () => {
    const found = await api.get(`/hand-downs${query({ state, limit: PAGE })}`);
    setMore([]);
    setCursor(found.next_cursor);
    return found;
  }, [state]);
  const readMore = async () => {
    try {
      const found = await api.get(`/hand-downs${query({ state, limit: PAGE, cursor })}`);
      setMore((was) => was.concat(found.items));
      setCursor(found.next_cursor);
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  const isArbiter = roles.some((role) => ARBITERS.includes(role));
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('时间'), cell: (r) => clock(r.made_at), by: (r) => r.made_at, name: 'nowrap' },
    { head: t('镇街'), cell: (r) => r.township_name, by: (r) => r.township_name, name: 'nowrap' },
    {
      head: t('事件'),
      cell: (r) => html`${r.incident.service_name} <small>${r.incident.case_number}</small>`,
    },
    { head: t('下派人'), cell: (r) => r.made_by || '—', name: 'nowrap' },
    { head: t('依据与经费'), cell: (r) => html`<${Basis} row=${r} />` },
    {
      head: t('结果'),
      cell: (r) => html`<${Tag} state=${LOOKS[r.state]}>${word('hand_down_state', r.state)}</${Tag}>`,
      name: 'nowrap',
    },
    { head: t('如何结束'), cell: (r) => html`<${Ending} row=${r} />` },
    {
      head: '',
      cell: (r) =>
        isArbiter &&
        ['disputed', 'declined'].includes(r.state) &&
        html`<button type="button" class="small" onClick=${() => openDecision(r, asked.renew)}>${t('裁定')}</button>`,
    },
  ];
  return html`<${Asked} asked=${asked}>
    ${(/** @type {any} */ found) => {
      const counts = /** @type {Record<string, number>} */ (found.counts);
      const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
      const pairs = [
        ['', `${t('全部')} ${total}`],
        ...wordPairs('hand_down_state').map(([key, words]) => [key, `${words} ${counts[key] || 0}`]),
      ];
      return html`<${Chips} pairs=${pairs} chosen=${state} label=${t('筛选')} onChoose=${(/** @type {string} */ key) => write({ state: key })} />
        <${Panel} title=${t('下派与争议')}>
          <${Table} columns=${columns} rows=${found.items.concat(more)} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('没有这样的下派。')} />
          ${cursor && html`<button type="button" class="small" onClick=${readMore}>${t('更多')}</button>`}
        </${Panel}>`;
    }}
  </${Asked}>`;
}
