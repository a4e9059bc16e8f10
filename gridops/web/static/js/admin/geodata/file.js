// @ts-check
// A boundary file chosen and sent, and how it is to be read where the file is not to say. Shared by import and redrawing.

import { Choice, Field } from '../../parts/forms.js';
import { ApiProblem } from '../../shared/api.js';
import { labelled, listed, t } from '../../shared/language.js';
import { html, useRef, useState } from '../../shared/ui.js';
import { upload } from './sending.js';
import { forPage } from './words.js';

/** @returns {[string, string][]} */
function systems() {
  return [
    ['', t('按文件自己写明的')],
    ['EPSG:4490', t('CGCS2000 经纬度（EPSG:4490）')],
    ['EPSG:4326', t('WGS-84 经纬度（EPSG:4326）')],
    ['EPSG:4528', t('CGCS2000 三度带 40 带（EPSG:4528）')],
    ['EPSG:4549', t('CGCS2000 三度带 中央经线 120°（EPSG:4549）')],
    ['EPSG:4548', t('CGCS2000 三度带 中央经线 117°（EPSG:4548）')],
    ['EPSG:4498', t('CGCS2000 六度带 20 带（EPSG:4498）')],
    ['EPSG:4499', t('CGCS2000 六度带 21 带（EPSG:4499）')],
    ['EPSG:4510', t('CGCS2000 六度带 中央经线 123°（EPSG:4510）')],
    ['EPSG:4509', t('CGCS2000 六度带 中央经线 117°（EPSG:4509）')],
    ['EPSG:3857', t('网络墨卡托（EPSG:3857）')],
    ['gcj02', t('GCJ-02 经纬度（高德、腾讯）')],
    ['bd09', t('BD-09 经纬度（百度）')],
  ];
}

/** @returns {[string, string][]} */
function fieldNames() {
  return [
    ['code', t('编码')],
    ['name', t('名称')],
    ['parent', t('上级编码')],
    ['kind', t('类别')],
    ['households', t('户数')],
  ];
}

/**
 * The chosen file: {sent(form), options(form), showMapping(columns, found), heard(problem), forget()} and what is drawn.
 * It is sent once; choosing another sends that one.
 */
export function useFile() {
  const sent = useRef(/** @type {any} */ (null));
  const [layers, setLayers] = useState(/** @type {string[]} */ ([]));
  const [mapping, setMapping] = useState(
    /** @type {{ columns: any[], found: Record<string, string> }} */ ({ columns: [], found: {} }),
  );
  return {
    layers,
    mapping,
    forget: () => {
      sent.current = null;
      setLayers([]);
      setMapping({ columns: [], found: {} });
    },
    /** @param {any} form elements of the form @returns {Promise<any>} */
    sent: async (form) => {
      if (!sent.current) {
        sent.current = await upload(form.file.files[0]);
        if (sent.current.layers.length > 1) setLayers(sent.current.layers);
      }
      return sent.current;
    },
    /** How the file is to be read.
     * @param {any} form */
    options: (form) => {
      /** @type {Record<string, string>} */
      const fields = {};
      for (const [name] of fieldNames()) {
        if (form[name]?.tagName === 'SELECT' && form[name].value) fields[name] = form[name].value;
      }
      const layer = layers.length ? form.layer.value : null;
      return {
        crs: form.crs.value || null,
        encoding: form.encoding.value || null,
        layer: layer || null,
        fields,
      };
    },
    /** @param {any[]} columns @param {Record<string, string>} found */
    showMapping: (columns, found) => setMapping({ columns, found }),
    /** Fields to choose from come with some refusals; the words are made the page's own.
     * @param {any} problem */
    heard: (problem) => {
      if (!(problem instanceof ApiProblem)) return problem;
      if (problem.document.columns) setMapping({ columns: problem.document.columns, found: {} });
      return new ApiProblem(problem.status, {
        ...problem.document,
        detail: forPage(problem.detail),
        errors: problem.errors.map((one) => ({ ...one, message: forPage(one.message) })),
      });
    },
  };
}

/** Which field holds what, as it was guessed; another choice counts at the next examination.
 * @param {{ mapping: { columns: any[], found: Record<string, string> } }} props */
function Mapping({ mapping: { columns, found } }) {
  if (!columns.length) return null;
  const pairs = [
    ['', t('（没有）')],
    ...columns.map((column) => [column.name, labelled(column.name, listed(column.samples) || t('空'))]),
  ];
  const known = fieldNames().filter(([name]) => name !== 'kind' || columns.length > 2);
  return html`<div class="three">
    ${known.map(([name, words]) => html`<${Field} key=${`${name} ${found[name] || ''}`} label=${words} name=${name}><${Choice} name=${name} pairs=${pairs} value=${found[name] || ''} /></${Field}>`)}
  </div>`;
}

/** @param {{ file: ReturnType<typeof useFile> }} props */
export function FileFields({ file }) {
  const encodings = [
    ['', t('自动判断')],
    ['gb18030', t('GB18030（国标）')],
    ['utf-8', 'UTF-8'],
  ];
  const axes = [
    ['', t('经度（东）在前')],
    ['yes', t('交换坐标轴：纬度（北）在前')],
  ];
  return html`<${Field} label=${t('边界文件')} hint=${t('GeoPackage、GeoJSON、KML、KMZ，或打包成 zip 的 Shapefile、文件地理数据库；不超过 64 MB，更大的请用命令导入')}>
      <input type="file" name="file" required accept=".geojson,.json,.gpkg,.zip,.kml,.kmz" onChange=${file.forget} />
    </${Field}>
    <div class="pair">
      <${Field} label=${t('坐标系')}><${Choice} name="crs" pairs=${systems()} /></${Field}>
      <${Field} label=${t('文字编码')} hint=${t('文件写错了编码时在此改选')}><${Choice} name="encoding" pairs=${encodings} /></${Field}>
    </div>
    <${Field} label=${t('坐标轴')}><${Choice} name="swap_axes" pairs=${axes} /></${Field}>
    ${file.layers.length > 0 && html`<${Field} label=${t('图层')}><${Choice} name="layer" pairs=${file.layers.map((name) => [name, name === '*' ? t('全部文件夹，合为一层') : name])} /></${Field}>`}
    <${Mapping} mapping=${file.mapping} />`;
}
