// @ts-check
// The supervisor's page: a question at the left, the map in the middle, the answer at the right. The address is the
// question; whatever is chosen goes there and comes back as what is asked.

import { boundsOf } from '../desk/areas.js';
import { loadMatters } from '../desk/matters.js';
import { useAddress } from '../parts/address.js';
import { useAsked } from '../parts/states.js';
import { t } from '../shared/language.js';
import { day } from '../shared/times.js';
import { html, useEffect, useMemo, useRef, useState } from '../shared/ui.js';
import { useAnswer } from './answer.js';
import { addressOfDays, polygonText, readAsked } from './asked.js';
import { Asking } from './asking.js';
import { Dates, mayCompare } from './dated.js';
import { Ground } from './ground.js';
import { MapPane } from './map_pane.js';
import { usePlace } from './place.js';
import { Results } from './results.js';
import { useStream } from './stream.js';

/** @typedef {import('./asked.js').Asked} Asked */
/** @typedef {import('./place.js').Place} Place */

/** The question of the address, once its place is known; null for whoever has no area and drew none.
 * @param {Asked} asked @param {Place | null} place @returns {import('./question.js').Question | null} */
function questionOf({ polygon, days, codes, basis, word }, place) {
  if (!place || !(polygon || place.area)) return null;
  const { from, to } = days;
  return { area: polygon ? null : place.area, polygon, from, to, codes, basis, on: place.on, word };
}

/** What keeps the page from asking at all.
 * @param {ReturnType<typeof usePlace>} found @param {unknown} matters @param {Asked} asked */
function obstacle({ problem, setsProblem, place }, matters, asked) {
  if (problem || matters) return problem || matters;
  if (place && !place.area && !asked.polygon) return new Error(t('您的账号没有可查询的区域。'));
  return setsProblem ? new Error(t('区划日期暂时读不出来，其余功能照常可用。')) : null;
}

/** The map in step with the question and its answer.
 * @param {Ground} ground
 * @param {{ asked: Asked, place: Place | null, set: import('./place.js').DatedSet | null,
 *   answered: import('./answer.js').Answered | null }} shown */
function useGround(ground, { asked, place, set, answered }) {
  const isMoved = useRef(false);
  useEffect(() => {
    // Today's boundaries are what the map opens with.
    if (!set || (set.is_current && !isMoved.current)) return;
    isMoved.current = true;
    ground.showSet(set.tiles);
  }, [set?.id]);
  const drawn = asked.polygon && polygonText(asked.polygon);
  useEffect(() => {
    if (place) ground.showPlace({ polygon: asked.polygon, geometry: place.area?.geometry });
  }, [place?.area, drawn]);
  useEffect(() => {
    if (!answered) return;
    const { counts, heat } = answered.answer;
    ground.shade({ counts, heat, level: answered.question.word });
  }, [answered]);
  useEffect(() => ground.setMode(asked.mode), [asked.mode]);
}

/** @param {{ actor: import('../parts/page.js').Actor }} props */
export function Supervise({ actor }) {
  const [values, write] = useAddress();
  const [today, setToday] = useState(day);
  const asked = useMemo(() => readAsked(values), [values, today]);
  const matters = useAsked(loadMatters, []);
  const found = usePlace({ actor, asked, write });
  const { sets, set, roots, place } = found;
  const { answered, problem, isBusy, ask, follow } = useAnswer(questionOf(asked, place));
  const [drawing, setDrawing] = useState(/** @type {import('./polygon.js').DrawingState | null} */ (null));
  const [steps, setSteps] = useState(/** @type {import('./shading.js').Step[]} */ ([]));
  const ground = useMemo(
    () =>
      new Ground({
        onDrawing: setDrawing,
        onSteps: setSteps,
        onNarrow: (code) => write({ area: code, polygon: null }),
        onPolygon: (polygon) => write({ polygon: polygon && polygonText(polygon) }),
      }),
    [],
  );
  /** @param {string} code */
  const chooseArea = (code) => {
    if (ground.drawing?.isDrawing) ground.giveUp();
    write({ area: code, polygon: null });
  };
  useGround(ground, { asked, place, set, answered });
  useStream(() => {
    setToday(day());
    if (asked.days.from <= day() && day() <= asked.days.to) follow();
  });
  const askHere = () => {
    ask();
    // On a narrow screen the answer lies below the question.
    document.querySelector('[data-part=results]')?.scrollIntoView({ block: 'start' });
  };
  const own = roots ? roots.roots : [];
  const blocked = obstacle(found, matters.problem, asked);
  return html`<main id="main" class="supervise">
    <${Asking} asked=${asked} roots=${roots} place=${place} hasDates=${sets.length > 1} matters=${matters.value} ground=${ground} drawing=${drawing}
      onArea=${chooseArea} onDays=${(/** @type {any} */ days) => write(addressOfDays(days))} onAsk=${askHere}
      onBasis=${(/** @type {string} */ basis) => write({ basis: basis === 'rebased' ? null : basis })}
      onClasses=${(/** @type {string[]} */ codes) => write({ classes: codes.join(',') })} />
    <${MapPane} mode=${asked.mode} steps=${steps} isKnown=${Boolean(roots)} bounds=${own.length ? boundsOf(own.map((area) => area.geometry)) : null}
      open=${(/** @type {any} */ element, /** @type {any} */ bounds) => ground.open(element, bounds)}
      onMode=${(/** @type {string} */ mode) => write({ map: mode === 'shade' ? null : mode })}>
      <${Dates} sets=${sets} set=${set} withChanges=${mayCompare(actor, own)} onChoose=${(/** @type {any} */ one) => write({ on: one.on })} />
    </${MapPane}>
    <${Results} answered=${answered} problem=${problem || blocked} isBusy=${isBusy && !blocked} matters=${matters.value} word=${asked.word}
      onRetry=${problem ? () => ask() : null} onNarrow=${chooseArea} onPlace=${(/** @type {any} */ place) => ground.goTo(place)}
      onWord=${(/** @type {string} */ word) => write({ by: word === 'village' ? null : word })} />
  </main>`;
}
