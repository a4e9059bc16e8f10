// @ts-check
// Drawing anew when something outside the tree tells of a change: events of an EventTarget, or the time that passes.

import { useEffect, useLayoutEffect, useReducer } from '../shared/ui.js';

/** At most one call of `work` in each `ms`, the last one never lost.
 * @param {() => void} work @param {number} ms */
export function throttled(work, ms) {
  /** @type {any} */
  let timer = null;
  return () => {
    if (timer) return;
    timer = setTimeout(() => {
      timer = null;
      work();
    }, ms);
  };
}

/** Draws anew when `target` tells one of the events `names`, at most once in `ms`.
 * @param {EventTarget} target @param {string[]} names @param {number} [ms] */
export function useHeard(target, names, ms = 0) {
  const [, draw] = useReducer((/** @type {number} */ n) => n + 1, 0);
  // Before anything else can be told: an event between the drawing and this would be lost.
  useLayoutEffect(() => {
    const redraw = () => draw(undefined);
    const hear = ms ? throttled(redraw, ms) : redraw;
    for (const name of names) target.addEventListener(name, hear);
    return () => {
      for (const name of names) target.removeEventListener(name, hear);
    };
  }, [target]);
}

/** Draws anew every `ms`: {how often it has}, for words that tell how long something lasts.
 * @param {number} ms */
export function useTick(ms) {
  const [count, tick] = useReducer((/** @type {number} */ n) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => tick(undefined), ms);
    return () => clearInterval(timer);
  }, []);
  return /** @type {number} */ (count);
}
