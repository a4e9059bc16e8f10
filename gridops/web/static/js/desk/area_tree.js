// @ts-check
// The tree of areas, opened level by level; hands the chosen area on. Keyboard: arrows move, Enter chooses.

import { t, word } from '../shared/language.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';
import { childrenOf } from './areas.js';

/** @typedef {import('./areas.js').Area} Area */
/**
 * @typedef {{ on: string | null, selected: string | null, current: string, onSelect: (area: Area) => void,
 *   onCurrent: (code: string) => void }} TreeState
 * `current` is the one item that Tab leads to.
 */

const LEAF_LEVELS = new Set(['grid', 'group']);

/** @param {Area} area */
function nodeName(area) {
  return area.level === 'group' ? area.name.split(' ').pop() : area.short_name || area.name;
}

/** An area with those below it, which are asked for when it is opened first.
 * @param {{ area: Area, depth: number, isOpenFirst?: boolean, tree: TreeState }} props */
function Branch({ area, depth, isOpenFirst = false, tree }) {
  const isLeaf = LEAF_LEVELS.has(area.level);
  const [isOpen, open] = useState(isOpenFirst && !isLeaf);
  const [below, setBelow] = useState(/** @type {Area[] | null} */ (null));
  useEffect(() => {
    if (!isOpen || below) return;
    childrenOf(area, tree.on)
      .then(setBelow)
      .catch(() => open(false));
  }, [isOpen]);
  // The arrow keys are heard at the top of the tree, which knows what stands above and below.
  const onTwist = () => open(!isOpen);
  return html`<li role="treeitem" tabindex=${tree.current === area.code ? '0' : '-1'} aria-level=${depth} data-code=${area.code}
      aria-selected=${String(tree.selected === area.code)} aria-expanded=${isLeaf ? null : String(isOpen)} onFocusIn=${(
        /** @type {Event} */ e,
      ) => {
        e.stopPropagation();
        tree.onCurrent(area.code);
      }}>
    <div class="tree-row">
      ${
        isLeaf
          ? html`<span class="tree-twist"></span>`
          : html`<button class="tree-twist" type="button" tabindex="-1" aria-label=${isOpen ? t('收起') : t('展开')} onClick=${onTwist}></button>`
      }
      <button class="tree-name" type="button" tabindex="-1" onClick=${() => tree.onSelect(area)}><span class="stored">${nodeName(area)}</span><small>${word('area_kind', area.kind)}</small></button>
    </div>
    ${
      (isOpen || below) &&
      html`<ul role="group">
        ${!below && html`<li class="tree-wait" role="status">${t('正在读取…')}</li>`}
        ${below && below.length === 0 && html`<li class="tree-wait">${t('没有下级区域')}</li>`}
        ${below?.map((one) => html`<${Branch} key=${one.code} area=${one} depth=${depth + 1} tree=${tree} />`)}
      </ul>`
    }
  </li>`;
}

/** @param {HTMLElement} item */
function isOpened(item) {
  return item.getAttribute('aria-expanded') === 'true';
}

/** @param {HTMLElement} item @param {string} part */
function click(item, part) {
  const button = item.querySelector(`:scope > .tree-row > button.${part}`);
  if (button instanceof HTMLElement) button.click();
}

/** What a key does at an item; null for a key that does nothing here.
 * @param {HTMLElement} top @param {HTMLElement} item @param {string} key @returns {(() => void) | null} */
function doneBy(top, item, key) {
  const shown = /** @type {HTMLElement[]} */ (Array.from(top.querySelectorAll('[role=treeitem]'))).filter(
    (one) => one.offsetParent !== null,
  );
  const at = shown.indexOf(item);
  const above = /** @type {HTMLElement | null} */ (item.parentElement?.closest('[role=treeitem]') || null);
  const canOpen = item.hasAttribute('aria-expanded');
  /** @type {Record<string, () => void>} */
  const moves = {
    ArrowDown: () => shown[at + 1]?.focus(),
    ArrowUp: () => shown[at - 1]?.focus(),
    Home: () => shown[0]?.focus(),
    End: () => shown[shown.length - 1]?.focus(),
    ArrowRight: () => (canOpen && !isOpened(item) ? click(item, 'tree-twist') : shown[at + 1]?.focus()),
    ArrowLeft: () => (isOpened(item) ? click(item, 'tree-twist') : above?.focus()),
    Enter: () => click(item, 'tree-name'),
    ' ': () => click(item, 'tree-name'),
  };
  return moves[key] || null;
}

/**
 * The tree under `roots`, as areas stand `on` a day (today without one), the first root open. `selected` is the code
 * of the one that is marked.
 * @param {{ roots: Area[], on?: string | null, selected: string | null, onSelect: (area: Area) => void }} props
 */
export function AreaTree({ roots, on = null, selected, onSelect }) {
  const top = useRef(/** @type {HTMLElement | null} */ (null));
  const [current, setCurrent] = useState('');
  /** @param {KeyboardEvent} event */
  const pressed = (event) => {
    const item = event.target instanceof Element ? event.target.closest('[role=treeitem]') : null;
    if (!top.current || !(item instanceof HTMLElement)) return;
    const move = doneBy(top.current, item, event.key);
    if (!move) return;
    event.preventDefault();
    move();
  };
  const reachable = current || (roots.length ? roots[0].code : '');
  const tree = { on, selected, current: reachable, onSelect, onCurrent: setCurrent };
  return html`<ul class="tree" role="tree" aria-label=${t('区域')} ref=${top} onKeyDown=${pressed}>
    ${roots.map((area, n) => html`<${Branch} key=${`${on || ''} ${area.code}`} area=${area} depth=${1} isOpenFirst=${n === 0} tree=${tree} />`)}
  </ul>`;
}
