// Boundaries and grids for administrators: puts sets, import, redrawing and faults beside one map.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { boundsOf, getArea } from '../desk/areas.js';
import { TerritoryMap } from '../desk/map.js';
import { showFaults } from './geodata/faults.js';
import { Ground } from './geodata/ground.js';
import { ImportForm } from './geodata/import_form.js';
import { RedrawForm } from './geodata/redraw_form.js';
import { SetsView } from './geodata/sets_view.js';
import { find, openAdmin } from './page.js';

const tabs = [...document.querySelectorAll('[data-tab]')];

function sayProblem(place) {
  return (problem) => fill(place, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
}

/** Show a tab; `onOpen` knows what is read when one is opened. */
function choose(name, onOpen) {
  for (const tab of tabs) {
    const isChosen = tab.dataset.tab === name;
    tab.setAttribute('aria-selected', String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    find(tab.dataset.tab).hidden = !isChosen;
  }
  if (onOpen[name]) onOpen[name]();
}

function bindTabs(onOpen) {
  tabs.forEach((tab, n) => {
    tab.addEventListener('click', () => {
      onOpen.leave();
      choose(tab.dataset.tab, onOpen);
    });
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = tabs[(n + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  });
}

/** Around the district, which is the administrator's ground whatever his own areas are; undefined before there is one. */
async function bounds() {
  try {
    const { items } = await api.get('/areas?level=district');
    return boundsOf([(await getArea(items[0].code)).geometry]);
  } catch (problem) {
    return undefined;
  }
}

async function start() {
  if (!await openAdmin()) return;
  const map = new TerritoryMap(find('map'));
  const ground = new Ground(map, find('shown'));
  const opening = bounds().then((box) => map.open(box)).then(() => ground.begin());
  const onOpen = {
    leave: () => ground.clear(),
    import: () => importing.show(),
    sets: () => sets.load().catch(sayProblem(find('sets'))),
    faults: () => showFaults(find('faults'), ground).catch(sayProblem(find('faults'))),
  };
  const importing = new ImportForm({ place: find('import'), ground, onDone: () => choose('sets', onOpen) });
  const redrawing = new RedrawForm({ place: find('redraw'), ground, onDone: () => choose('sets', onOpen) });
  const sets = new SetsView({
    place: find('sets'), dates: find('dates'), ground,
    onDrafts: (drafts) => {
      importing.setDrafts(drafts);
      redrawing.setFirstDay(sets.firstDay);
    },
    onChoose: (name) => {
      importing.chooseDraft(name);
      choose('import', onOpen);
    },
  });
  bindTabs(onOpen);
  onOpen.sets();
  await opening;
}

start();
