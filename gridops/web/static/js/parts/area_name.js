// @ts-check
// The name of an area of which only the code is known; the code until the service has answered. Read once for a page.

import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';

/** @type {Map<string, Promise<string>>} */
const names = new Map();

/** @param {string} code */
function readName(code) {
  const asked =
    names.get(code) ||
    api
      .get(`/areas/${encodeURIComponent(code)}`)
      .then((area) => area.name)
      .catch(() => code);
  names.set(code, asked);
  return asked;
}

/** @param {{ code: string, none?: string }} props `none` is said where there is no code */
export function AreaName({ code, none = t('全部区域') }) {
  const [name, setName] = useState(code);
  useEffect(() => {
    if (code) readName(code).then(setName);
  }, [code]);
  return html`<span title=${code || null}>${code ? name : none}</span>`;
}
