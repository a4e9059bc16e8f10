// @ts-check
// People and posts: who there is and what they may, who stands in for whom, who leaves, which grids have nobody.

import { useAddress } from '../parts/address.js';
import { Asked, useAsked } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { People } from './people/list.js';
import { Vacancies } from './people/vacancies.js';

/** Who sees which grids have nobody on post, besides the administrator. */
const READERS = ['admin', 'grid_head', 'dispatcher', 'duty_officer', 'supervisor'];

/** What forms choose from is read once for the whole part. */
function Register() {
  const choices = useAsked(() => api.get('/admin/posts/choices'), []);
  return html`<${Asked} asked=${choices}>${(/** @type {any} */ found) => html`<${People} choices=${found} />`}</${Asked}>`;
}

/** @param {{ actor: any }} props */
function Page({ actor }) {
  const [{ tab = '' }, write] = useAddress();
  const isAdmin = actor.roles.includes('admin');
  const tabs = /** @type {[string, string][]} */ (
    [isAdmin && ['people', t('人员')], ['vacancies', t('空岗')]].filter(Boolean)
  );
  const chosen = isAdmin && tab !== 'vacancies' ? 'people' : 'vacancies';
  return html`<main id="main" class="admin-tabbed">
    <${Tabs} tabs=${tabs} chosen=${chosen} label=${t('部分')} onChoose=${(/** @type {string} */ key) => write({ tab: key, item: '', q: '' })} />
    <div id=${`tab-${chosen}`} role="tabpanel" class=${chosen === 'people' ? 'admin-tab' : 'admin-tab admin-view'}>
      ${chosen === 'people' ? html`<${Register} />` : html`<${Vacancies} />`}
    </div>
  </main>`;
}

beginAdmin({
  title: t('人员与岗位'),
  roles: READERS,
  refusal: t('本页供管理员、网格长、受理派遣和督查人员使用。'),
  view: (actor) => html`<${Page} actor=${actor} />`,
});
