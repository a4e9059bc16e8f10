// @ts-check
// The territory's map on a desk page: opened once, asked for points and areas. What a page shows on it is the page's.

import * as maplibregl from 'maplibre-gl';
import { isOfBaseMap, layBaseMap, readBaseMap } from '../shared/base_map.js';
import { t } from '../shared/language.js';
import { LayerControl } from './layer_control.js';
import { GROUND_TOP, NOTICE, territoryStyle } from './map_style.js';

/** @typedef {{ lon: number, lat: number }} Place CGCS2000 degrees */
/** @typedef {import('./areas.js').Bounds} Bounds */

const CJK = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';

/** The tiles' address of the set in force; its tiles never change, so that the browser keeps them. */
async function tilesInForce() {
  const answer = await fetch('/tiles/territory/current/0/0/0.mvt', { credentials: 'same-origin' });
  const found = /\/tiles\/territory\/([0-9a-f-]{36})\//.exec(answer.url);
  return `${location.origin}/tiles/territory/${found ? found[1] : 'current'}/{z}/{x}/{y}.mvt`;
}

/** What the map's own controls say. */
function controlWords() {
  return {
    'NavigationControl.ZoomIn': t('放大'),
    'NavigationControl.ZoomOut': t('缩小'),
    'Popup.Close': t('关闭'),
    'Map.Title': t('地图'),
    'ScaleControl.Meters': t('米#scale'),
    'ScaleControl.Kilometers': t('千米#scale'),
  };
}

/** @param {string} name @param {string} words */
function paragraph(name, words) {
  const made = document.createElement('p');
  made.className = name;
  made.textContent = words;
  return made;
}

