// The open cases on the map: colour by state, ring by deadline; restricted ones are a place without a name.

import { h } from '../shared/dom.js';
import { throttled } from '../desk/page.js';
import { dueColour, stateColour } from '../desk/palette.js';
import { caseName } from './queue_row.js';

const MOST_FLASHES = 20;
const SIZE = (least, most) => ['interpolate', ['linear'], ['zoom'], 9, least, 16, most];

function layers() {
  const ring = ['case', ['==', ['get', 'due'], 'overdue'], 3.5, ['==', ['get', 'due'], 'soon'], 3, 1.5];
  const place = ['get', 'restricted'];
  return [
    {
      id: 'case-chosen', type: 'circle', source: 'cases', filter: ['==', ['get', 'id'], ''],
      paint: { 'circle-radius': SIZE(12, 20), 'circle-color': 'rgba(255,176,32,0.35)', 'circle-stroke-width': 2, 'circle-stroke-color': '#b87400' },
    },
    {
      id: 'case-point', type: 'circle', source: 'cases', layout: { 'circle-sort-key': ['get', 'rank'] },
      paint: {
        'circle-radius': SIZE(5, 10), 'circle-stroke-width': ring, 'circle-stroke-color': dueColour(),
        'circle-color': ['case', place, '#3b4350', stateColour()], 'circle-opacity': ['case', place, 0.75, 1],
      },
    },
  ];
}

function feature(brief) {
  const rank = { overdue: 3, soon: 2 }[brief.due_state] || (brief.state === 'reported' ? 1 : 0);
  return {
    type: 'Feature', geometry: { type: 'Point', coordinates: [brief.lon, brief.lat] },
    properties: { id: brief.id, state: brief.state, due: brief.due_state, restricted: brief.restricted, rank },
  };
}

/** Draws `store` on `map`; `onOpen(id)` hears a click on a case. */
export class CaseLayer {
  constructor({ map, store, onOpen }) {
    this.map = map;
    this.store = store;
    this.onOpen = onOpen;
    this.flashing = 0;
    map.gl.addSource('cases', { type: 'geojson', data: this._data() });
    layers().forEach((layer) => map.gl.addLayer(layer));
    map.gl.on('click', 'case-point', (event) => this._onClick(event));
    map.gl.on('mouseenter', 'case-point', () => { map.gl.getCanvas().style.cursor = 'pointer'; });
    map.gl.on('mouseleave', 'case-point', () => { map.gl.getCanvas().style.cursor = ''; });
    this.redrawSoon = throttled(() => map.gl.getSource('cases').setData(this._data()), 100);
    store.addEventListener('reset', this.redrawSoon);
    store.addEventListener('case', (event) => {
      this.redrawSoon();
      if (event.detail.change === 'added') this._flash(store.cases.get(event.detail.id));
    });
  }

  choose(id) {
    this.map.gl.setFilter('case-chosen', ['==', ['get', 'id'], id || '']);
  }

  _data() {
    return { type: 'FeatureCollection', features: [...this.store.cases.values()].map(feature) };
  }

  _onClick(event) {
    if (this.map.picking) return;
    const ids = [...new Set(event.features.map((f) => f.properties.id))];
    if (ids.length === 1) this.onOpen(ids[0]);
    else this._askWhich(ids, event.lngLat);
  }

  _askWhich(ids, { lng, lat }) {
    const found = ids.map((id) => this.store.cases.get(id)).filter(Boolean);
    const list = h('ul', { class: 'pile' });
    const popup = this.map.popup({ lon: lng, lat }, h('div', null, h('p', null, `此处有 ${found.length} 件`), list));
    for (const brief of found) {
      const open = () => {
        popup.remove();
        this.onOpen(brief.id);
      };
      list.append(h('li', null, h('button', { class: 'quiet small', type: 'button', 'data-state': brief.state, onclick: open }, caseName(brief))));
    }
  }

  _flash(brief) {
    if (!brief || this.flashing >= MOST_FLASHES) return;
    this.flashing += 1;
    const pin = this.map.pin(brief, 'map-flash');
    setTimeout(() => {
      pin.remove();
      this.flashing -= 1;
    }, 6000);
  }
}
