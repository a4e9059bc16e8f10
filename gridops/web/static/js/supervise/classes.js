// @ts-check
// Which classes are asked about: whole groups or single matters; none ticked means all of them.

import { listed, t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/** @typedef {import('../desk/matters.js').Matters} Matters */
/** @typedef {import('../desk/matters.js').Matter} Matter */
/** @typedef {{ chosen: Set<string>, onChange: (codes: string[]) => void }} Choosing */

const MOST_NAMED = 3;

/** Classes in words: whole groups by their name, at most a few.
 * @param {Matters} matters @param {string[]} codes */
export function classWords(matters, codes) {
  if (codes.length === 0) return t('全部类别');
  const chosen = new Set(codes);
  const whole = [];
  const single = [];
  for (const [name, items] of matters.groups) {
    const ticked = items.filter((m) => chosen.has(m.service_code));
    if (ticked.length === items.length) whole.push(name);
    else single.push(...ticked.map((m) => m.service_name));
  }
  const names = [...whole, ...single];
  if (names.length <= MOST_NAMED) return listed(names);
  return t('{some} 等 {n} 个类别', { some: listed(names.slice(0, MOST_NAMED)), n: codes.length });
}

/** @param {{ matter: Matter, choosing: Choosing }} props */
function MatterTick({ matter, choosing: { chosen, onChange } }) {
  const code = matter.service_code;
  /** @param {any} event */
  const ticked = (event) => {
    const others = [...chosen].filter((one) => one !== code);
    onChange(event.target.checked ? [...others, code] : others);
  };
  return html`<li>
    <label class="tick">
      <input type="checkbox" data-code=${code} checked=${chosen.has(code)} onChange=${ticked} />
      <em class="stored">${matter.service_name}</em>
    </label>
  </li>`;
}

/** @param {{ name: string, items: Matter[], shown: Matter[], isOpen: boolean, choosing: Choosing }} props */
function ClassGroup({ name, items, shown, isOpen, choosing }) {
  const { chosen, onChange } = choosing;
  const codes = items.map((m) => m.service_code);
  const count = codes.filter((code) => chosen.has(code)).length;
  /** @param {any} event */
  const ticked = (event) => {
    const others = [...chosen].filter((code) => !codes.includes(code));
    onChange(event.target.checked ? [...others, ...codes] : others);
  };
  return html`<details class="class-group" open=${isOpen}>
    <summary>
      <label class="tick" onClick=${(/** @type {Event} */ event) => event.stopPropagation()}>
        <input type="checkbox" data-group=${name} checked=${count === codes.length} indeterminate=${count > 0 && count < codes.length}
          aria-label=${t('选择“{name}”全部', { name })} onChange=${ticked} />
      </label>
      <span class="stored">${name}</span><small>${items.length}</small>
    </summary>
    <ul>${shown.map((matter) => html`<${MatterTick} key=${matter.service_code} matter=${matter} choosing=${choosing} />`)}</ul>
  </details>`;
}

/** Ticks of groups and matters with a search; `onChange` hears the codes, none for all classes.
 * @param {{ matters: Matters, codes: string[], onChange: (codes: string[]) => void }} props */
export function Classes({ matters, codes, onChange }) {
  const [typed, type] = useState('');
  const words = typed.trim();
  const choosing = { chosen: new Set(codes.filter((code) => matters.byCode.has(code))), onChange };
  /** @param {Matter} matter */
  const isFound = (matter) =>
    [matter.service_name, matter.service_group, ...matter.aliases].some((one) => one.includes(words));
  return html`<input type="search" placeholder=${t('查找类别')} aria-label=${t('查找类别')} value=${typed}
      onInput=${(/** @type {any} */ e) => type(e.target.value)} />
    <div class="classes">
      ${[...matters.groups].map(([name, items]) => {
        const shown = words ? items.filter(isFound) : items;
        return (
          shown.length > 0 &&
          html`<${ClassGroup} key=${name} name=${name} items=${items} shown=${shown} isOpen=${Boolean(words)} choosing=${choosing} />`
        );
      })}
    </div>
    ${choosing.chosen.size > 0 && html`<button type="button" class="small quiet" data-action="all-classes" onClick=${() => onChange([])}>${t('清除，看全部类别')}</button>`}`;
}
