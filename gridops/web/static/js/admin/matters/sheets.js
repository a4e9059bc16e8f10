// @ts-check
// Sheets of standards: looked at first, then taken in; written out as XLSX or CSV.

import { dayFrom } from '../../parts/dates.js';
import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, Tick } from '../../parts/forms.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { clauses, lang, t } from '../../shared/language.js';
import { html, useState } from '../../shared/ui.js';
import { LookFirst } from '../look_first.js';

const TIMEOUT_MS = 120000;

/** @param {{ report: any }} props */
function Report({ report }) {
  const counts = { added: report.added, changed: report.changed, same: report.unchanged };
  const read = {
    rows: report.rows,
    n: report.matters,
    components: report.components,
    events: report.events,
    conditions: report.conditions,
  };
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('表#sheet'), cell: (u) => u.table || '—' },
    { head: t('单元格'), cell: (u) => u.cell || '—', name: 'nowrap' },
    { head: t('列'), cell: (u) => u.column || '—', name: 'nowrap' },
    { head: t('内容'), cell: (u) => u.text || t('（空）') },
    { head: t('原因'), cell: (u) => (lang === 'zh' ? u.reason : u.reason_en) },
  ];
  return html`<div class="answer">
    <p>${t('读到 {rows} 行：{n} 个小类（部件 {components}，事件 {events}），{conditions} 条立案条件。', read)}</p>
    <p>${clauses([
      report.is_dry_run
        ? t('将新增 {added}，将改版 {changed}，不变 {same}', counts)
        : t('已新增 {added}，已改版 {changed}，不变 {same}', counts),
      report.not_in_sheet > 0 && t('清单中另有 {n} 个小类表里没有，保持不变', { n: report.not_in_sheet }),
    ])}</p>
    ${
      report.without_lead > 0 &&
      html`<p>${t('{n} 个新增小类的处置单位不是本地部门，牵头部门留空，由中心派遣。', { n: report.without_lead })}</p>`
    }
    ${report.remarks.map((/** @type {Record<string, string>} */ said) => html`<p class="notice" data-remark>${said[lang]}</p>`)}
    ${
      report.unread.length > 0 &&
      html`<div class="unread">
        <p>${t('有 {n} 处读不懂：', { n: report.unread.length })}</p>
        <${Table} columns=${columns} rows=${report.unread} empty="" />
      </div>`
    }
  </div>`;
}

/** @param {any} form @param {boolean} isDry */
async function sendSheet(form, isDry) {
  const asked = {
    list: form.list.value.trim(),
    valid_from: form.from.value,
    dry_run: isDry,
    partly: form.partly.checked,
  };
  const response = await api.raw('POST', `/admin/sheets${query(asked)}`, {
    body: form.file.files[0],
    headers: { 'Content-Type': 'application/octet-stream' },
    timeoutMs: TIMEOUT_MS,
  });
  return response.json();
}

/** Choose a file, look at what it would change, take it in.
 * @param {any} known @param {() => void} onDone */
export async function openImport(known, onDone) {
  /** @param {any} report @param {any} form */
  const mayTake = (report, form) => report.matters > 0 && (report.unread.length === 0 || form.partly.checked);
  const hint = t(
    '九列：大类代码、大类名称、小类代码、小类名称、处置单位、主管部门、立案条件、结案条件、处置时限；空格沿用上一行；部件、事件分表或加「类别」列',
  );
  const done = await openDialog({
    title: t('导入标准表'),
    wide: true,
    name: 'sheet',
    view: (
      close,
    ) => html`<${LookFirst} onSend=${sendSheet} mayTake=${mayTake} onDone=${close} report=${(/** @type {any} */ report) => html`<${Report} report=${report} />`}>
      <${Field} label=${t('标准表文件')} hint=${hint}><input type="file" name="file" accept=".xlsx,.xls,.csv" required /></${Field}>
      <div class="pair">
        <${Field} label=${t('清单名称')} hint=${t('同名清单再次导入即为改版')}>
          <input name="list" required maxlength="60" list="known-lists" defaultValue=${known.lists[0] || ''} />
        </${Field}>
        <${Field} label=${t('生效日')}><input type="date" name="from" required defaultValue=${dayFrom()} /></${Field}>
      </div>
      <datalist id="known-lists">${known.lists.map((/** @type {string} */ name) => html`<option value=${name}></option>`)}</datalist>
      <${Tick} name="partly" label=${t('读不懂的行略过，其余照样导入')} />
    </${LookFirst}>`,
  });
  if (!done) return;
  toast(
    t('已导入：新增 {added}，改版 {changed}。新增事项要经准入才到网格员手里。', {
      added: done.added,
      changed: done.changed,
    }),
  );
  onDone();
}

/** @param {{ lists: string[] }} props */
function Export({ lists }) {
  const [list, setList] = useState('');
  const [format, setFormat] = useState('xlsx');
  const all = [['', t('全部')], ...lists.map((name) => [name, name])];
  const formats = [
    ['xlsx', t('XLSX（部件、事件两张表）')],
    ['csv', 'CSV'],
  ];
  return html`<div data-keeps-nothing>
    <div class="pair">
      <${Field} label=${t('清单')}><${Choice} name="list" pairs=${all} value=${list} onChange=${setList} /></${Field}>
      <${Field} label=${t('格式')}><${Choice} name="format" pairs=${formats} value=${format} onChange=${setFormat} /></${Field}>
    </div>
    <div class="form-end"><a class="button primary" download="" href=${`/api/v1/admin/sheets${query({ list, format })}`}>${t('下载')}</a></div>
  </div>`;
}

/** Choose a list and a format; the browser saves the file.
 * @param {any} known */
export function openExport(known) {
  openDialog({
    title: t('导出标准表'),
    name: 'export',
    view: () => html`<${Export} lists=${known.lists} />`,
  });
}
