// @ts-check
// The work calendar: a year at a time, its notice, hours and classes, and a try of the clock.

import { useAddress } from '../parts/address.js';
import { dayFrom } from '../parts/dates.js';
import { Panel, Tag } from '../parts/register.js';
import { Asked, useAsked } from '../parts/states.js';
import { api, query } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { AreaQuestions } from './area_questions.js';
import { ClockTry } from './calendar/clock.js';
import { Classes, Hours } from './calendar/dated.js';
import { openDay, openNotice } from './calendar/day.js';
import { kindWord, Year } from './calendar/year.js';
import { Changes, calendarChange } from './changes.js';
import { beginAdmin, Warnings } from './frame.js';

const FIRST = 2000;
const LAST = 2100;
const KINDS = ['off', 'made-up', 'work', 'weekend'];

/** @param {{ calendar: any, go: (year: number) => void, onChanged: (calendar: any) => void }} props */
function YearView({ calendar, go, onChanged }) {
  return html`<div class="line wrap">
      <button type="button" class="small" data-action="before" aria-label=${t('上一年')} onClick=${() => go(calendar.year - 1)}>‹</button>
      <h2 data-part="year">${t('{year} 年', { year: calendar.year })}</h2>
      <button type="button" class="small" data-action="after" aria-label=${t('下一年')} onClick=${() => go(calendar.year + 1)}>›</button>
      <span class="grow" data-part="known" role="status">
        ${
          calendar.is_known
            ? html`<${Tag} state="approved">${t('放假安排已录入')}</${Tag}>`
            : html`<${Tag} state="missing">${t('放假安排未录入，按周一至周五计算')}</${Tag}>`
        }
      </span>
      <button type="button" class="small primary" data-action="notice" onClick=${() => openNotice(go)}>${t('导入放假安排')}</button>
    </div>
    <ul class="calendar-legend" aria-label=${t('图例')}>${KINDS.map((kind) => html`<li data-day=${kind}><i></i>${kindWord(kind)}</li>`)}</ul>
    <${Year} calendar=${calendar} onDay=${(/** @type {any} */ day) => openDay(calendar, day, onChanged)} />
    <${Panel} title=${t('修改记录')}><div data-part="changes"><${Changes} changes=${calendar.changes} words=${calendarChange} /></div></${Panel}>`;
}

function Calendar() {
  const [address, write] = useAddress();
  const year = Math.min(LAST, Math.max(FIRST, Number(address.year) || Number(dayFrom().slice(0, 4))));
  const asked = useAsked(() => api.get(`/admin/calendar${query({ year })}`), [year]);
  /** @param {number} next */
  const go = (next) => (next === year ? asked.renew() : write({ year: String(next) }));
  const calendar = asked.value;
  return html`<${Warnings} lines=${calendar ? calendar.warnings : []} />
    <main id="main" class="admin-two wide-left">
      <section class="admin-view" aria-label=${t('年历')} aria-busy=${String(asked.isBusy)}>
        <${AreaQuestions} kinds=${['working_hours', 'area_class']} onDone=${asked.renew} />
        <${Asked} asked=${asked}>${(/** @type {any} */ known) => html`<${YearView} calendar=${known} go=${go} onChanged=${asked.set} />`}</${Asked}>
      </section>
      <section class="admin-side" aria-label=${t('时限')}>
        <${Panel} title=${t('试算时限')}><${ClockTry} /></${Panel}>
        <${Panel} title=${t('作息时间')}>${calendar && html`<${Hours} rows=${calendar.hours} onDone=${asked.renew} />`}</${Panel}>
        <${Panel} title=${t('区域类别')}>${calendar && html`<${Classes} rows=${calendar.classes} onDone=${asked.renew} />`}</${Panel}>
      </section>
    </main>`;
}

beginAdmin({ title: t('工作日历与时限'), hash: 'year', view: () => html`<${Calendar} />` });
