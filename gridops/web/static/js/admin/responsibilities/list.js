// @ts-check
// The administrator's list of responsibilities: items with their versions, and what is done first.

import { writeAddress } from '../../parts/address.js';
import { confirmed } from '../../parts/dialog.js';
import { EndButton, itemsOf, Panel, Register, RowDays, Tag, WithdrawButton } from '../../parts/register.js';
import { Asked, Empty, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t, word } from '../../shared/language.js';
import { html, useMemo } from '../../shared/ui.js';
import { AreaQuestions, AsksMark } from '../area_questions.js';
import { Changes, rowChange } from '../changes.js';
import { namesOf, whatWords } from '../named.js';
import { openFirstDuty, openItemVersion, openNewItem } from './form.js';

const PATH = '/admin/responsibilities';
const KINDS = ['basic', 'assisting', 'taken_back'];
/** What the address calls the list of what is done first. */
const FIRST = 'first';

function filters() {
  return [
    ...KINDS.map((kind) => ({
      key: kind,
      words: word('responsibility_kind', kind),
      holds: (/** @type {any} */ item) =>
        item.rows.some((/** @type {any} */ row) => row.kind === kind && row.state !== 'past'),
    })),
    {
      key: 'changing',
      words: t('将有变化'),
      holds: (/** @type {any} */ item) =>
        item.rows.some(
          (/** @type {any} */ row) => row.state === 'coming' || (row.state === 'in_force' && row.valid_to),
        ),
    },
  ];
}

/** @param {{ item: any, names: any }} props */
function Line({ item, names }) {
  const row = item.rows.find((/** @type {any} */ one) => one.state === 'in_force') || item.rows[0];
  const agency = names.agencies.get(row.upper_agency) || row.upper_agency;
  const says = [item.code, row.item_group, agency, word('payer', row.paid_by)];
  return html`<span>${row.item_name}</span>
    <span class="tags"><${AsksMark} row=${item.rows.find((/** @type {any} */ one) => one.area_question) || {}} /><${Tag} state=${row.kind === 'taken_back' ? 'coming' : ''}>${word('responsibility_kind', row.kind)}</${Tag}></span>
    <small>${says.filter(Boolean).join(' · ')}</small>`;
}

/** @param {{ code: string, found: any, names: any, onChanged: (item: any) => void }} props */
function Item({ code, found, names, onChanged }) {
  const asked = useAsked(() => api.get(`${PATH}/${encodeURIComponent(code)}`), [code, found]);
  const changed = (/** @type {any} */ item) => {
    asked.set(item);
    onChanged(item);
  };
  /** @param {any} row */
  const acts = (row) => html`<div class="line wrap">
    ${row.state !== 'past' && html`<button type="button" class="small" onClick=${() => openItemVersion({ found, names, row, onDone: changed })}>${t('新版本')}</button>`}
    ${row.state === 'in_force' && html`<${EndButton} path=${`${PATH}/${row.id}`} what=${row.item_name} onDone=${changed} />`}
    ${row.state === 'coming' && html`<${WithdrawButton} path=${`${PATH}/${row.id}`} what=${row.item_name} onDone=${changed} />`}
  </div>`;
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('类别'), cell: (r) => word('responsibility_kind', r.kind), name: 'nowrap' },
    { head: t('适用'), cell: (r) => names.townships.get(r.area_code) || t('全部镇街') },
    { head: t('对应事项'), cell: (r) => whatWords(names, r) || '—' },
    { head: t('上级部门'), cell: (r) => names.agencies.get(r.upper_agency) || r.upper_agency || '—' },
    { head: t('上级做什么'), cell: (r) => r.upper_part || '—' },
    { head: t('镇街做什么'), cell: (r) => r.town_part || '—' },
    { head: t('经费'), cell: (r) => word('payer', r.paid_by), name: 'nowrap' },
    { head: t('文件与项号'), cell: (r) => r.reference },
    {
      head: t('有效'),
      cell: (r) => html`<${RowDays} row=${r} /><${AsksMark} row=${r} />`,
      by: (r) => r.valid_from,
    },
    { head: '', cell: acts },
  ];
  return html`<${Asked} asked=${asked}>
    ${(/** @type {any} */ item) => {
      const [first] = item.items;
      return html`<header class="view-head">
          <div>
            <h2>${first ? first.item_name : t('已全部撤回')}<small>${item.item_code}</small></h2>
            ${first && html`<p class="hint">${[first.item_group, first.note].filter(Boolean).join(' · ')}</p>`}
          </div>
        </header>
        <${Panel} title=${t('版本')}><${Table} columns=${columns} rows=${item.items} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('没有记录')} /></${Panel}>
        <${Panel} title=${t('修改记录')}><${Changes} changes=${item.changes} words=${rowChange} /></${Panel}>`;
    }}
  </${Asked}>`;
}

