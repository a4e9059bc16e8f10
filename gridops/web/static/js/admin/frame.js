// @ts-check
// The frame of the administrator's pages: the pages beside each other, who may see them, what must be told loudly.

import { writeAddress } from '../parts/address.js';
import { beginPage } from '../parts/page.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';

/** The administrator's pages and what each is called.
 * @returns {[string, string][]} */
export function links() {
  return [
    ['/admin/start', t('开通#nav')],
    ['/admin/people', t('人员与岗位#nav')],
    ['/admin/units', t('机构与单位')],
    ['/admin/rosters', t('值班表')],
    ['/admin/certificates', t('执法证')],
    ['/admin/matters', t('事项与标准#nav')],
    ['/admin/powers', t('权限登记')],
    ['/admin/responsibilities', t('履职清单')],
    ['/admin/routing', t('派遣规则')],
    ['/admin/calendar', t('工作日历与时限#nav')],
    ['/admin/geodata', t('边界与网格#nav')],
    ['/audit', t('审计#page')],
  ];
}

/**
 * Begins a page of the administrator; `view(actor)` draws its <main>. Old addresses named what is shown behind a `#`:
 * it goes into the value `hash` of the address.
 * @param {{ title: string, view: (actor: any) => any, roles?: string[], refusal?: string, hash?: string, keys?: [string, string][],
 *   isTitleShown?: boolean }} page
 */
export function beginAdmin({
  title,
  view,
  roles = ['admin'],
  refusal,
  hash = 'item',
  keys = [],
  isTitleShown = true,
}) {
  const named = decodeURIComponent(window.location.hash.slice(1));
  if (named) {
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    writeAddress({ [hash]: named });
  }
  beginPage({
    title,
    plan: { face: t('管理'), home: '/admin', links: links(), keys, isTitleShown },
    roles,
    refusal: refusal || t('本页只供管理员使用。请用管理员账号登录，或返回首页。'),
    view,
  });
}

/** What administrators must not overlook, above everything else.
 * @param {{ lines: string[] }} props */
export function Warnings({ lines }) {
  return html`<div class="warnings" data-part="warnings" role="alert" hidden=${lines.length === 0}>
    ${lines.map((line) => html`<p>${t('注意：{line}', { line })}</p>`)}
  </div>`;
}
