// @ts-check
// Devices whose points are of another datum than they say, with the evidence; and points at which too many cases stand.

import { Panel } from '../../parts/register.js';
import { Asked, useAsked } from '../../parts/states.js';
import { Table } from '../../parts/table.js';
import { api } from '../../shared/api.js';
import { rich, t } from '../../shared/language.js';
import { clock } from '../../shared/times.js';
import { html } from '../../shared/ui.js';

const OCTANT_DEG = 45;

/** @param {string} datum */
function datumName(datum) {
  /** @type {Record<string, string>} */
  const names = {
    wgs84: 'WGS-84',
    cgcs2000: 'CGCS2000',
    gcj02: t('GCJ-02（火星坐标）'),
    bd09: t('BD-09（百度坐标）'),
  };
  return names[datum] || datum;
}

/** @param {number} azimuth degrees from north */
function way(azimuth) {
  const ways = [t('北'), t('东北'), t('东'), t('东南'), t('南'), t('西南'), t('西'), t('西北')];
  return ways[Math.round(azimuth / OCTANT_DEG) % ways.length];
}

/** @param {number} n */
const metres = (n) => t('{n} 米', { n: `${n > 0 ? '+' : ''}${Math.round(n)}` });

/** @param {{ fault: any }} props */
function Device({ fault }) {
  const actual = datumName(fault.actual);
  const said = rich(
    '报的是 {declared}，实际像是 {actual}：{n} 次比对都向{way}偏 {m} 米；按 {actual} 来读只差 {left} 米。',
    {
      declared: datumName(fault.declared),
      actual: html`<strong>${actual}</strong>`,
      n: fault.count,
      way: way(fault.azimuth_deg),
      m: Math.round(fault.distance_m),
      left: Math.round(fault.left_m),
    },
  );
  /** @type {Record<string, string>} */
  const kinds = { pin: t('中心后来标定的位置'), photo: t('照片里的位置') };
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('事件'), cell: (e) => e.case_number, name: 'nowrap' },
    { head: t('时间'), cell: (e) => clock(e.reported_at), name: 'nowrap' },
    { head: t('对照'), cell: (e) => kinds[e.kind] || e.kind },
    { head: t('东西#direction'), cell: (e) => metres(e.east_m), name: 'nowrap' },
    { head: t('南北'), cell: (e) => metres(e.north_m), name: 'nowrap' },
  ];
  return html`<${Panel} title=${`${fault.account_name} · ${fault.device_name || t('未登记设备')}`} part="fault">
    <p>${said}</p>
    <p class="hint">${t('请检查这台设备或它的应用用的是哪种坐标；已上报事件的原始坐标没有改动。')}</p>
    <details><summary>${t('比对依据')}</summary><${Table} columns=${columns} rows=${fault.evidence} empty="" /></details>
  </${Panel}>`;
}

/** What the last 90 days show; asked for when it is shown.
 * @param {{ ground: any }} props */
export function Faults({ ground }) {
  const asked = useAsked(() => api.get('/admin/location-faults'), []);
  /** @param {any} point */
  const show = (point) => ground.mark({ type: 'Point', coordinates: [point.lon, point.lat] });
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('经度，纬度'), cell: (p) => `${p.lon.toFixed(6)}, ${p.lat.toFixed(6)}`, name: 'nowrap' },
    { head: t('事件'), cell: (p) => String(p.cases), by: (p) => p.cases },
    { head: t('上报人'), cell: (p) => String(p.reporters), by: (p) => p.reporters },
    {
      head: '',
      cell: (p) => html`<button type="button" class="small" onClick=${() => show(p)}>${t('看位置')}</button>`,
    },
  ];
  return html`<${Asked} asked=${asked}>
    ${(
      /** @type {any} */ found,
    ) => html`<p class="hint">${t('看的是 {at} 以来的上报。设备坐标系不对时，点会一律偏向一个方向约 455 米或 1261 米。', { at: clock(found.since) })}</p>
      <h2>${t('坐标系不对的设备')}</h2>
      ${
        found.datum_faults.length
          ? found.datum_faults.map((/** @type {any} */ fault) => html`<${Device} fault=${fault} />`)
          : html`<p class="passed">${t('没有发现。')}</p>`
      }
      <h2>${t('许多事件落在同一个点')}</h2>
      <p class="hint">${t('多半是地图服务给不出位置时的默认点，不是真实地点。')}</p>
      <${Table} columns=${columns} rows=${found.repeated_points} empty=${t('没有发现。')} />`}
  </${Asked}>`;
}