/** @param {{ found: any, names: any, onChanged: () => void }} props */
function FirstDuties({ found, names, onChanged }) {
  /** @param {any} row */
  const remove = async (row) => {
    const yes = await confirmed({
      title: t('移出'),
      text: t('移出后，没有依据的下派将被拒绝。确定移出？'),
      yes: t('移出'),
      isDangerous: true,
    });
    if (!yes) return;
    try {
      await api.del(`/admin/first-duties/${row.id}`);
      onChanged();
    } catch (/** @type {any} */ problem) {
      toast(problem.words || problem.message, 'danger');
    }
  };
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('理由'), cell: (r) => word('ground', r.ground), name: 'nowrap' },
    { head: t('事项'), cell: (r) => (r.origin ? t('全部 12345 来件') : whatWords(names, r)) },
    {
      head: '',
      cell: (r) =>
        !r.origin &&
        html`<button type="button" class="small" onClick=${() => remove(r)}>${t('移出')}</button>`,
    },
  ];
  return html`<header class="view-head">
      <div>
        <h2>${t('先处置、后裁定')}</h2>
        <p class="hint">${t('这些事项的下派即使没有依据也不阻断：记为有争议，先办，事后裁定。')}</p>
      </div>
      <button type="button" class="small primary" onClick=${() => openFirstDuty({ found, names, onDone: onChanged })}>${t('加入')}</button>
    </header>
    <${Panel} title=${t('先处置的事项')}><${Table} columns=${columns} rows=${found.first_duties} rowKey=${(/** @type {any} */ r) => r.id} empty=${t('没有')} /></${Panel}>`;
}

/** The list with one item or the first duties beside it. */
export function Responsibilities() {
  const asked = useAsked(() => api.get('/admin/responsibilities'), []);
  const found = asked.value;
  const names = useMemo(() => namesOf(found || {}), [found]);
  const items = useMemo(() => (found ? itemsOf(found.items) : null), [found]);
  /** @param {any} item */
  const changed = (item) => {
    asked.renew();
    writeAddress({ item: item.item_code });
  };
  /** @param {any} item @param {string} typed */
  const finds = (item, typed) =>
    item.rows.some((/** @type {any} */ row) =>
      [
        row.item_code,
        row.item_name,
        row.item_group,
        names.agencies.get(row.upper_agency) || '',
        whatWords(names, row),
        row.reference,
      ].some((text) => text.toLowerCase().includes(typed)),
    );
  const tools = html`<button type="button" class="small primary" disabled=${!found} onClick=${() => openNewItem({ found, names, onDone: changed })}>${t('新增项目')}</button>
    <button type="button" class="small" disabled=${!found} onClick=${() => writeAddress({ item: FIRST }, { isStep: true })}>${t('先处置、后裁定')}</button>`;
  /** @param {string | null} code */
  const beside = (code) => {
    if (!code || !found)
      return html`<${Empty}>${t('从左侧选择一项，查看它归谁、谁出钱、何时起止和修改记录。')}</${Empty}>`;
    if (code === FIRST)
      return html`<${FirstDuties} found=${found} names=${names} onChanged=${asked.renew} />`;
    return html`<${Item} key=${code} code=${code} found=${found} names=${names} onChanged=${changed} />`;
  };
  return html`<${Register}
    items=${items} problem=${asked.problem} itemKey=${(/** @type {any} */ item) => item.code} finds=${finds} filters=${filters()} tools=${tools}
    view=${(/** @type {any} */ item) => html`<${Line} item=${item} names=${names} />`} label=${t('履职清单')} isPart=${true}
    countWords=${(/** @type {number} */ n) => t('{n} 项', { n })} placeholder=${t('查找：名称、编号、部门、事项、文件')}
  >${(/** @type {string | null} */ code) => html`<${AreaQuestions} kinds=${['responsibility']} onDone=${asked.renew} />${beside(code)}`}</${Register}>`;
}
