// @ts-check
// /admin/parts: every shared part on one page, for whoever builds pages. Only in the demonstration; it changes nothing.

import { t, word } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html, useState } from '../../shared/ui.js';
import { useAddress } from '../address.js';
import { DateSpan, dayFrom, Period } from '../dates.js';
import { confirmed, openDialog } from '../dialog.js';
import { Choice, Field, FieldGroup, Form, Phrased, Tick } from '../forms.js';
import { Changed, useOpenForm } from '../open_form.js';
import { beginPage } from '../page.js';
import { AreaPicker, MatterPicker, UnitPicker } from '../pickers.js';
import { Progress } from '../progress.js';
import { History, Panel } from '../register.js';
import { SchemaForm } from '../schema_form.js';
import { Empty, Fault, Loading } from '../states.js';
import { Facts, Table } from '../table.js';
import { Chips, ChoiceList, Tabs } from '../tabs.js';
import { toast } from '../toasts.js';

const ROWS = [
  { code: 'A-2', state: 'in_force', n: 12 },
  { code: 'A-10', state: 'coming', n: 3 },
  { code: 'A-1', state: 'past', n: 40 },
];

function Pickers() {
  const [said, say] = useState('—');
  const hear = (/** @type {any} */ option) => say(option ? `${option.key} ${option.words}` : '—');
  return html`<${Panel} title=${t('按名称选择')} part="pickers">
    <form data-keeps-nothing onSubmit=${(/** @type {Event} */ e) => e.preventDefault()}>
      <div class="three">
        <${FieldGroup} label=${t('区域')}><${AreaPicker} name="area" onChoose=${hear} /></${FieldGroup}>
        <${FieldGroup} label=${t('事项')}><${MatterPicker} name="matter" onChoose=${hear} /></${FieldGroup}>
        <${FieldGroup} label=${t('力量')}><${UnitPicker} name="unit" onChoose=${hear} units=${[{ id: 'u1', name: '—' }]} /></${FieldGroup}>
      </div>
    </form>
    <p class="hint" data-part="picked" role="status">${said}</p>
  </${Panel}>`;
}

function Opened() {
  const [thing, set] = useState({ version: 1, urgency: 'normal' });
  const open = useOpenForm(thing, (before, now) => [
    `${word('urgency', before.urgency)} → ${word('urgency', now.urgency)}`,
  ]);
  return html`<${Panel} title=${t('打开的表单')} part="open-form">
    <${Changed} open=${open} />
    <${Form} submit=${t('保存')} onSend=${async () => toast(t('已保存'))}>
      <${Field} label=${t('备注')}><textarea name="note" rows="2"></textarea></${Field}>
    </${Form}>
    <button type="button" class="small" data-action="change" onClick=${() => set({ version: thing.version + 1, urgency: 'urgent' })}>${t('模拟他人改动')}</button>
  </${Panel}>`;
}

function Windows() {
  const open = () =>
    openDialog({
      title: t('窗口'),
      view: (close) => html`<${Form} submit=${t('保存')} onSend=${async () => close(true)}>
        <${Field} label=${t('备注')}><textarea name="note" rows="3"></textarea></${Field}>
        <${DateSpan} from=${dayFrom()} />
      </${Form}>`,
    });
  const ask = async () => {
    const yes = await confirmed({ title: t('确定吗？'), yes: t('确定') });
    toast(yes ? t('确定') : t('取消'), yes ? 'ok' : 'warn');
  };
  return html`<${Panel} title=${t('窗口与提示')} part="windows">
    <div class="line wrap">
      <button type="button" data-action="window" onClick=${open}>${t('窗口')}</button>
      <button type="button" data-action="ask" onClick=${ask}>${t('确定吗？')}</button>
      <button type="button" data-action="toast" onClick=${() => toast(t('已保存'))}>${t('提示')}</button>
    </div>
    <${Progress} words=${t('正在读取…')} share=${0.4} />
    <${Progress} words=${t('正在读取…')} />
  </${Panel}>`;
}

