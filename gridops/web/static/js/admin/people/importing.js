// @ts-check
// A sheet of persons: the template, a look at what it would do with every fault by cell, then taken in.

import { withPassword } from '../../parts/confirming.js';
import { openDialog } from '../../parts/dialog.js';
import { Field } from '../../parts/forms.js';
import { Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { LookFirst } from '../look_first.js';

/** @param {any} elements @param {boolean} isDry */
async function send(elements, isDry) {
  const answer = await withPassword(() =>
    api.raw('POST', `/admin/accounts/import?dry_run=${isDry}`, {
      body: elements.file.files[0],
      headers: { 'Content-Type': 'application/octet-stream' },
      timeoutMs: 120000,
    }),
  );
  return answer.json();
}

/** @param {any} found */
function report(found) {
  const says = t('{rows} 行：新增 {made} 人，已有 {known} 人，新岗位 {posts} 个', {
    rows: found.rows,
    made: found.new_accounts,
    known: found.known_accounts,
    posts: found.new_posts,
  });
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('单元格'), cell: (r) => html`<span class="stored">${r.cell}</span>`, name: 'nowrap' },
    { head: t('列'), cell: (r) => html`<span class="stored">${r.column}</span>`, name: 'nowrap' },
    { head: t('内容'), cell: (r) => html`<span class="stored">${r.text}</span>` },
    { head: t('问题'), cell: (r) => html`<span class="stored">${r.message}</span>` },
  ];
  if (found.fault_count === 0)
    return html`<p class="notice" data-part="ready">${says}${t('。可以导入。')}</p>`;
  return html`<p class="problem" data-part="faults">${t('{n} 处要改，改好后再选一次文件；现在什么也没有写入。', { n: found.fault_count })}</p>
    <${Table} columns=${columns} rows=${found.faults} empty="" />`;
}

/** @param {{ onDone: () => void }} options */
export async function openImport({ onDone }) {
  const done = await openDialog({
    title: t('从表格导入人员'),
    name: 'import',
    wide: true,
    view: (close) => html`<p>${t('一行一个人一个岗位；同一个人有几个岗位就写几行。')}
        <a href="/api/v1/admin/accounts/template" download>${t('下载模板（带示例）')}</a></p>
      <${LookFirst} onSend=${send} report=${report} mayTake=${(/** @type {any} */ found) => found.fault_count === 0 && found.rows > 0} onDone=${close}>
        <${Field} label=${t('表格文件')} hint=${t('XLSX、XLS 或 CSV')}><input type="file" name="file" required accept=".xlsx,.xls,.csv" /></${Field}>
      </${LookFirst}>`,
  });
  if (!done) return;
  toast(t('已导入 {n} 人', { n: done.new_accounts }));
  onDone();
}
