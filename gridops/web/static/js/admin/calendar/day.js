// @ts-check
// One day changed by hand, and a year's notice taken in from a file: looked at first.

import { openDialog } from '../../parts/dialog.js';
import { Choice, Field, Form } from '../../parts/forms.js';
import { toast } from '../../parts/toasts.js';
import { api, query } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';
import { LookFirst } from '../look_first.js';

/** Change one day; `onDone(calendar)` with the year as it is then.
 * @param {any} calendar @param {any} day @param {(calendar: any) => void} onDone */
export async function openDay(calendar, day, onDone) {
  if (!calendar.is_known) {
    openDialog({
      title: day.date,
      view: () =>
        html`<p>${t('{year} 年的放假安排还没有录入。请先导入全年的通知，再改个别日子。', { year: calendar.year })}</p>`,
    });
    return;
  }
  /** @param {any} form */
  const send = ({ kind, note }) =>
    api.put(`/admin/calendar/days/${day.date}`, {
      is_working: kind.value === 'yes',
      note: note.value.trim(),
    });
  const kinds = [
    ['yes', t('上班')],
    ['no', t('放假')],
  ];
  const changed = await openDialog({
    title: day.date,
    name: 'day',
    view: (close) => html`<p class="hint">${day.words}</p>
      <${Form} submit=${t('保存')} fields=${['note']} onSend=${async (/** @type {any} */ form) => close(await send(form))}>
        ${(/** @type {any} */ faults) => html`
          <${Field} label=${t('这一天')}><${Choice} name="kind" pairs=${kinds} value=${day.isWorking ? 'yes' : 'no'} /></${Field}>
          <${Field} label=${t('说明')} fault=${faults.note}><input name="note" maxlength="100" defaultValue=${day.note} /></${Field}>
          <p class="hint">${t('已经立案的事件，期限不变。')}</p>`}
      </${Form}>`,
  });
  if (!changed) return;
  toast(t('已保存'));
  onDone(changed);
}

/** @param {File} file @param {boolean} isDry */
async function sendNotice(file, isDry) {
  const headers = { 'Content-Type': 'text/csv' };
  const response = await api.raw('POST', `/admin/calendar/notices${query({ dry_run: isDry })}`, {
    body: file,
    headers,
  });
  return response.json();
}

/** Choose a notice's file, look at it, take it in; `onDone(year)`.
 * @param {(year: number) => void} onDone */
export async function openNotice(onDone) {
  const done = await openDialog({
    title: t('导入放假安排'),
    name: 'notice',
    view: (close) => html`<${LookFirst}
      onSend=${(/** @type {any} */ form, /** @type {boolean} */ isDry) => sendNotice(form.file.files[0], isDry)}
      onDone=${close}
      report=${(/** @type {any} */ found) =>
        html`<p class="answer">${t('{year} 年：放假 {off} 天，调休上班 {on} 天。', { year: found.year, off: found.holidays, on: found.working })}</p>`}
    >
      <${Field} label=${t('放假安排（CSV）')} hint=${t('一行一天或一段：日期,类型,节日；类型写放假或上班。如 2027-02-05~2027-02-11,放假,春节')}>
        <input type="file" name="file" accept=".csv,.xlsx,.xls,text/csv" required />
      </${Field}>
      <p class="hint">${t('按国务院办公厅的通知录入：没有列出的日子按周一至周五。导入会重写这一年的日历，已立案事件的期限不变。')}</p>
    </${LookFirst}>`,
  });
  if (!done) return;
  toast(t('{year} 年放假安排已录入，与之前不同的有 {n} 天', { year: done.year, n: done.changed }));
  onDone(done.year);
}
