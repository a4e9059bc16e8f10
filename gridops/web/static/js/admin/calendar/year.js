// @ts-check
// Twelve months of buttons, each day coloured and named by what it is; arrow keys lead from day to day.

import { dayAfter, dayFrom } from '../../parts/dates.js';
import { labelled, lang, t } from '../../shared/language.js';
import { html } from '../../shared/ui.js';

const STEPS = /** @type {Record<string, number>} */ ({
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
});

function weekdays() {
  return [
    t('一#weekday'),
    t('二#weekday'),
    t('三#weekday'),
    t('四#weekday'),
    t('五#weekday'),
    t('六#weekday'),
    t('日#weekday'),
  ];
}

/** The word of a kind of day.
 * @param {string} kind */
export function kindWord(kind) {
  return { off: t('放假'), 'made-up': t('调休上班'), work: t('工作日'), weekend: t('周末') }[kind] || kind;
}

/** @param {number} weekday Monday is 0 @param {any} listed */
function kindOf(weekday, listed) {
  if (!listed) return weekday < 5 ? 'work' : 'weekend';
  if (listed.is_working) return weekday < 5 ? 'work' : 'made-up';
  return weekday < 5 || listed.note ? 'off' : 'weekend';
}

/** @param {number} month */
function monthName(month) {
  if (lang === 'zh') return t('{n} 月', { n: month });
  return new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, month - 1, 1)),
  );
}

/** @param {string} date @param {number} weekday @param {any} listed */
function dayOf(date, weekday, listed) {
  const kind = kindOf(weekday, listed);
  const note = listed ? listed.note : '';
  const said = note ? labelled(kindWord(kind), note) : kindWord(kind);
  const words = t('{date} 周{weekday}，{kind}', { date, weekday: weekdays()[weekday], kind: said });
  return { date, kind, note, isWorking: kind === 'work' || kind === 'made-up', words };
}

/** @param {{ year: number, month: number, listed: Map<string, any>, onDay: (day: any) => void }} props */
function Month({ year, month, listed, onDay }) {
  const first = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const start = `${year}-${String(month).padStart(2, '0')}-01`;
  const today = dayFrom();
  const days = Array.from({ length: last }, (_, n) => {
    const date = dayAfter(start, n);
    return dayOf(date, (first + n) % 7, listed.get(date));
  });
  return html`<section class="month" aria-label=${monthName(month)}>
    <h3>${monthName(month)}</h3>
    <div class="days">
      ${weekdays().map((words) => html`<span aria-hidden="true">${words}</span>`)}
      ${Array.from({ length: first }, () => html`<span></span>`)}
      ${days.map(
        (
          day,
          n,
        ) => html`<button type="button" class="day" data-day=${day.kind} data-date=${day.date} data-today=${day.date === today ? '' : null}
          tabindex=${day.date === today || (n === 0 && !start.startsWith(today.slice(0, 7))) ? '0' : '-1'}
          title=${day.words} aria-label=${day.words} onClick=${() => onDay(day)}>${n + 1}</button>`,
      )}
    </div>
  </section>`;
}

/** @param {KeyboardEvent} event */
function stepped(event) {
  const step = STEPS[event.key];
  const from = event.target instanceof HTMLElement && event.target.dataset.date;
  if (!step || !from) return;
  const next = document.querySelector(`.day[data-date="${dayAfter(from, step)}"]`);
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

/** The months of a year; `onDay({date, kind, note, isWorking, words})` when a day is chosen.
 * @param {{ calendar: any, onDay: (day: any) => void }} props */
export function Year({ calendar, onDay }) {
  const listed = new Map(calendar.days.map((/** @type {any} */ day) => [day.day, day]));
  return html`<div class="months" data-part="months" onKeyDown=${stepped}>
    ${Array.from({ length: 12 }, (_, n) => html`<${Month} key=${n} year=${calendar.year} month=${n + 1} listed=${listed} onDay=${onDay} />`)}
  </div>`;
}
