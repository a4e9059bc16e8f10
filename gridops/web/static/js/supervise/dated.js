// Boundaries of another day on the supervisor's page: the slider below the map moves map, tree and question together.

import { areasOf, findArea } from '../desk/areas.js';
import { DateSlider, listSets, mayCompare } from '../desk/date_slider.js';

/** The slider and the choice of boundaries, shown where there is more than one set; it begins at the set of the day `on`. */
export async function useDates({ actor, areas, question, place, map, find, on }) {
  const sets = await listSets();
  if (sets.length < 2) return;
  const slider = new DateSlider({
    element: find('dates'), sets, on, withChanges: mayCompare(actor, areas),
    onChoose: async (set) => {
      question.set = set;
      map.showSet(set.tiles);
      const roots = set.on ? await areasOf(actor, set.on) : areas;
      if (slider.chosen === set) await place.showDay(set.on, roots);
    },
  });
  question.set = slider.chosen;
  question.days = slider.sets.map((set) => set.on);
  find('basis-panel').hidden = false;
  const { tiles, on: day } = slider.chosen;
  if (!day) return;
  map.showSet(tiles);
  place.plant(await areasOf(actor, day), day);
}

/** The area of a code that the answer names; as recorded that may be one of another day. Null where none is found. */
export function areaToNarrow(code, question) {
  const shown = question.set ? question.set.on : null;
  const others = question.basis.value === 'recorded' ? [...(question.days || [])].reverse() : [];
  return findArea(code, [...new Set([shown, ...others])]);
}
