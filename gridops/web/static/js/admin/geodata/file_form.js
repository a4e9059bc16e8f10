// A boundary file chosen and sent, and how it is to be read where the file is not to say. Shared by import and redrawing.

import { api, query } from '../../shared/api.js';
import { fill, h } from '../../shared/dom.js';
import { choice, field, problemPlace } from '../../desk/forms.js';
import { FIELDS } from './words.js';

const SYSTEMS = [
  ['', '按文件自己写明的'], ['EPSG:4490', 'CGCS2000 经纬度（EPSG:4490）'], ['EPSG:4326', 'WGS-84 经纬度（EPSG:4326）'],
  ['EPSG:4528', 'CGCS2000 三度带 40 带（EPSG:4528）'], ['EPSG:4549', 'CGCS2000 三度带 中央经线 120°（EPSG:4549）'],
  ['EPSG:4548', 'CGCS2000 三度带 中央经线 117°（EPSG:4548）'], ['EPSG:4498', 'CGCS2000 六度带 20 带（EPSG:4498）'],
  ['EPSG:4499', 'CGCS2000 六度带 21 带（EPSG:4499）'], ['EPSG:4510', 'CGCS2000 六度带 中央经线 123°（EPSG:4510）'],
  ['EPSG:4509', 'CGCS2000 六度带 中央经线 117°（EPSG:4509）'], ['EPSG:3857', '网络墨卡托（EPSG:3857）'],
  ['gcj02', 'GCJ-02 经纬度（高德、腾讯）'], ['bd09', 'BD-09 经纬度（百度）'],
];
const ENCODINGS = [['', '自动判断'], ['gb18030', 'GB18030（国标）'], ['utf-8', 'UTF-8']];
const TIMEOUT_MS = 600000;

/** The file's control and its options; `sent()` resolves to the upload, `options()` to how it is to be read. */
export class FileForm {
  constructor() {
    this.file = h('input', { type: 'file', required: true, accept: '.geojson,.json,.gpkg,.zip,.kml,.kmz' });
    this.crs = choice('crs', SYSTEMS);
    this.encoding = choice('encoding', ENCODINGS);
    this.swapped = choice('swap_axes', [['', '经度（东）在前'], ['yes', '交换坐标轴：纬度（北）在前']]);
    this.layer = choice('layer', [['', '唯一的图层']]);
    this.layerField = field('图层', 'layer in the file', this.layer);
    this.layerField.hidden = true;
    this.mapping = h('div', { class: 'three' });
    this.upload = null;
    this.file.addEventListener('change', () => {
      this.upload = null;
      this.layerField.hidden = true;
      fill(this.mapping);
    });
  }

  get parts() {
    return [
      field('边界文件', 'file', this.file, 'GeoPackage、GeoJSON、KML、KMZ，或打包成 zip 的 Shapefile、文件地理数据库；不超过 64 MB，更大的请用命令导入'),
      h('div', { class: 'pair' }, field('坐标系', 'CRS', this.crs), field('文字编码', 'encoding', this.encoding, '文件写错了编码时在此改选')),
      field('坐标轴', 'axes', this.swapped), this.layerField, this.mapping,
    ];
  }

  /** Send the file once; choosing another sends that one. */
  async sent() {
    if (this.upload) return this.upload;
    const [file] = this.file.files;
    const response = await api.raw('POST', `/admin/geodata/uploads${query({ filename: file.name })}`, {
      body: file, headers: { 'Content-Type': 'application/octet-stream' }, timeoutMs: TIMEOUT_MS,
    });
    this.upload = await response.json();
    if (this.upload.layers.length > 1) {
      fill(this.layer, this.upload.layers.map((name) => h('option', { value: name }, name === '*' ? '全部文件夹，合为一层' : name)));
      this.layerField.hidden = false;
    }
    return this.upload;
  }

  options() {
    const fields = {};
    this.mapping.querySelectorAll('select').forEach((select) => { if (select.value) fields[select.name] = select.value; });
    return {
      crs: this.crs.value || null, encoding: this.encoding.value || null, layer: (this.layerField.hidden ? '' : this.layer.value) || null,
      swap_axes: this.swapped.value === 'yes', fields,
    };
  }

  /** Which field holds what, as it was guessed; another choice counts at the next examination. */
  showMapping(columns, found) {
    const pairs = [['', '（没有）'], ...columns.map((column) => [column.name, `${column.name}：${column.samples.join('、') || '空'}`])];
    const known = FIELDS.filter(([name]) => name !== 'kind' || columns.length > 2);
    fill(this.mapping, known.map(([name, words]) => {
      const select = choice(name, pairs, found[name] || '');
      return field(words, name, select);
    }));
  }
}

// What the command would be told by an option is chosen in the form.
const OPTIONS = [
  [/请用 --crs 指明，如 --crs (\S+)/, '请在「坐标系」里选定，如 $1'], [/请用 --crs (\w+(?::\d+)?)/, '请在「坐标系」里改选 $1 后再检查'],
  [/请(?:改)?用 --encoding ?(\S*) ?指明/, '请在「文字编码」里选定 $1'], [/请加 --swap-axes（[^）]*）/, '请在「坐标轴」里选交换'],
  [/请用 --layer 指明其一（[^）]*）/, '请在「图层」里选定'], [/请用 --layer 指明/, '请在「图层」里选定'],
];

/** The words of a file's fault as the page has it. */
export function forPage(words) {
  return OPTIONS.reduce((said, [pattern, ours]) => said.replace(pattern, ours), words);
}

/** Where a form for a file says what went wrong; fields to choose from come with some refusals. */
export function fileProblemPlace(file) {
  const place = problemPlace();
  return {
    element: place.element,
    say: (problem) => {
      if (problem && problem.document && problem.document.columns) file.showMapping(problem.document.columns, {});
      place.say(problem ? { words: forPage(problem.words || problem.message) } : null);
    },
  };
}

/** POST to an endpoint that reads and checks whole files, which takes its time. */
export async function postSlow(path, body) {
  const response = await api.raw('POST', path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, timeoutMs: TIMEOUT_MS });
  return response.json();
}

/** Save what an endpoint answers to a POST. */
export async function saveAnswer(path, body, name) {
  const response = await api.raw('POST', path, { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, timeoutMs: TIMEOUT_MS });
  const link = h('a', { href: URL.createObjectURL(await response.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
