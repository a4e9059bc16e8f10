// @ts-check
// The page's address holds what is shown: a few named values in its query, changed without loading anew.

import { useEffect, useState } from '../shared/ui.js';

const CHANGED = 'gridops:address';

/** @returns {Record<string, string>} */
export function readAddress() {
  /** @type {Record<string, string>} */
  const values = {};
  new URLSearchParams(window.location.search).forEach((value, name) => {
    values[name] = value;
  });
  return values;
}

/**
 * Put values into the address; an empty one is taken out. `isStep` makes it a step that the browser's "back" undoes.
 * @param {Record<string, string | null | undefined>} values @param {{ isStep?: boolean }} [options]
 */
export function writeAddress(values, { isStep = false } = {}) {
  const address = new URL(window.location.href);
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href === window.location.href) return;
  if (isStep) window.history.pushState(null, '', address.href);
  else window.history.replaceState(null, '', address.href);
  window.dispatchEvent(new CustomEvent(CHANGED));
}

/**
 * [values, write] of the address; drawn anew when it changes, also by "back".
 * @returns {[Record<string, string>, typeof writeAddress]}
 */
export function useAddress() {
  const [values, setValues] = useState(readAddress);
  useEffect(() => {
    const read = () => setValues(readAddress());
    window.addEventListener('popstate', read);
    window.addEventListener(CHANGED, read);
    return () => {
      window.removeEventListener('popstate', read);
      window.removeEventListener(CHANGED, read);
    };
  }, []);
  return [values, writeAddress];
}
