// @ts-check
// Audit: what the log, the looks at persons, the door and the quarantine tell. Read only but for the quarantine.

import { useAddress } from '../parts/address.js';
import { Tabs } from '../parts/tabs.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { Access } from './audit/access.js';
import { Entries } from './audit/entries.js';
import { Quarantine } from './audit/quarantine.js';
import { Reveals } from './audit/reveals.js';
import { beginAdmin } from './frame.js';

/** What the reader may see: the log and the looks at persons are the auditor's alone.
 * @param {string[]} roles @returns {[string, string][]} */
function tabsFor(roles) {
  /** @type {[string, string][]} */
  const own = roles.includes('auditor')
    ? [
        ['entries', t('操作日志')],
        ['reveals', t('敏感信息查看')],
      ]
    : [];
  return [...own, ['sign-ins', t('登录与账号')], ['refused', t('被拒请求')], ['quarantine', t('隔离上传')]];
}

/** @param {{ actor: any }} props */
function Audit({ actor }) {
  const [address, write] = useAddress();
  const tabs = tabsFor(actor.roles);
  const chosen = tabs.some(([key]) => key === address.tab) ? address.tab : tabs[0][0];
  return html`<main id="main" class="admin-one">
    <${Tabs} tabs=${tabs} chosen=${chosen} label=${t('审计内容')} onChoose=${(/** @type {string} */ tab) => write({ tab, id: '', actor: '' })} />
    <section id=${`tab-${chosen}`} role="tabpanel" class="admin-view" data-tab-shown=${chosen}>
      ${chosen === 'entries' && html`<${Entries} address=${address} write=${write} />`}
      ${chosen === 'reveals' && html`<${Reveals} address=${address} write=${write} />`}
      ${chosen === 'sign-ins' && html`<${Access} key="sign-ins" isRefused=${false} />`}
      ${chosen === 'refused' && html`<${Access} key="refused" isRefused=${true} />`}
      ${chosen === 'quarantine' && html`<${Quarantine} maySettle=${actor.roles.includes('admin')} />`}
    </section>
  </main>`;
}

beginAdmin({
  title: t('审计#page'),
  roles: ['auditor', 'admin'],
  refusal: t('本页只供审计和管理员使用。'),
  hash: 'tab',
  view: (actor) => html`<${Audit} actor=${actor} />`,
});
