// The place asked about: the tree of areas, and the tools for drawing a polygon instead. One of them counts.

import { h } from '../shared/dom.js';
import { AreaTree } from '../desk/area_tree.js';
import { boundsOf, findArea, getArea } from '../desk/areas.js';
import { PolygonDrawing } from './polygon.js';

const CHOSEN = { type: 'FeatureCollection', features: [] };

/** `onPlace({area}|{polygon})` hears each choice; `find(part)` gives the page's parts. */
export class Place {
  constructor({ map, roots, find, onPlace }) {
    Object.assign(this, { map, find, onPlace });
    this.drawing = null;
    this.drawn = null; // a polygon of the address, until the map can show it
    this.plant(roots, null);
  }

  /** The tree as areas stand `on` a day; the area asked about goes on where there is one of its code, else the first. */
  async showDay(on, roots) {
    const { area } = this;
    this.plant(roots, on);
    const polygon = this.drawing ? this.drawing.polygon : this.drawn;
    if (polygon) this.onPlace({ area: null, polygon });
    if (polygon || !area) return;
    const same = await findArea(area.code, [on]);
    if (this.on === on && (same || roots.length)) this.chooseArea(same || roots[0]);
  }

  /** Back to an area that is on the map, where an old one was asked about that no longer is. */
  leaveOldArea() {
    const isOld = this.area && this.area.on !== undefined && this.area.on !== this.on;
    if (isOld && this.roots.length) this.chooseArea(this.roots[0]);
  }

  /** The tree under `roots`, as areas stand `on` a day. */
  plant(roots, on) {
    Object.assign(this, { on, roots });
    this.tree = new AreaTree(this.find('tree'), { roots, on, onSelect: (area) => this.chooseArea(area) });
    this.tree.openFirst();
  }

  /** Once the map is there: the border of the chosen area, and drawing. */
  useMap() {
    const { gl } = this.map;
    gl.addSource('chosen', { type: 'geojson', data: CHOSEN });
    gl.addLayer({ id: 'chosen-line', type: 'line', source: 'chosen', paint: { 'line-color': '#b3261e', 'line-width': 3, 'line-opacity': 0.85 } });
    this.drawing = new PolygonDrawing({
      map: this.map, onState: (state) => this._showTools(state),
      onDone: (polygon) => {
        this.tree.mark(null);
        this._outline(null);
        this.map.fit(boundsOf([polygon]));
        this.onPlace({ area: null, polygon });
      },
    });
    this._tool('draw').addEventListener('click', () => this.drawing.start());
    this._tool('draw-undo').addEventListener('click', () => this.drawing.undo());
    this._tool('draw-finish').addEventListener('click', () => this.drawing.finish());
    this._tool('draw-clear').addEventListener('click', () => this._giveUp());
    this._showTools({ isDrawing: false, hasPolygon: false });
    if (this.drawn) {
      this.drawing.show(this.drawn);
      this.map.fit(boundsOf([this.drawn]));
      this.drawn = null;
    } else if (this.area) this._outline(this.area);
  }

  /** A polygon that the address asks about; clearing it leads to `area`. */
  usePolygon(polygon, area) {
    Object.assign(this, { drawn: polygon, area });
    this.onPlace({ area: null, polygon });
  }

  async chooseArea(area) {
    if (this.drawing) this.drawing.clear();
    this.area = area;
    this.tree.mark(area.code);
    this.onPlace({ area, polygon: null });
    if (this.map.isUsable) this._outline(area);
  }

  async _outline(area) {
    const features = [];
    if (area) {
      const { geometry } = await getArea(area.code, area.on === undefined ? this.on : area.on);
      if (this.area !== area) return;
      features.push({ type: 'Feature', properties: {}, geometry });
      this.map.fit(boundsOf([geometry]));
    }
    const source = this.map.gl.getSource('chosen');
    // The map may be loaded a moment before its layers are: they draw the area when they are there.
    if (source) source.setData({ type: 'FeatureCollection', features });
  }

  _giveUp() {
    const had = this.drawing.polygon;
    this.drawing.clear();
    if (had && this.area) this.chooseArea(this.area);
  }

  _tool(name) {
    return document.querySelector(`[data-action=${name}]`);
  }

  _showTools({ isDrawing, hasPolygon, count = 0, isEnough = false }) {
    this._tool('draw').disabled = isDrawing;
    this._tool('draw-undo').hidden = !isDrawing || count === 0;
    this._tool('draw-finish').hidden = !isDrawing;
    this._tool('draw-finish').disabled = !isEnough;
    this._tool('draw-clear').hidden = !isDrawing && !hasPolygon;
    const words = isDrawing ? (isEnough ? `已点 ${count} 个点，点“完成”或双击结束` : '在地图上依次点出范围，至少 3 个点') : hasPolygon ? '正在按手绘范围查询' : '';
    this.find('draw-words').textContent = words;
    this.find('draw-words').hidden = !words;
  }
}

/** What a click on a shaded area says. */
export function areaCard({ name, n }, onNarrow) {
  return h('div', null, h('strong', null, name), h('p', { class: 'number' }, `${n} 件`),
    h('button', { type: 'button', class: 'small', onclick: onNarrow }, '只看这里'));
}
