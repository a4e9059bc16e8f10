// @ts-check
// A sheet of a register: its template, looked at with every fault by its cell, taken in as a whole.

import { withPassword } from '../parts/confirming.js';
import { openDialog } from '../parts/dialog.js';
import { Field } from '../parts/forms.js';
import { Table } from '../parts/table.js';
import { toast } from '../parts/toasts.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { LookFirst } from './look_first.js';

const TIMEOUT_MS = 120000;

/** @param {{ report: any }} props */
function Report({ report }) {
  /** @type {import('../parts/table.js').Column[]} */
  const columns = [
    { head: t('单元格'), cell: (one) => `${one.sheet ? `${one.sheet}!` : ''}${one.cell}`, name: 'nowrap' },
    { head: t('列'), cell: (one) => one.column || '—', name: 'nowrap' },
    { head: t('内容'), cell: (one) => html`<span class="stored">${one.text || t('（空）')}</span>` },
    { head: t('原因'), cell: (one) => one.message },
  ];
  return html`<div class="answer">
    <p>${t('读到 {rows} 行：新增 {made}，修改 {changed}，不变 {same}', report)}</p>
    ${
      report.fault_count > 0 &&
      html`<p class="problem">${t('有 {n} 处要改，改好前什么都不会写入：', { n: report.fault_count })}</p>
      <${Table} columns=${columns} rows=${report.faults} empty="" />`
    }
  </div>`;
}

/** @param {string} path as '/admin/units' @param {string} title @param {() => void} onDone */
export async function openRowSheet(path, title, onDone) {
  /** @param {any} form @param {boolean} isDry */
  const send = async (form, isDry) => {
    const response = await withPassword(() =>
      api.raw('POST', `${path}/import?dry_run=${isDry}`, {
        body: form.file.files[0],
        headers: { 'Content-Type': 'application/octet-stream' },
        timeoutMs: TIMEOUT_MS,
      }),
    );
    return response.json();
  };
  const done = await openDialog({
    title,
    wide: true,
    name: 'sheet',
    view: (
      close,
    ) => html`<${LookFirst} onSend=${send} mayTake=${(/** @type {any} */ found) => found.rows > 0 && found.fault_count === 0}
      onDone=${close} report=${(/** @type {any} */ found) => html`<${Report} report=${found} />`}>
      <${Field} label=${t('表格文件')} hint=${t('XLSX、XLS 或 CSV；表头照模板')}><input type="file" name="file" accept=".xlsx,.xls,.csv" required /></${Field}>
      <p><a download="" href=${`/api/v1${path}/template?format=xlsx`}>${t('下载模板')}</a></p>
    </${LookFirst}>`,
  });
  if (!done) return;
  toast(t('已导入：新增 {made}，修改 {changed}', done));
  onDone();
}
