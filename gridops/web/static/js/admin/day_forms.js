// One day changed by hand, and a year's notice taken in from a file: looked at first.

import { api, query } from '../shared/api.js';
import { fill, h, toast } from '../shared/dom.js';
import { openDialog } from '../desk/dialog.js';
import { choice, field, problemPlace, whileBusy } from '../desk/forms.js';

/** Change one day; `onDone(calendar)` with the year as it is then. */
export function openDay(calendar, day, onDone) {
  if (!calendar.is_known) {
    openDialog({ title: day.date, content: h('p', null, `${calendar.year} 年的放假安排还没有录入。请先导入全年的通知，再改个别日子。`) });
    return;
  }
  const say = problemPlace();
  const save = h('button', { type: 'submit', class: 'primary' }, '保存');
  const kind = choice('kind', [['yes', '上班'], ['no', '放假']], day.isWorking ? 'yes' : 'no');
  const note = h('input', { name: 'note', maxlength: '100', value: day.note });
  const form = h('form', null, h('p', { class: 'hint' }, day.words), field('这一天', 'this day', kind), field('说明', 'note', note),
    h('p', { class: 'hint' }, '已经立案的事件，期限不变。'), say.element, h('div', { class: 'form-end' }, save));
  const dialog = openDialog({ title: day.date, content: form, name: 'day' });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const changed = await whileBusy(save, say, () => api.put(`/admin/calendar/days/${day.date}`, { is_working: kind.value === 'yes', note: note.value.trim() }));
    if (!changed) return;
    dialog.close();
    toast('已保存');
    onDone(changed);
  });
}

/** Choose a notice's file, look at it, take it in; `onDone(year)`. */
export function openNotice(onDone) {
  const say = problemPlace();
  const place = h('div', { 'aria-live': 'polite' });
  const file = h('input', { type: 'file', accept: '.csv,text/csv', required: true });
  const look = h('button', { type: 'submit' }, '先看看');
  const take = h('button', { type: 'button', class: 'primary', disabled: true }, '导入');
  const send = (isDry) => api.raw('POST', `/admin/calendar/notices${query({ dry_run: isDry })}`, { body: file.files[0], headers: { 'Content-Type': 'text/csv' } })
    .then((response) => response.json());
  const form = h('form', null,
    field('放假安排（CSV）', 'file', file, '一行一天或一段：日期,类型,节日；类型写放假或上班。如 2027-02-05~2027-02-11,放假,春节'),
    h('p', { class: 'hint' }, '按国务院办公厅的通知录入：没有列出的日子按周一至周五。导入会重写这一年的日历，已立案事件的期限不变。'),
    say.element, place, h('div', { class: 'form-end' }, look, take));
  const dialog = openDialog({ title: '导入放假安排', content: form, name: 'notice' });
  form.addEventListener('change', () => { take.disabled = true; });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const found = await whileBusy(look, say, () => send(true));
    if (!found) return;
    fill(place, h('p', { class: 'answer' }, `${found.year} 年：放假 ${found.holidays} 天，调休上班 ${found.working} 天。`));
    take.disabled = false;
  });
  take.addEventListener('click', async () => {
    const found = await whileBusy(take, say, () => send(false));
    if (!found) return;
    dialog.close();
    toast(`${found.year} 年放假安排已录入，与之前不同的有 ${found.changed} 天`);
    onDone(found.year);
  });
}
