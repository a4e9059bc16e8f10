// @ts-check
// A place without a map: street, village, grid from lists; the grid's middle is taken. For phones too old for maps.

import { api, query, wordsOf } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect, useState } from '../shared/ui.js';

/** @param {string} level @param {string} [parent] @returns {Promise<any[]>} */
async function areasBelow(level, parent) {
  /** @type {any[]} */
  const found = [];
  let cursor = '';
  do {
    const page = await api.get(`/areas${query({ level, parent, cursor })}`);
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor);
  return found;
}

/** @param {{ label: string, areas: any[], onChoose: (code: string) => void }} props */
function Select({ label, areas, onChoose }) {
  return html`<label><span>${label}</span>
    <select onChange=${(/** @type {any} */ event) => onChoose(event.target.value)}>
      <option value="">${t('（请选择）')}</option>
      ${areas.map((area) => html`<option key=${area.code} value=${area.code}>${area.short_name || area.name}</option>`)}
    </select>
  </label>`;
}

/** onDone({lon, lat}) in CGCS2000 degrees.
 * @param {{ onDone: (point: { lon: number, lat: number }) => void }} props */
export function AreaChooser({ onDone }) {
  const [streets, setStreets] = useState(/** @type {any[]} */ ([]));
  const [villages, setVillages] = useState(/** @type {any[]} */ ([]));
  const [grids, setGrids] = useState(/** @type {any[]} */ ([]));
  const [trouble, say] = useState('');
  /** @param {() => Promise<void>} act */
  const guarded = (act) => {
    say('');
    act().catch((problem) => say(wordsOf(problem)));
  };
  useEffect(() => guarded(async () => setStreets(await areasBelow('township'))), []);
  /** @param {string} code */
  const street = (code) => code && guarded(async () => setVillages(await areasBelow('village', code)));
  /** @param {string} code */
  const village = (code) =>
    code &&
    guarded(async () => setGrids((await areasBelow('grid', code)).filter((area) => area.kind === 'base')));
  /** @param {string} code */
  const grid = (code) =>
    code &&
    guarded(async () => {
      const area = await api.get(`/areas/${encodeURIComponent(code)}`);
      onDone({ lon: Number(area.label_lon.toFixed(7)), lat: Number(area.label_lat.toFixed(7)) });
    });
  return html`<p>${t('这部手机打不开地图：按网格选，取网格中部的位置，请在描述里写清地点。')}</p>
    <${Select} label=${t('镇街')} areas=${streets} onChoose=${street} />
    <${Select} label=${t('村社区')} areas=${villages} onChoose=${village} />
    <${Select} label=${t('网格')} areas=${grids} onChoose=${grid} />
    ${trouble && html`<p class="problem" role="alert">${trouble}</p>`}`;
}
