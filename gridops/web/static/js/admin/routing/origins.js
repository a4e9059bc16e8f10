// @ts-check
// Policies of origins and precedents: what holds, what is coming, and the forms that change them.

import { datesOf, dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Field, Form, Phrased } from '../../parts/forms.js';
import { limitTyped } from '../../parts/limits.js';
import { WithdrawButton } from '../../parts/register.js';
import { openSchemaForm } from '../../parts/schema_form.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { aside, listed, t, word } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';
import { AsksMark } from '../area_questions.js';
import { policyWords } from './words.js';

const PATH = '/api/v1/admin/routing/origins';
const USUAL = { may_reject: true, may_merge: true, needs_answer: false, needs_call_back: false };
// The words of a limit go back as they came; how whole days are counted is the service's to add.
const COUNTING = /（次日起算）/;

/** @param {any} limit */
const limitWords = (limit) => (limit ? limitTyped(limit).replace(COUNTING, '') : '');

/** @param {string} origin @param {any} from @param {(routing: any) => void} onDone */
function openPolicy(origin, from, onDone) {
  openSchemaForm({
    title: t('来源政策：{name}', { name: word('origin', origin) }),
    submit: t('建立新版本'),
    said: t('已保存'),
    name: 'policy',
    wide: false,
    method: 'post',
    path: `${PATH}/{origin}/versions`,
    groups: [
      [
        { name: 'valid_from', label: t('生效日') },
        { name: 'valid_to', label: t('失效日'), hint: t('可不填；当日起不再有效') },
      ],
      [
        { name: 'may_reject', label: t('可以不予受理') },
        { name: 'may_merge', label: t('可以并入相同事件') },
      ],
      [
        { name: 'needs_answer', label: t('结案前须答复') },
        { name: 'needs_call_back', label: t('结案前须回访') },
      ],
      [
        { name: 'return_to', label: t('退回谁'), hint: t('不填即不能退回来源单位') },
        { name: 'return_limit', label: t('退回期限'), hint: t('如 2工作日，从次日起算') },
      ],
      [
        {
          name: 'own_limit',
          label: t('自带时限'),
          hint: t('来件没有写明期限时用，如 5工作日；本地时限在它之前结束'),
        },
      ],
    ],
    value: {
      ...from,
      valid_from: dayFrom(),
      valid_to: null,
      return_limit: limitWords(from.return_limit),
      own_limit: limitWords(from.own_limit),
    },
    send: (body) => api.post(`${PATH}/${origin}/versions`, body),
    onDone,
  });
}

/** What holds for each origin.
 * @param {{ origins: any[], onChanged: (routing: any) => void }} props */
export function Origins({ origins, onChanged }) {
  const rows = origins.map(({ origin, versions }) => ({
    origin,
    held: versions.find((/** @type {any} */ v) => v.state === 'in_force') || null,
    coming: versions.find((/** @type {any} */ v) => v.state === 'coming') || null,
  }));
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('来源'), cell: (r) => word('origin', r.origin), name: 'nowrap' },
    {
      head: t('政策'),
      cell: (r) => html`${r.held ? policyWords(r.held) : t('按通常办理')}
        ${r.coming && html`<p class="hint">${t('{day} 起：{what}', { day: r.coming.valid_from, what: policyWords(r.coming) })}</p>`}`,
    },
    {
      head: t('有效'),
      cell: (r) => r.held && listed([t('第 {n} 版', { n: r.held.version }), datesOf(r.held)]),
    },
    {
      head: '',
      cell: (
        r,
      ) => html`<button type="button" class="small" data-origin=${r.origin} onClick=${() => openPolicy(r.origin, r.coming || r.held || USUAL, onChanged)}>${t('修改')}</button>
        ${
          r.coming &&
          html`<${WithdrawButton} path=${`/admin/routing/origins/${r.origin}/versions/${r.coming.version}`} what=${`${word('origin', r.origin)} ${t('第 {n} 版', { n: r.coming.version })}`} onDone=${onChanged} />`
        }`,
    },
  ];
  return html`<${Table} columns=${columns} rows=${rows} rowKey=${(/** @type {any} */ r) => r.origin} empty=${t('没有来源')} />`;
}

/** @param {any} precedent @param {(routing: any) => void} onDone */
async function openEnd(precedent, onDone) {
  const area = precedent.area_name || precedent.area_code;
  const done = await openDialog({
    title: t('终止先例：{what}', { what: listed([precedent.service_name, area]) }),
    name: 'precedent',
    view: (close) => html`<${Form} submit=${t('终止')} fields=${['why']}
      onSend=${async (/** @type {any} */ form) => close(await api.post(`/admin/routing/precedents/${precedent.id}/end`, { why: form.why.value.trim() }))}>
      ${(/** @type {any} */ faults) => html`<${Field} label=${t('为什么终止')} fault=${faults.why}>
        <${Phrased} name="why" required=${true} phrases=${[t('职责清单已明确'), t('已另立规则'), t('原裁定不再适用')]} />
      </${Field}>`}
    </${Form}>`,
  });
  if (!done) return;
  toast(t('已终止，此后按规则派遣'));
  onDone(done);
}

/** Precedents, those in force first.
 * @param {{ precedents: any[], onChanged: (routing: any) => void }} props */
export function Precedents({ precedents, onChanged }) {
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    {
      head: t('事项'),
      cell: (p) => p.service_name + aside(t('{level}级', { level: word('level', p.level) })),
      by: (p) => p.service_name,
    },
    { head: t('区域'), cell: (p) => html`${p.area_name || p.area_code}<${AsksMark} row=${p} />` },
    { head: t('由谁办'), cell: (p) => p.unit_name || t('（力量已停用）') },
    {
      head: t('裁定'),
      cell: (p) =>
        p.reason +
        aside(
          listed([
            t('案件 {number}', { number: p.case_number }),
            p.decided_by || t('中心'),
            clock(p.decided_at),
          ]),
        ),
    },
    {
      head: '',
      cell: (p) =>
        p.ended_at
          ? html`<span class="hint">${t('{at} 终止：{why}', { at: clock(p.ended_at), why: p.ended_why })}</span>`
          : html`<button type="button" class="small danger" data-precedent=${p.id} onClick=${() => openEnd(p, onChanged)}>${t('终止')}</button>`,
    },
  ];
  return html`<${Table} columns=${columns} rows=${precedents} rowKey=${(/** @type {any} */ p) => p.id}
    empty=${t('还没有先例。同一事件两次退单后，中心写明理由的派遣会成为先例。')} />`;
}
