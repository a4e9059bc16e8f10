// @ts-check
// The open cases on the map: colour by state, ring by deadline; restricted ones are a place without a name.

import { dueColour, stateColour } from '../desk/palette.js';
import { throttled } from '../parts/heard.js';
import { t } from '../shared/language.js';
import { html, render } from '../shared/ui.js';
import { caseName } from './queue_row.js';

/** @typedef {import('./store.js').Brief} Brief */

const MOST_FLASHES = 20;
const FLASH_MS = 6000;
const REDRAW_MS = 100;

/** @param {number} least @param {number} most */
function size(least, most) {
  return ['interpolate', ['linear'], ['zoom'], 9, least, 16, most];
}

function layers() {
  const due = ['get', 'due'];
  const ring = ['case', ['==', due, 'overdue'], 3.5, ['==', due, 'soon'], 3, 1.5];
  const isPlace = ['get', 'restricted'];
  return [
    {
      id: 'case-chosen',
      type: 'circle',
      source: 'cases',
      filter: ['==', ['get', 'id'], ''],
      paint: {
        'circle-radius': size(12, 20),
        'circle-color': 'rgba(255,176,32,0.35)',
        'circle-stroke-width': 2,
        'circle-stroke-color': '#b87400',
      },
    },
    {
      id: 'case-point',
      type: 'circle',
      source: 'cases',
      layout: { 'circle-sort-key': ['get', 'rank'] },
      paint: {
        'circle-radius': size(5, 10),
        'circle-stroke-width': ring,
        'circle-stroke-color': dueColour(),
        'circle-color': ['case', isPlace, '#3b4350', stateColour()],
        'circle-opacity': ['case', isPlace, 0.75, 1],
      },
    },
  ];
}

/** What lies above: the late before the new.
 * @param {Brief} brief */
function rank(brief) {
  if (brief.due_state === 'overdue') return 3;
  if (brief.due_state === 'soon') return 2;
  return brief.state === 'reported' ? 1 : 0;
}

/** @param {Brief} brief */
function feature(brief) {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [brief.lon, brief.lat] },
    properties: {
      id: brief.id,
      state: brief.state,
      due: brief.due_state,
      restricted: brief.restricted,
      rank: rank(brief),
    },
  };
}

/** @param {{ briefs: Brief[], onOpen: (id: string) => void }} props */
function Pile({ briefs, onOpen }) {
  return html`<p>${t('此处有 {n} 件', { n: briefs.length })}</p>
    <ul class="pile">
      ${briefs.map(
        (brief) => html`<li key=${brief.id}>
          <button type="button" class="quiet small" data-state=${brief.state} onClick=${() => onOpen(brief.id)}>${caseName(brief)}</button>
        </li>`,
      )}
    </ul>`;
}

/** Draws `store` on an opened `map`; `onOpen(id)` hears a click on a case. */
export class CaseLayer {
  /** @param {{ map: any, store: import('./store.js').CaseStore, onOpen: (id: string) => void }} plan */
  constructor({ map, store, onOpen }) {
    this.map = map;
    this.store = store;
    this.onOpen = onOpen;
    this.flashing = 0;
    const { gl } = map;
    gl.addSource('cases', { type: 'geojson', data: this.data() });
    for (const layer of layers()) gl.addLayer(layer);
    gl.on('click', 'case-point', (/** @type {any} */ event) => this.clicked(event));
    gl.on('mouseenter', 'case-point', () => this.point('pointer'));
    gl.on('mouseleave', 'case-point', () => this.point(''));
    const redraw = throttled(() => gl.getSource('cases').setData(this.data()), REDRAW_MS);
    for (const name of ['reset', 'more']) store.addEventListener(name, redraw);
    store.addEventListener('case', (/** @type {any} */ { detail }) => {
      redraw();
      if (detail.change === 'added') this.flash(store.cases.get(detail.id));
    });
  }

  /** @param {string | null} id */
  choose(id) {
    this.map.gl.setFilter('case-chosen', ['==', ['get', 'id'], id || '']);
  }

  data() {
    return { type: 'FeatureCollection', features: [...this.store.cases.values()].map(feature) };
  }

  /** @param {string} cursor */
  point(cursor) {
    this.map.gl.getCanvas().style.cursor = cursor;
  }

  /** @param {any} event */
  clicked(event) {
    if (this.map.picking) return;
    const named = event.features.map((/** @type {any} */ f) => f.properties.id);
    const ids = /** @type {string[]} */ ([...new Set(named)]);
    if (ids.length === 1) this.onOpen(ids[0]);
    else this.askWhich(ids, event.lngLat);
  }

  /** @param {string[]} ids @param {{ lng: number, lat: number }} place */
  askWhich(ids, { lng, lat }) {
    const briefs = ids.flatMap((id) => this.store.cases.get(id) || []);
    const holder = document.createElement('div');
    const popup = this.map.popup({ lon: lng, lat }, holder);
    const open = (/** @type {string} */ id) => {
      popup.remove();
      this.onOpen(id);
    };
    render(html`<${Pile} briefs=${briefs} onOpen=${open} />`, holder);
  }

  /** @param {Brief | undefined} brief */
  flash(brief) {
    if (!brief || this.flashing >= MOST_FLASHES) return;
    this.flashing += 1;
    const pin = this.map.pin(brief, 'map-flash');
    setTimeout(() => {
      pin.remove();
      this.flashing -= 1;
    }, FLASH_MS);
  }
}