/** A map in `element` (`data-map` says loading, ready or none); without WebGL the rest of the page goes on. */
export class TerritoryMap {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {any} */
    this.gl = null;
    /** @type {((point: Place | null) => void) | null} */
    this.picking = null;
    this.loaded = false;
    this.notice = paragraph('map-notice', NOTICE);
    /** @type {any} */
    this.going = null; // the view on the way to which the map is
    this.hasBase = false; // whether another map lies beneath, which fills must not hide
    element.dataset.map = 'loading';
    // Words that the styles show while the map is in these states.
    element.dataset.loadingWords = t('正在打开地图…');
    element.dataset.pickingWords = t('在地图上点一下，Esc 放弃');
    this.notice.dataset.missingWords = t('底图暂时无法载入');
  }

  /** Open at `bounds` [[west, south], [east, north]]; resolves once layers can be added.
   * @param {Bounds | undefined} bounds */
  async open(bounds) {
    maplibregl.setWorkerUrl(/** @type {any} */ (import.meta).resolve('maplibre-gl/worker'));
    const reading = readBaseMap();
    try {
      this.gl = new maplibregl.Map({
        container: this.element,
        style: territoryStyle(await tilesInForce()),
        bounds,
        fitBoundsOptions: { padding: 32 },
        localIdeographFontFamily: CJK,
        attributionControl: false,
        dragRotate: false,
        pitchWithRotate: false,
        locale: controlWords(),
        minZoom: 7,
        maxZoom: 18.5,
        maxPitch: 0,
        fadeDuration: 120,
      });
    } catch (_error) {
      this.gl = null;
      this._sayNone();
      return;
    }
    this.gl.touchZoomRotate.disableRotation();
    this.gl.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-left');
    this.gl.addControl(new maplibregl.ScaleControl({ maxWidth: 110, unit: 'metric' }), 'bottom-left');
    this.element.append(this.notice);
    this.gl.on('error', (/** @type {any} */ event) => this._onError(event));
    // A card that opens or closes under way changes the map's width, and the way would end beside its aim.
    this.gl.on('resize', () => {
      if (this.going) this.gl.jumpTo(this.going);
    });
    this.gl.on('moveend', () => {
      this.going = null;
    });
    this.gl.on('render', () => this._mark('false'));
    this.gl.on('idle', () => this._mark('true'));
    await new Promise((done) => this.gl.once('load', done));
    this._layBase(await reading);
    this.loaded = true;
    this.element.dataset.map = 'ready';
  }

  /** Only now: a base map's host that does not answer must not keep the desk waiting for its map.
   * @param {import('../shared/base_map.js').BaseMap} base */
  _layBase(base) {
    const layers = layBaseMap(this.gl, base, GROUND_TOP);
    this.hasBase = layers.length > 0;
    if (this.hasBase) {
      this.gl.setPaintProperty(GROUND_TOP, 'fill-opacity', 0.12);
      this.notice.textContent = t('{notice} · 底图 {source}', {
        notice: NOTICE,
        source: base.attribution || t('未注明来源'),
      });
    }
    this.gl.addControl(new LayerControl(layers), 'top-left');
  }

  /** @param {any} event */
  _onError(event) {
    if (!isOfBaseMap(event)) console.error(event.error);
    else this.notice.dataset.base = 'missing';
  }

  get isUsable() {
    return this.loaded;
  }

  /** @param {Bounds | null} bounds */
  fit(bounds) {
    if (this.loaded && bounds) this.gl.fitBounds(bounds, { padding: 40, maxZoom: 15.5, duration: 500 });
  }

  /** @param {Place} place */
  goTo({ lon, lat }) {
    if (!this.loaded) return;
    const view = { center: [lon, lat], zoom: Math.max(this.gl.getZoom(), 14) };
    this.going = null;
    this.gl.resize();
    this.gl.easeTo({ ...view, duration: 500 });
    this.going = view;
  }

  /** Draw another boundary set: `tiles` as GET /boundary-sets names them. What is layered on top stays.
   * @param {string} tiles */
  showSet(tiles) {
    if (this.loaded) this.gl.getSource('territory').setTiles([`${location.origin}${tiles}`]);
  }

  /** Ask for a click on the map: {lon, lat} in CGCS2000 degrees, or null when it was given up (Esc, another ask).
   * @returns {Promise<Place | null>} */
  pickPoint() {
    if (!this.loaded) return Promise.resolve(null);
    this.stopPicking();
    return new Promise((resolve) => {
      const finish = (/** @type {Place | null} */ point) => {
        this.gl.off('click', onClick);
        document.removeEventListener('keydown', onKey, true);
        delete this.element.dataset.picking;
        this.picking = null;
        resolve(point);
      };
      const onClick = (/** @type {any} */ event) =>
        finish({ lon: round(event.lngLat.lng), lat: round(event.lngLat.lat) });
      const onKey = (/** @type {KeyboardEvent} */ event) => {
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

  /** A pin that stays until it is removed; `className` gives it its look.
   * @param {Place} place @param {string} className @returns {{ remove(): void }} */
  pin({ lon, lat }, className) {
    if (!this.loaded) return { remove() {} };
    // The map places a marker by its transform: a look that turns or grows needs an element of its own.
    const element = document.createElement('div');
    element.appendChild(document.createElement('div')).className = className;
    return new maplibregl.Marker({ element, anchor: className === 'map-pin' ? 'bottom' : 'center' })
      .setLngLat([lon, lat])
      .addTo(this.gl);
  }

  /** A small window at a place, with nodes of ours.
   * @param {Place} place @param {HTMLElement} content @returns {{ remove(): void }} */
  popup({ lon, lat }, content) {
    return new maplibregl.Popup({ closeButton: true, maxWidth: '300px', className: 'map-popup' })
      .setLngLat([lon, lat])
      .setDOMContent(content)
      .addTo(this.gl);
  }

  /** `data-idle` says whether all is drawn and nothing moves.
   * @param {string} isIdle */
  _mark(isIdle) {
    if (this.element.dataset.idle !== isIdle) this.element.dataset.idle = isIdle;
  }

  _sayNone() {
    this.element.dataset.map = 'none';
    this.element.append(
      paragraph('map-missing', t('此浏览器不能显示地图（需要 WebGL），其余功能照常可用。')),
    );
  }
}

/** @param {number} degrees */
function round(degrees) {
  return Math.round(degrees * 1e7) / 1e7;
}
