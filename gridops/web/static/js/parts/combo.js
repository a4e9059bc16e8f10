// @ts-check
// Choosing one of many by typing: a combobox with its list. Arrows move, Enter chooses, Esc closes the list alone.
// What is sent is the code of what was chosen, in a hidden control of the given name; nobody types a code.

import { t } from '../shared/language.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';

/** @typedef {{ key: string, words: string, hint?: string, data?: any }} Option */
/**
 * @typedef {{ name: string, search: (typed: string) => Option[] | Promise<Option[]>, chosen?: Option | null,
 *   onChoose?: (option: Option | null) => void, placeholder?: string, required?: boolean, label?: string, none?: string,
 *   id?: string }} ComboProps
 */

const WAIT_MS = 150;
let count = 0;

/** @param {ComboProps} props */
export function Combo({
  name,
  search,
  chosen = null,
  onChoose = () => {},
  placeholder = '',
  required = false,
  label,
  none,
}) {
  const [id] = useState(() => {
    count += 1;
    return `combo-${count}`;
  });
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [option, setOption] = useState(chosen);
  const [typed, setTyped] = useState(chosen ? chosen.words : '');
  const [found, setFound] = useState(/** @type {Option[] | null} */ (null));
  const [active, setActive] = useState(0);
  const turn = useRef(0);
  const isOpen = found !== null;

  useEffect(() => {
    setOption(chosen);
    setTyped(chosen ? chosen.words : '');
  }, [chosen ? chosen.key : '']);
  useEffect(() => {
    if (!input.current) return;
    input.current.setCustomValidity(typed.trim() && !option ? t('请从列表中选一个') : '');
  });

  /** @param {string} text */
  const look = async (text) => {
    turn.current += 1;
    const mine = turn.current;
    const answer = search(text.trim());
    if (answer instanceof Promise) await new Promise((wait) => setTimeout(wait, WAIT_MS));
    if (mine !== turn.current) return;
    const options = await Promise.resolve(answer).catch(() => /** @type {Option[]} */ ([]));
    if (mine !== turn.current) return;
    setFound(options);
    setActive(0);
  };
  const shut = () => {
    turn.current += 1;
    setFound(null);
  };
  /** @param {Option | null} next */
  const take = (next) => {
    setOption(next);
    onChoose(next);
    if (!next) return;
    setTyped(next.words);
    shut();
    if (input.current) input.current.dispatchEvent(new Event('change', { bubbles: true }));
  };
  /** @param {any} event */
  const onInput = (event) => {
    setTyped(event.target.value);
    if (option) take(null);
    look(event.target.value);
  };
  const onFocus = () => {
    if (input.current) input.current.select();
    // What is chosen already is left in peace: its list would only cover what stands below it.
    if (!option) look(typed);
  };
  const onBlur = () => {
    // What was typed out in full counts as chosen.
    const same = found?.find((one) => one.words === typed.trim() || one.key === typed.trim());
    if (!option && same) take(same);
    shut();
  };
  /** @param {number} step */
  const move = (step) => {
    if (!found?.length) return;
    const to = (active + step + found.length) % found.length;
    setActive(to);
    const shown = document.getElementById(`${id}-${to}`);
    if (shown) shown.scrollIntoView({ block: 'nearest' });
  };
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (isOpen) move(event.key === 'ArrowDown' ? 1 : -1);
      else look(option ? '' : typed);
    } else if (event.key === 'Enter' && found && found[active] && !option) {
      event.preventDefault();
      take(found[active]);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      shut();
    }
  };
  return html`<div class="combo">
    <input type="hidden" name=${name} value=${option ? option.key : ''} />
    <input
      ref=${input} type="text" role="combobox" autocomplete="off" spellcheck="false" data-picker=${name} aria-label=${label}
      aria-expanded=${String(isOpen)} aria-controls=${id} aria-autocomplete="list" required=${required} placeholder=${placeholder}
      aria-activedescendant=${found?.length ? `${id}-${active}` : null} value=${typed}
      onInput=${onInput} onFocus=${onFocus} onBlur=${onBlur} onKeyDown=${onKeyDown}
    />
    <ul id=${id} class="combo-list" role="listbox" hidden=${!isOpen}>
      ${(found || []).map(
        (one, n) => html`<li
          key=${one.key} id=${`${id}-${n}`} role="option" data-option=${one.key} aria-selected=${String(n === active)}
          onMouseDown=${(/** @type {Event} */ event) => {
            event.preventDefault();
            take(one);
          }}
        >
          <strong class="stored">${one.words}</strong>${one.hint && html`<small class="stored">${one.hint}</small>`}
        </li>`,
      )}
      ${found && found.length === 0 && html`<li class="combo-none">${none || t('没有找到，换个说法试试')}</li>`}
    </ul>
  </div>`;
}

/** Options that hold what was typed, best first; sorted by where it stands.
 * @param {Option[]} options @param {string} typed @param {number} [most] @returns {Option[]} */
export function matching(options, typed, most = 30) {
  const text = typed.toLowerCase();
  if (!text) return options.slice(0, most);
  /** @param {Option} one */
  const rank = (one) => {
    const words = one.words.toLowerCase();
    if (words === text || one.key.toLowerCase() === text) return 0;
    if (words.startsWith(text)) return 1;
    if (words.includes(text)) return 2;
    return (one.hint || '').toLowerCase().includes(text) || one.key.toLowerCase().startsWith(text) ? 3 : 9;
  };
  return options
    .map((one) => ({ one, at: rank(one) }))
    .filter((found) => found.at < 9)
    .sort((a, b) => a.at - b.at)
    .slice(0, most)
    .map((found) => found.one);
}
