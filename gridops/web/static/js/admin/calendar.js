// The work calendar: a year at a time, its notice, hours and classes, and a try of the clock.

import { api, query } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { clockForm } from './clock_try.js';
import { dayFrom } from './choices.js';
import { classPanel, hoursPanel } from './dated_rows.js';
import { openDay, openNotice } from './day_forms.js';
import { button, changeList, find, openAdmin, warn } from './page.js';
import { yearGrid } from './year_grid.js';

class Calendar {
  constructor() {
    this.year = Number(dayFrom().slice(0, 4));
  }

  async go(year) {
    this.year = Math.min(2100, Math.max(2000, year));
    find('months').setAttribute('aria-busy', 'true');
    try {
      this.show(await api.get(`/admin/calendar${query({ year: this.year })}`));
    } catch (problem) {
      fill(find('months'), h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  show(calendar) {
    this.year = calendar.year;
    warn(calendar.warnings);
    find('year').textContent = `${calendar.year} 年`;
    fill(find('known'), calendar.is_known
      ? h('span', { class: 'tag', 'data-state': 'approved' }, '放假安排已录入')
      : h('span', { class: 'tag', 'data-state': 'missing' }, '放假安排未录入，按周一至周五计算'));
    fill(find('months'), yearGrid(calendar, (day) => openDay(calendar, day, (changed) => this.show(changed))));
    find('months').setAttribute('aria-busy', 'false');
    fill(find('changes'), changeList(calendar.changes));
    const renew = () => this.go(this.year);
    fill(find('hours'), hoursPanel(calendar.hours, renew));
    fill(find('classes'), classPanel(calendar.classes, renew));
  }
}

async function start() {
  if (!await openAdmin()) return;
  const calendar = new Calendar();
  fill(find('clock'), clockForm());
  button('before').addEventListener('click', () => calendar.go(calendar.year - 1));
  button('after').addEventListener('click', () => calendar.go(calendar.year + 1));
  button('notice').addEventListener('click', () => openNotice((year) => calendar.go(year)));
  await calendar.go(calendar.year);
}

start();
