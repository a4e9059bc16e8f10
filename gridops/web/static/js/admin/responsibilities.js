// @ts-check
// Whose duty it is: the list with its versions, hand-downs and disputes, refused burdens. The list is the
// administrator's; the report and the register are also for desks and supervisors.

import { useAddress } from '../parts/address.js';
import { Asked, useAsked } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { Burdens } from './responsibilities/burdens.js';
import { HandDowns } from './responsibilities/hand_downs.js';
import { Responsibilities } from './responsibilities/list.js';

const READERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor', 'approver', 'auditor'];
const BURDEN_READERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor', 'auditor'];

/** Townships for which somebody may record: all for the administrator, else those that are his.
 * @param {any} actor @returns {Promise<[string, string][]>} */
async function readTownships(actor) {
  const { items } = await api.get('/areas?level=township');
  /** @param {string} code */
  const isMine = (code) =>
    actor.roles.includes('admin') ||
    actor.areas.some((/** @type {string} */ own) => code.startsWith(own) || own.startsWith(code));
  return items
    .filter((/** @type {any} */ one) => isMine(one.code))
    .map((/** @type {any} */ one) => [one.code, one.name]);
}

/** @param {{ actor: any }} props */
function Page({ actor }) {
  const [{ tab = '' }, write] = useAddress();
  const townships = useAsked(() => readTownships(actor), [actor.id]);
  /** @param {string[]} roles */
  const may = (roles) => actor.roles.some((/** @type {string} */ role) => roles.includes(role));
  const tabs = /** @type {[string, string][]} */ (
    [
      may(['admin']) && ['list', t('履职清单')],
      ['hand-downs', t('下派与争议')],
      may(BURDEN_READERS) && ['burdens', t('已拒绝的负担')],
    ].filter(Boolean)
  );
  const chosen = tabs.some(([key]) => key === tab) ? tab : tabs[0][0];
  return html`<main id="main" class="admin-tabbed">
    <${Tabs} tabs=${tabs} chosen=${chosen} label=${t('部分')} onChoose=${(/** @type {string} */ key) => write({ tab: key, item: '', q: '', filter: '', state: '' })} />
    <div id=${`tab-${chosen}`} role="tabpanel" class=${chosen === 'list' ? 'admin-tab' : 'admin-tab admin-view'}>
      ${chosen === 'list' && html`<${Responsibilities} />`}
      ${chosen === 'hand-downs' && html`<${HandDowns} roles=${actor.roles} />`}
      ${chosen === 'burdens' && html`<${Asked} asked=${townships}>${(/** @type {any} */ mine) => html`<${Burdens} roles=${actor.roles} townships=${mine} />`}</${Asked}>`}
    </div>
  </main>`;
}

beginAdmin({
  title: t('履职清单'),
  roles: READERS,
  refusal: t('本页供管理员、受理派遣和督查人员使用。'),
  hash: 'tab',
  view: (actor) => html`<${Page} actor=${actor} />`,
});
