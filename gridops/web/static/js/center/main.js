// @ts-check
// The governance centre's page: map at the left, queue and card at the right, figures at the top.

import { Connection } from '../desk/connection.js';
import { useHeard } from '../parts/heard.js';
import { beginPage } from '../parts/page.js';
import { t } from '../shared/language.js';
import { html, useEffect, useRef } from '../shared/ui.js';
import { Card } from './card.js';
import { Counters } from './counters.js';
import { CenterDesk } from './desk.js';
import { bindKeys, keys } from './keys.js';
import { Legend } from './legend.js';
import { OnDuty } from './on_duty.js';
import { Queue } from './queue.js';
import { Register } from './register.js';
import { openUnitPanel } from './unit_panel.js';

const desk = new CenterDesk();

/** What stands in the page's head: the figures, and what can be begun from everywhere. */
function Tools() {
  useHeard(desk, ['ready']);
  return html`<${Counters} store=${desk.store} />
    <div class="head-tools">
      <button type="button" class="bright" data-action="register" disabled=${!desk.matters} onClick=${() => desk.openRegister()}>${t('登记事件#act')}</button>
      <button type="button" class="on-dark" data-action="units" onClick=${() => openUnitPanel(desk)}>${t('处置力量#units')}</button>
      <${OnDuty} />
    </div>`;
}

/** The column at the right edge: the card or the registration, one shown at a time; what is open stays as it is. */
function Side() {
  useHeard(desk, ['side', 'ready']);
  const { caseId, side, top } = desk;
  return html`<aside class="side" data-part="side" hidden=${top === null}>
    ${caseId && side.includes('card') && html`<${Card} key=${caseId} id=${caseId} desk=${desk} isShown=${top === 'card'} />`}
    ${side.includes('register') && html`<${Register} key="register" desk=${desk} isShown=${top === 'register'} />`}
  </aside>`;
}

/** @param {{ actor: import('../parts/page.js').Actor }} props */
function Center({ actor }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (place.current) desk.begin(actor, place.current);
    return bindKeys(desk);
  }, []);
  useEffect(() => {
    /** @param {Event} event */
    const asks = (event) => {
      if (desk.isTyped) event.preventDefault();
    };
    window.addEventListener('beforeunload', asks);
    return () => window.removeEventListener('beforeunload', asks);
  }, []);
  return html`<main id="main" class="center">
    <div class="map-holder">
      <section class="map" data-part="map" ref=${place} aria-label=${t('实时地图')}></section>
      <${Legend} />
    </div>
    <${Queue} desk=${desk} />
    <${Side} />
  </main>`;
}

beginPage({
  title: t('实时地图与受理派遣'),
  plan: {
    face: t('综治中心'),
    home: '/',
    links: [['/supervise', t('督查查询')]],
    tools: html`<${Tools} />`,
    connection: html`<${Connection} mark=${desk.mark} />`,
    keys: keys(),
    isTitleShown: false,
  },
  view: (actor) => html`<${Center} actor=${actor} />`,
});
