// A layer of a set taken away as a file; the browser saves it.

import { query } from '../../shared/api.js';
import { h } from '../../shared/dom.js';
import { choice, field } from '../../desk/forms.js';
import { openDialog } from '../../desk/dialog.js';
import { LEVELS } from './words.js';

const FORMATS = [['gpkg', 'GeoPackage'], ['geojson', 'GeoJSON'], ['shp', 'Shapefile（zip）']];
const ENCODINGS = [['gb18030', 'GB18030（国标，老软件可读）'], ['utf-8', 'UTF-8']];

/** A window to choose layer and format. */
export function openDownload(set) {
  const level = choice('level', LEVELS, 'grid');
  const format = choice('format', FORMATS);
  const encoding = choice('encoding', ENCODINGS);
  const encodingField = field('文字编码', 'encoding', encoding);
  const link = h('a', { class: 'button primary', download: '' }, '下载');
  const point = () => {
    encodingField.hidden = format.value !== 'shp';
    const asked = { level: level.value, format: format.value, encoding: format.value === 'shp' ? encoding.value : '' };
    link.setAttribute('href', `/api/v1/boundary-sets/${set.id}/download${query(asked)}`);
  };
  [level, format, encoding].forEach((control) => control.addEventListener('change', point));
  point();
  openDialog({
    title: `下载「${set.name}」`, name: 'download',
    content: h('div', null, h('div', { class: 'pair' }, field('图层', 'layer', level), field('格式', 'format', format)), encodingField,
      h('p', { class: 'hint' }, '坐标系为 CGCS2000 经纬度（EPSG:4490）。'), h('div', { class: 'form-end' }, link)),
  });
}
