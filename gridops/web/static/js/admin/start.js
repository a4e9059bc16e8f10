// @ts-check
// The first-run page (开通): every step of a district's beginning with what it still lacks. Nothing is ticked here: what
// is missing is asked of the service each time the page comes back into sight.

import { openAccount } from '../parts/account.js';
import { useTick } from '../parts/heard.js';
import { Tag } from '../parts/register.js';
import { Asked, useAsked } from '../parts/states.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect } from '../shared/ui.js';
import { beginAdmin, links } from './frame.js';
import { District, OwnUnits } from './start/forms.js';
import { lackWords, sheetAddress, sheetWords, stepWords } from './start/words.js';

const RENEW_MS = 30000;

/** @param {{ step: any }} props */
function Lacks({ step }) {
  if (step.lacks.length === 0) return html`<p class="hint">${t('这一步不缺什么。')}</p>`;
  return html`<ul class="start-lacks">
    ${step.lacks.map(
      (
        /** @type {any} */ lack,
      ) => html`<li data-lack=${lack.code} data-needed=${lack.is_needed ? 'yes' : 'no'}>
        ${lackWords(lack.code, lack.count)}${!lack.is_needed && html` <small>${t('（建议）')}</small>`}
      </li>`,
    )}
  </ul>`;
}

/** @param {{ step: any }} props */
function Sheets({ step }) {
  if (step.sheets.length === 0) return null;
  return html`<p class="start-sheets">${t('模板（含示例行）：')}
    ${step.sheets.map((/** @type {string} */ name) => html`<a download="" href=${sheetAddress(name)} data-sheet=${name}>${sheetWords(name)}</a>`)}
  </p>`;
}

/** The pages on which a step is done, of those that there are.
 * @param {{ step: any }} props */
function Pages({ step }) {
  const known = links().filter(([path]) => step.pages.includes(path));
  if (known.length === 0) return null;
  return html`<p class="start-pages">${known.map(([path, words]) => html`<a class="button" href=${path}>${t('去办：{page}', { page: words })}</a>`)}</p>`;
}

/** @param {{ step: any, found: any, actor: any, renew: () => void, number: number }} props */
function StepCard({ step, found, actor, renew, number }) {
  const { title, hint } = stepWords(step.name);
  const lacksUnits = step.lacks.some((/** @type {any} */ lack) => /_without_unit$/.test(lack.code));
  const lacksPassword = step.lacks.some((/** @type {any} */ lack) => lack.code === 'no_own_password');
  return html`<li class="start-step" data-step=${step.name} data-done=${step.is_done ? 'yes' : 'no'}>
    <div class="line wrap">
      <h2>${number}. ${title}</h2>
      <span class="grow"></span>
      ${step.is_done ? html`<${Tag} state="approved">${t('已具备')}</${Tag}>` : html`<${Tag} state="missing">${t('还缺')}</${Tag}>`}
    </div>
    <p class="hint">${hint}</p>
    <${Lacks} step=${step} />
    ${step.name === 'district' && found.district && html`<${District} found=${found} onDone=${renew} />`}
    ${lacksUnits && found.counts.set_in_force > 0 && html`<${OwnUnits} onDone=${renew} />`}
    ${lacksPassword && html`<p><button type="button" class="small primary" data-action="own-password" onClick=${() => openAccount(actor)}>${t('设置我的密码')}</button></p>`}
    <${Pages} step=${step} />
    <${Sheets} step=${step} />
  </li>`;
}

/** @param {{ found: any, actor: any, renew: () => void }} props */
function Steps({ found, actor, renew }) {
  const open = found.steps.filter((/** @type {any} */ step) => !step.is_done).length;
  return html`<p data-part="progress" role="status">
      ${open === 0 ? t('必需的都已具备，可以开始受理事件。') : t('还有 {n} 步未具备。可以随时离开，回来接着办。', { n: open })}
    </p>
    ${found.district?.is_demonstration && html`<p class="notice">${t('这是演示库：数据是合成的，只供本机查看。正式启用请用空库执行 gridops init。')}</p>`}
    <ol class="start-steps">
      ${found.steps.map((/** @type {any} */ step, /** @type {number} */ n) => html`<${StepCard} key=${step.name} step=${step} found=${found} actor=${actor} renew=${renew} number=${n + 1} />`)}
    </ol>`;
}

/** @param {{ actor: any }} props */
function Start({ actor }) {
  const tick = useTick(RENEW_MS);
  const asked = useAsked(() => api.get('/admin/first-run'), [tick]);
  useEffect(() => {
    const back = () => document.visibilityState === 'visible' && asked.renew();
    document.addEventListener('visibilitychange', back);
    return () => document.removeEventListener('visibilitychange', back);
  }, [asked.renew]);
  return html`<main id="main" class="start" aria-busy=${String(asked.isBusy)}>
    <${Asked} asked=${asked}>${(/** @type {any} */ found) => html`<${Steps} found=${found} actor=${actor} renew=${asked.renew} />`}</${Asked}>
  </main>`;
}

beginAdmin({ title: t('开通'), view: (actor) => html`<${Start} actor=${actor} />` });
