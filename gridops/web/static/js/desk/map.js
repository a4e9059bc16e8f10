// The territory's map on a desk page: opened once, asked for points and areas. What a page shows on it is the page's.

import * as maplibregl from 'maplibre-gl';
import { isOfBaseMap, layBaseMap, readBaseMap } from '../shared/base_map.js';
import { h } from '../shared/dom.js';
import { LayerControl } from './layer_control.js';
import { GROUND_TOP, NOTICE, territoryStyle } from './map_style.js';

const CJK = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

/** The tiles' address of the set in force; its tiles never change, so that the browser keeps them. */
async function tilesInForce() {
  const answer = await fetch('/tiles/territory/current/0/0/0.mvt', { credentials: 'same-origin' });
  const found = /\/tiles\/territory\/([0-9a-f-]{36})\//.exec(answer.url);
  return `${location.origin}/tiles/territory/${found ? found[1] : 'current'}/{z}/{x}/{y}.mvt`;
}

/** A map in `element` (`data-map` says loading, ready or none); without WebGL the rest of the page goes on. */
export class TerritoryMap {
  constructor(element) {
    this.element = element;
    this.gl = null;
    this.picking = null;
    this.loaded = false;
    this.going = null; // the view on the way to which the map is
    this.hasBase = false; // whether another map lies beneath, which fills must not hide
    element.dataset.map = 'loading';
  }

  /** Open at `bounds` [[west, south], [east, north]]; resolves once layers can be added. */
  async open(bounds) {
    maplibregl.setWorkerUrl(import.meta.resolve('maplibre-gl/worker'));
    const reading = readBaseMap();
    try {
      this.gl = new maplibregl.Map({
        container: this.element, style: territoryStyle(await tilesInForce()), bounds, fitBoundsOptions: { padding: 32 },
        localIdeographFontFamily: CJK, attributionControl: false, dragRotate: false, pitchWithRotate: false,
        minZoom: 7, maxZoom: 18.5, maxPitch: 0, fadeDuration: 120,
      });
    } catch (error) {
      this.gl = null;
      this._sayNone();
      return;
    }
    this.gl.touchZoomRotate.disableRotation();
    this.gl.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-left');
    this.gl.addControl(new maplibregl.ScaleControl({ maxWidth: 110, unit: 'metric' }), 'bottom-left');
    this.notice = h('p', { class: 'map-notice' }, NOTICE);
    this.element.append(this.notice);
    this.gl.on('error', (event) => this._onError(event));
    // A card that opens or closes under way changes the map's width, and the way would end beside its aim.
    this.gl.on('resize', () => { if (this.going) this.gl.jumpTo(this.going); });
    this.gl.on('moveend', () => { this.going = null; });
    this.gl.on('render', () => this._mark('false'));
    this.gl.on('idle', () => this._mark('true'));
    await new Promise((done) => { this.gl.once('load', done); });
    this._layBase(await reading);
    this.loaded = true;
    this.element.dataset.map = 'ready';
  }

  // Only now: a base map's host that does not answer must not keep the desk waiting for its map.
  _layBase(base) {
    const layers = layBaseMap(this.gl, base, GROUND_TOP);
    this.hasBase = layers.length > 0;
    if (this.hasBase) {
      this.gl.setPaintProperty(GROUND_TOP, 'fill-opacity', 0.12);
      this.notice.textContent = `${NOTICE} · 底图 ${base.attribution || '未注明来源'}`;
    }
    this.gl.addControl(new LayerControl(layers), 'top-left');
  }

  _onError(event) {
    if (!isOfBaseMap(event)) console.error(event.error);
    else this.notice.dataset.base = 'missing';
  }

  get isUsable() {
    return this.loaded;
  }

  fit(bounds) {
    if (this.loaded && bounds) this.gl.fitBounds(bounds, { padding: 40, maxZoom: 15.5, duration: 500 });
  }

  goTo({ lon, lat }) {
    if (!this.loaded) return;
    const view = { center: [lon, lat], zoom: Math.max(this.gl.getZoom(), 14) };
    this.going = null;
    this.gl.resize();
    this.gl.easeTo({ ...view, duration: 500 });
    this.going = view;
  }

  /** Draw another boundary set: `tiles` as GET /boundary-sets names them. What is layered on top stays. */
  showSet(tiles) {
    if (this.loaded) this.gl.getSource('territory').setTiles([`${location.origin}${tiles}`]);
  }

  /** Ask for a click on the map: {lon, lat} in CGCS2000 degrees, or null when it was given up (Esc, another ask). */
  pickPoint() {
    if (!this.loaded) return Promise.resolve(null);
    this.stopPicking();
    return new Promise((resolve) => {
      const finish = (point) => {
        this.gl.off('click', onClick);
        document.removeEventListener('keydown', onKey, true);
        delete this.element.dataset.picking;
        this.picking = null;
        resolve(point);
      };
      const onClick = (event) => finish({ lon: round(event.lngLat.lng), lat: round(event.lngLat.lat) });
      const onKey = (event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        finish(null);
      };
      this.gl.on('click', onClick);
      document.addEventListener('keydown', onKey, true);
      this.element.dataset.picking = 'true';
      this.picking = finish;
    });
  }

  stopPicking() {
    if (this.picking) this.picking(null);
  }

  /** A pin that stays until it is removed; `className` gives it its look. */
  pin({ lon, lat }, className) {
    if (!this.loaded) return { remove() {} };
    // The map places a marker by its transform: a look that turns or grows needs an element of its own.
    const element = h('div', null, h('div', { class: className }));
    return new maplibregl.Marker({ element, anchor: className === 'map-pin' ? 'bottom' : 'center' })
      .setLngLat([lon, lat]).addTo(this.gl);
  }

  /** A small window at a place, with nodes of ours. */
  popup({ lon, lat }, content) {
    return new maplibregl.Popup({ closeButton: true, maxWidth: '300px', className: 'map-popup' })
      .setLngLat([lon, lat]).setDOMContent(content).addTo(this.gl);
  }

  /** `data-idle` says whether all is drawn and nothing moves. */
  _mark(isIdle) {
    if (this.element.dataset.idle !== isIdle) this.element.dataset.idle = isIdle;
  }

  _sayNone() {
    this.element.dataset.map = 'none';
    this.element.append(h('p', { class: 'map-missing' }, '此浏览器不能显示地图（需要 WebGL），其余功能照常可用。'));
  }
}

function round(degrees) {
  return Math.round(degrees * 1e7) / 1e7;
}
