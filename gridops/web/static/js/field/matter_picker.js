// @ts-check
// Choosing what happened: recent ones first, found by official names and local words, or by group.

import { Icon } from '../parts/icon.js';
import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/** @typedef {import('./types').App} App */
/** @typedef {import('./types').Matter} Matter */
/** @typedef {(matter: Matter) => void} Choose */

/** The group that takes what has no name of its own, as the catalogue calls it. */
const OTHERS = 'Z';

/** @param {{ matter: Matter, onChoose: Choose }} props */
function Row({ matter, onChoose }) {
  const more = [matter.service_group].concat(matter.aliases.slice(0, 3)).join(' · ');
  return html`<li>
    <button type="button" class="matter" data-matter=${matter.service_code} onClick=${() => onChoose(matter)}>
      <span class="matter-name">
        ${matter.service_name}
        ${matter.call_first && html`<span class="tag danger">${t('先打电话')}</span>`}
        ${matter.signpost && html`<span class="tag">${t('不在这里登记')}</span>`}
        ${matter.restricted && !matter.signpost && html`<span class="tag">${t('保密办理')}</span>`}
      </span>
      <span class="matter-more">${more}</span>
    </button>
  </li>`;
}

/** @param {{ matters: Matter[], onChoose: Choose }} props */
function List({ matters, onChoose }) {
  return html`<ul class="matters">${matters.map((matter) => html`<${Row} key=${matter.service_code} matter=${matter} onChoose=${onChoose} />`)}</ul>`;
}

/** What is shown while nothing is searched for: the recent ones, then all groups.
 * @param {{ app: App, onChoose: Choose }} props */
function Browse({ app, onChoose }) {
  const recent = app.catalogue.recent();
  return html`${
    recent.length > 0 &&
    html`<section><h2>${t('最近用过')}</h2><${List} matters=${recent} onChoose=${onChoose} /></section>`
  }
    <section>
      <h2>${t('按大类找')}</h2>
      ${app.catalogue.groups().map(
        ([name, matters]) => html`<details key=${name} class="group">
          <summary><span>${name}</span><span class="count">${matters.length}</span></summary>
          <${List} matters=${matters} onChoose=${onChoose} />
        </details>`,
      )}
    </section>`;
}

/** @param {{ app: App, text: string, onChoose: Choose }} props */
function Found({ app, text, onChoose }) {
  const matches = app.catalogue.search(text);
  if (matches.length) return html`<${List} matters=${matches} onChoose=${onChoose} />`;
  const others = app.catalogue.items.filter((item) => item.service_code.startsWith(OTHERS));
  return html`<p class="empty">${t('没有叫“{text}”的事项。换个说法，或者选：', { text })}</p><${List} matters=${others} onChoose=${onChoose} />`;
}

/** onChoose(matter) is called once per tap.
 * @param {{ app: App, onChoose: Choose }} props */
export function MatterPicker({ app, onChoose }) {
  const [text, search] = useState('');
  return html`<div class="picker">
    <h1 class="visually-hidden">${t('选事项')}</h1>
    <div class="search-box">
      <${Icon} name="search" />
      <input type="search" class="search" placeholder=${t('搜事项，如：垃圾、路灯、吵架')} aria-label=${t('搜索事项')} autocomplete="off"
        enterkeyhint="search" maxlength="40" onInput=${(/** @type {any} */ event) => search(event.target.value.trim())} />
    </div>
    <div class="found" aria-live="polite">
      ${text ? html`<${Found} app=${app} text=${text} onChoose=${onChoose} />` : html`<${Browse} app=${app} onChoose=${onChoose} />`}
    </div>
  </div>`;
}
