// Sheets of standards: looked at first, then taken in; written out as XLSX or CSV.

import { api, query } from '../shared/api.js';
import { fill, h, toast } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';
import { dayFrom, known } from './choices.js';
import { table } from './page.js';

function reportNodes(report) {
  const done = report.is_dry_run ? '将' : '已';
  return h('div', { class: 'answer' },
    h('p', null, `读到 ${report.rows} 行：${report.matters} 个小类（部件 ${report.components}，事件 ${report.events}），${report.conditions} 条立案条件。`),
    h('p', null, h('strong', null, `${done}新增 ${report.added}，${done}改版 ${report.changed}，不变 ${report.unchanged}`),
      report.not_in_sheet ? `；清单中另有 ${report.not_in_sheet} 个小类表里没有，保持不变` : ''),
    report.without_lead ? h('p', null, `${report.without_lead} 个新增小类的处置单位不是本地部门，牵头部门留空，由中心派遣。`) : null,
    report.unread.length ? h('div', { class: 'unread' }, h('p', null, `有 ${report.unread.length} 处读不懂：`),
      table([['表', (u) => u.table || '—'], ['行', (u) => String(u.row), 'nowrap'], ['列', (u) => u.column || '—', 'nowrap'], ['内容', (u) => u.text || '（空）'], ['原因', (u) => u.reason]], report.unread, '')) : null);
}

/** Choose a file, look at what it would change, take it in. */
export function openImport(onDone) {
  const say = problemPlace();
  const place = h('div', { 'aria-live': 'polite' });
  const file = h('input', { type: 'file', accept: '.xlsx,.csv', required: true });
  const list = h('input', { name: 'list', required: true, maxlength: '60', list: 'known-lists', value: known.lists[0] || '' });
  const from = h('input', { type: 'date', name: 'from', value: dayFrom(), required: true });
  const partly = h('input', { type: 'checkbox' });
  const look = h('button', { type: 'submit' }, '先看看');
  const take = h('button', { type: 'button', class: 'primary', disabled: true }, '导入');
  const send = (isDry) => api.raw('POST', `/admin/sheets${query({ list: list.value.trim(), valid_from: from.value, dry_run: isDry, partly: partly.checked })}`, {
    body: file.files[0], headers: { 'Content-Type': 'application/octet-stream' }, timeoutMs: 120000,
  }).then((response) => response.json());
  const form = h('form', null,
    field('标准表文件', 'file', file, '九列：大类代码、大类名称、小类代码、小类名称、处置单位、主管部门、立案条件、结案条件、处置时限；空格沿用上一行；部件、事件分表或加「类别」列'),
    h('div', { class: 'pair' }, field('清单名称', 'list', list, '同名清单再次导入即为改版'), field('生效日', 'from', from)),
    h('datalist', { id: 'known-lists' }, known.lists.map((name) => h('option', { value: name }))),
    h('label', { class: 'tick-line' }, partly, h('span', null, '读不懂的行略过，其余照样导入')),
    say.element, place, h('div', { class: 'form-end' }, look, take));
  const dialog = openDialog({ title: '导入标准表', content: form, wide: true, name: 'sheet' });
  form.addEventListener('change', () => { take.disabled = true; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const report = await whileBusy(look, say, () => send(true));
    if (!report) return;
    fill(place, reportNodes(report));
    take.disabled = report.matters === 0 || (report.unread.length > 0 && !partly.checked);
  });
  take.addEventListener('click', async () => {
    const report = await whileBusy(take, say, () => send(false));
    if (!report) return;
    dialog.close();
    toast(`已导入：新增 ${report.added}，改版 ${report.changed}。新增事项要经准入才到网格员手里。`);
    onDone();
  });
}

/** Choose a list and a format; the browser saves the file. */
export function openExport() {
  const list = choice('list', [['', '全部'], ...known.lists.map((name) => [name, name])]);
  const format = choice('format', [['xlsx', 'XLSX（部件、事件两张表）'], ['csv', 'CSV']]);
  const link = h('a', { class: 'button primary', download: '' }, '下载');
  const point = () => link.setAttribute('href', `/api/v1/admin/sheets${query({ list: list.value, format: format.value })}`);
  list.addEventListener('change', point);
  format.addEventListener('change', point);
  point();
  openDialog({ title: '导出标准表', name: 'export', content: h('div', null, h('div', { class: 'pair' }, field('清单', 'list', list), field('格式', 'format', format)), h('div', { class: 'form-end' }, link)) });
}
