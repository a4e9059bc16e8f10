// @ts-check
// What is shown while something is asked for, when there is nothing, and when it failed; and the hook that asks.

import { wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useCallback, useEffect, useRef, useState } from '../shared/ui.js';

/** @param {{ words?: string }} props */
export function Loading({ words }) {
  return html`<p class="empty" role="status">${words || t('正在读取…')}</p>`;
}

/** @param {{ children?: any }} props */
export function Empty({ children }) {
  return html`<p class="empty">${children}</p>`;
}

/** What went wrong, and a way to try again where there is one.
 * @param {{ problem: unknown, onRetry?: (() => void) | null }} props */
export function Fault({ problem, onRetry = null }) {
  if (!problem) return null;
  return html`<p class="problem" role="alert">
    ${wordsOf(problem)}
    ${onRetry && html` <button type="button" class="small" onClick=${onRetry}>${t('再试一次')}</button>`}
  </p>`;
}

/**
 * Asks for something when `keys` change: {value, problem, isBusy, renew(), set(value)}. What was there stays while it
 * is asked for anew; an answer that a later question has overtaken is dropped. `ask` answers undefined for "nothing to
 * ask".
 * @template T
 * @param {() => Promise<T> | undefined} ask @param {any[]} keys
 */
export function useAsked(ask, keys) {
  const [state, setState] = useState(
    /** @type {{ value: T | null, problem: unknown, isBusy: boolean }} */ ({
      value: null,
      problem: null,
      isBusy: true,
    }),
  );
  const turn = useRef(0);
  const renew = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    const asked = ask();
    if (!asked) {
      setState({ value: null, problem: null, isBusy: false });
      return;
    }
    setState((was) => ({ ...was, isBusy: true }));
    try {
      const value = await asked;
      if (mine === turn.current) setState({ value, problem: null, isBusy: false });
    } catch (problem) {
      if (mine === turn.current) setState((was) => ({ ...was, problem, isBusy: false }));
    }
  }, keys);
  useEffect(() => {
    renew();
    return () => {
      turn.current += 1;
    };
  }, [renew]);
  /** @param {T} value */
  const set = (value) => {
    turn.current += 1;
    setState({ value, problem: null, isBusy: false });
  };
  return { ...state, renew, set };
}

/** The usual frame around an answer: waiting, failed, or `children(value)`.
 * @param {{ asked: { value: any, problem: unknown, renew: () => void }, children: (value: any) => any }} props */
export function Asked({ asked, children }) {
  if (asked.problem) return html`<${Fault} problem=${asked.problem} onRetry=${asked.renew} />`;
  return asked.value === null ? html`<${Loading} />` : children(asked.value);
}
