// Twelve months of buttons, each day coloured and named by what it is. Pure but for the click.

import { h } from '../shared/dom.js';
import { dayFrom } from './choices.js';

const WEEK = ['一', '二', '三', '四', '五', '六', '日'];
const WORDS = { off: '放假', 'made-up': '调休上班', work: '工作日', weekend: '周末' };

function iso(year, month, day) {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function kindOf(weekday, listed) {
  if (!listed) return weekday < 5 ? 'work' : 'weekend';
  if (listed.is_working) return weekday < 5 ? 'work' : 'made-up';
  return weekday < 5 || listed.note ? 'off' : 'weekend';
}

function monthGrid(year, month, listed, onDay) {
  const first = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const today = dayFrom();
  const days = Array.from({ length: last }, (_, n) => {
    const date = iso(year, month, n + 1);
    const found = listed.get(date);
    const kind = kindOf((first + n) % 7, found);
    const words = `${date} 周${WEEK[(first + n) % 7]}，${WORDS[kind]}${found && found.note ? `：${found.note}` : ''}`;
    const day = { date, kind, note: found ? found.note : '', isWorking: kind === 'work' || kind === 'made-up', words };
    return h('button', {
      type: 'button', class: 'day', 'data-day': kind, 'data-today': date === today, title: words, 'aria-label': words, onclick: () => onDay(day),
    }, String(n + 1));
  });
  return h('section', { class: 'month', 'aria-label': `${month} 月` }, h('h3', null, `${month} 月`),
    h('div', { class: 'days' }, WEEK.map((word) => h('span', { 'aria-hidden': 'true' }, word)),
      Array.from({ length: first }, () => h('span', null)), days));
}

/** The months of a year; `onDay({date, kind, note, isWorking, words})` when a day is clicked. */
export function yearGrid(calendar, onDay) {
  const listed = new Map(calendar.days.map((day) => [day.day, day]));
  return Array.from({ length: 12 }, (_, n) => monthGrid(calendar.year, n + 1, listed, onDay));
}