function Lists() {
  const [{ tab = 'one' }, write] = useAddress();
  const [chip, choose] = useState('');
  const [key, take] = useState(/** @type {string | null} */ (null));
  return html`<${Panel} title=${t('标签页与列表')} part="lists">
    <${Tabs} label=${t('标签页与列表')} chosen=${tab} onChoose=${(/** @type {string} */ next) => write({ tab: next })}
      tabs=${[['one', t('列表')], ['two', t('表格')]]} />
    <div id="tab-one" role="tabpanel" hidden=${tab !== 'one'}>
      <${Chips} label=${t('筛选')} chosen=${chip} onChoose=${choose} pairs=${[['', t('全部')], ['coming', word('row_state', 'coming')]]} />
      <${ChoiceList} label=${t('列表')} chosen=${key} onChoose=${take}
        items=${ROWS.filter((row) => !chip || row.state === chip).map((row) => ({ key: row.code, view: html`<strong>${row.code}</strong>` }))} />
    </div>
    <div id="tab-two" role="tabpanel" hidden=${tab !== 'two'}>
      <${Table} empty=${t('没有符合的')} rows=${ROWS} columns=${[
        {
          head: t('编号'),
          cell: (/** @type {any} */ row) => row.code,
          by: (/** @type {any} */ row) => row.code,
        },
        {
          head: t('状态'),
          cell: (/** @type {any} */ row) =>
            html`<span class="tag" data-state=${row.state}>${word('row_state', row.state)}</span>`,
        },
        {
          head: t('数量'),
          cell: (/** @type {any} */ row) => row.n,
          by: (/** @type {any} */ row) => row.n,
          name: 'number',
        },
      ]} />
    </div>
  </${Panel}>`;
}

function Drawn() {
  return html`<${Panel} title=${t('按接口结构画出的表单')} part="schema">
    <${SchemaForm} method="post" path="/api/v1/admin/area-classes" submit=${t('保存')}
      onSend=${async (/** @type {any} */ body) => toast(JSON.stringify(body))}
      groups=${[
        [
          { name: 'area_code', label: t('区域'), picker: 'area' },
          { name: 'valid_from', label: t('生效日') },
        ],
      ]} />
  </${Panel}>`;
}

function Parts() {
  const [period, setPeriod] = useState([dayFrom(-7), dayFrom()]);
  return html`<main id="main" class="admin-view parts">
    <${Windows} /><${Pickers} /><${Opened} /><${Lists} /><${Drawn} />
    <${Panel} title=${t('字段')} part="fields">
      <form data-keeps-nothing>
        <div class="three">
          <${Field} label=${t('编号')} hint=${t('可不填')} fault=${t('没有符合的')}><input name="code" aria-invalid="true" /></${Field}>
          <${Field} label=${t('状态')}><${Choice} name="state" open pairs=${[['a', 'A'], ['b', 'B']]} /></${Field}>
          <${Tick} name="tick" label=${t('已保存')} checked />
        </div>
        <${Field} label=${t('备注')}><${Phrased} name="note" phrases=${[t('确定'), t('取消')]} /></${Field}>
        <${Period} from=${period[0]} to=${period[1]} onChange=${(/** @type {string} */ from, /** @type {string} */ to) => setPeriod([from, to])} />
      </form>
    </${Panel}>
    <${Panel} title=${t('状态')} part="states">
      <${Loading} /><${Empty}>${t('没有符合的')}</${Empty}><${Fault} problem=${new Error(t('没有符合的'))} onRetry=${() => toast(t('再试一次'))} />
      <${Facts} pairs=${[[t('编号'), 'A-1'], [t('数量'), 40]]} />
      <${History} clock=${clock} changes=${[{ at: new Date().toISOString(), actor: null }]} words=${() => t('已保存')} />
    </${Panel}>
  </main>`;
}

beginPage({
  title: t('页面部件'),
  plan: { face: t('管理'), home: '/admin' },
  roles: ['admin'],
  refusal: t('本页只供管理员使用。请用管理员账号登录，或返回首页。'),
  view: () => html`<${Parts} />`,
});
