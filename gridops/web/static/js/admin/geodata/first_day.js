// @ts-check
// What the work of a set's first day has done, and the doubtful ones that a person is to look at.

import { Table } from '../../parts/table.js';
import { aside, labelled, listed, t, word, wordPairs } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';

/** @param {{ doubt: any }} props */
function Target({ doubt }) {
  const words = word('settling_entity', doubt.entity);
  if (doubt.entity !== 'incident') return `${words} ${doubt.entity_id.slice(-8)}`;
  return html`<a href=${`/center?case=${doubt.entity_id}`}>${words}</a>`;
}

/** @param {{ found: any }} props what the service says of a set that is in force or coming */
export function FirstDay({ found }) {
  const counts = listed(
    wordPairs('settling_count').map(
      ([name, words]) => found.counts[name] && `${words} ${found.counts[name]}`,
    ),
  );
  const times = listed([
    found.started_at && t('{at} 开始', { at: clock(found.started_at) }),
    found.finished_at && t('{at} 完成', { at: clock(found.finished_at) }),
  ]);
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('什么'), cell: (d) => html`<${Target} doubt=${d} />`, name: 'nowrap' },
    { head: t('原编码'), cell: (d) => d.from_code, name: 'nowrap' },
    { head: t('现归属'), cell: (d) => d.to_code || t('无'), name: 'nowrap' },
    { head: t('占原区域'), cell: (d) => (d.share ? `${Math.round(d.share * 100)}%` : '—'), name: 'nowrap' },
    { head: t('原因'), cell: (d) => word('settling_reason', d.reason) },
  ];
  return html`<div class="first-day">
    <p>${labelled(t('启用当天的调整'), word('settling_phase', found.phase))}${aside(times)}</p>
    ${counts && html`<p>${counts}</p>`}
    ${
      found.doubts.length > 0 &&
      html`<p class="notice">${t('有 {n} 项拿不准，请逐个看一看：', { n: found.doubts.length })}</p>
        <${Table} columns=${columns} rows=${found.doubts} empty="" />`
    }
    ${found.doubts.length === 0 && found.phase === 'done' && html`<p class="passed">${t('没有拿不准的。')}</p>`}
  </div>`;
}
