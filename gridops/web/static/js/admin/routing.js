// @ts-check
// The routing of a deployment: rules, precedents and policies of origins, and what a case would get.

import { Panel } from '../parts/register.js';
import { Asked, useAsked } from '../parts/states.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useMemo } from '../shared/ui.js';
import { AreaQuestions } from './area_questions.js';
import { Changes } from './changes.js';
import { beginAdmin, Warnings } from './frame.js';
import { Origins, Precedents } from './routing/origins.js';
import { Preview } from './routing/preview.js';
import { openRuleForm } from './routing/rule_form.js';
import { Rules } from './routing/rules.js';
import { routingChange, routingNames } from './routing/words.js';

/** @param {{ routing: any, onChanged: (routing: any) => void, renew: () => void }} props */
function Whole({ routing, onChanged, renew }) {
  const names = useMemo(() => routingNames(routing), [routing]);
  return html`<${Warnings} lines=${routing.warnings} />
    <main id="main" class="admin-two wide-left">
      <section class="admin-view" aria-label=${t('派遣规则')}>
        <div class="line wrap">
          <p class="hint grow">${t('从上到下，越具体的越先用：先看事项，再看地点、区域类型、层级、来源、季节、时段。先例优先于所有规则。没有找到力量的，留在中心待派并写明原因。')}</p>
          <button type="button" class="small primary" data-action="new" onClick=${() => openRuleForm({ routing, onDone: onChanged })}>${t('新规则')}</button>
        </div>
        <${AreaQuestions} kinds=${['routing_rule', 'precedent']} onDone=${renew} />
        <${Rules} routing=${routing} names=${names} onChanged=${onChanged} />
        <${Panel} title=${t('先例')}><div data-part="precedents"><${Precedents} precedents=${routing.precedents} onChanged=${onChanged} /></div></${Panel}>
        <${Panel} title=${t('来源政策')}><div data-part="origins"><${Origins} origins=${routing.origins} onChanged=${onChanged} /></div></${Panel}>
        <${Panel} title=${t('修改记录')}><div data-part="changes"><${Changes} changes=${routing.changes} words=${routingChange(names)} /></div></${Panel}>
      </section>
      <section class="admin-side" aria-label=${t('预览')}>
        <${Panel} title=${t('预览：这样的事件会怎样派')}><${Preview} routing=${routing} /></${Panel}>
      </section>
    </main>`;
}

function Routing() {
  const asked = useAsked(() => api.get('/admin/routing'), []);
  return html`<${Asked} asked=${asked}>${(/** @type {any} */ routing) => html`<${Whole} routing=${routing} onChanged=${asked.set} renew=${asked.renew} />`}</${Asked}>`;
}

beginAdmin({ title: t('派遣规则'), view: () => html`<${Routing} />` });
