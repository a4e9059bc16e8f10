// @ts-check
// Boundaries and grids for administrators: sets, import, redrawing and faults beside one map.

import { useAddress } from '../parts/address.js';
import { SetSlider } from '../parts/boundary_sets.js';
import { dayAfter, dayFrom } from '../parts/dates.js';
import { Asked, useAsked } from '../parts/states.js';
import { Tabs } from '../parts/tabs.js';
import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect, useMemo, useRef, useState } from '../shared/ui.js';
import { beginAdmin } from './frame.js';
import { Faults } from './geodata/faults.js';
import { Ground } from './geodata/ground.js';
import { Import } from './geodata/import.js';
import { Redraw } from './geodata/redraw.js';
import { Sets } from './geodata/sets.js';

const TABS = ['sets', 'import', 'redraw', 'faults'];

/** The day before which no new set may begin; the very first may begin today.
 * @param {any[]} sets */
function firstDayOf(sets) {
  const last = sets
    .filter((set) => set.state === 'in_force')
    .map((set) => set.valid_from)
    .sort()
    .pop();
  if (!last) return dayFrom();
  return last >= dayFrom() ? dayAfter(last, 1) : dayFrom(1);
}

/** @param {{ sets: any[], ground: Ground }} props */
function Slider({ sets, ground }) {
  const [chosen, choose] = useState(/** @type {any} */ (null));
  const dated = sets.filter((set) => set.state === 'in_force');
  /** @param {any} set */
  const take = (set) => {
    choose(set);
    ground.clear();
    ground.showSet(set);
  };
  const known = chosen ? dated.find((set) => set.id === chosen.id) : null;
  return html`<section class="set-slider" data-part="dates" aria-label=${t('区划日期')} hidden=${dated.length < 2}>
    <${SetSlider} sets=${dated} chosen=${known} onChoose=${take} />
  </section>`;
}

function Geodata() {
  const [{ tab = TABS[0] }, write] = useAddress();
  const [shown, say] = useState('');
  const [draft, setDraft] = useState('');
  const [hasFaults, openFaults] = useState(false);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const ground = useMemo(() => new Ground(say), []);
  const asked = useAsked(() => api.get('/boundary-sets'), []);
  const sets = /** @type {any[]} */ (asked.value ? asked.value.items : []);
  const chosen = TABS.includes(tab) ? tab : TABS[0];
  useEffect(() => {
    if (place.current) ground.open(place.current);
  }, []);
  useEffect(() => {
    if (chosen === 'faults') openFaults(true);
  }, [chosen]);
  /** @param {string} next */
  const go = (next) => {
    ground.clear();
    write({ tab: next });
  };
  const changed = () => {
    asked.renew();
    go('sets');
  };
  /** @param {string} name */
  const importInto = (name) => {
    setDraft(name);
    go('import');
  };
  const tabs = [
    ['sets', t('边界版本')],
    ['import', t('导入文件')],
    ['redraw', t('重划一个村社区')],
    ['faults', t('定位异常')],
  ];
  const firstDay = firstDayOf(sets);
  const drafts = sets.filter((set) => set.state === 'draft');
  /** @param {string} key @param {any} content */
  const panel = (key, content) =>
    html`<div class="geodata-tab" id=${`tab-${key}`} role="tabpanel" data-part=${key} hidden=${key !== chosen}>${content}</div>`;
  return html`<main id="main" class="geodata">
    <section class="geodata-side" aria-label=${t('边界与网格')}>
      <${Tabs} tabs=${tabs} chosen=${chosen} onChoose=${go} label=${t('做什么')} />
      ${panel(
        'sets',
        html`<${Asked} asked=${asked}>${() => html`<${Sets} sets=${sets} firstDay=${firstDay} ground=${ground} onChanged=${changed} onImport=${importInto} />`}</${Asked}>`,
      )}
      ${panel('import', asked.value && html`<${Import} drafts=${drafts} chosen=${draft} ground=${ground} isShown=${chosen === 'import'} onDone=${changed} />`)}
      ${panel('redraw', asked.value && html`<${Redraw} firstDay=${firstDay} ground=${ground} onDone=${changed} />`)}
      ${panel('faults', hasFaults && html`<${Faults} ground=${ground} />`)}
    </section>
    <div class="map-holder">
      <section class="map" data-part="map" ref=${place} aria-label=${t('边界地图')}></section>
      <p class="map-shown" data-part="shown" role="status">${shown}</p>
      <${Slider} sets=${sets} ground=${ground} />
    </div>
  </main>`;
}

beginAdmin({ title: t('边界与网格'), hash: 'tab', isTitleShown: false, view: () => html`<${Geodata} />` });
