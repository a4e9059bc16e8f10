// Devices whose points are of another datum than they say, with the evidence; and points at which too many cases stand.

import { api } from '../../shared/api.js';
import { fill, h } from '../../shared/dom.js';
import { clock } from '../../shared/words.js';
import { table } from '../page.js';

const DATUMS = { wgs84: 'WGS-84', cgcs2000: 'CGCS2000', gcj02: 'GCJ-02（火星坐标）', bd09: 'BD-09（百度坐标）' };
const KINDS = { pin: '中心后来标定的位置', photo: '照片里的位置' };
const WAYS = ['北', '东北', '东', '东南', '南', '西南', '西', '西北'];
const metres = (n) => `${n > 0 ? '+' : ''}${Math.round(n)} 米`;

function faultPanel(fault) {
  const way = WAYS[Math.round(fault.azimuth_deg / 45) % 8];
  return h('section', { class: 'panel', 'data-panel': 'fault' },
    h('h3', null, `${fault.account_name} · ${fault.device_name || '未登记设备'}`),
    h('p', null, `报的是 ${DATUMS[fault.declared] || fault.declared}，实际像是 `, h('strong', null, DATUMS[fault.actual] || fault.actual),
      `：${fault.count} 次比对都向${way}偏 ${Math.round(fault.distance_m)} 米；按 ${DATUMS[fault.actual] || fault.actual} 来读只差 ${Math.round(fault.left_m)} 米。`),
    h('p', { class: 'hint' }, '请检查这台设备或它的应用用的是哪种坐标；已上报事件的原始坐标没有改动。'),
    h('details', null, h('summary', null, '比对依据'), table([
      ['事件', (e) => e.case_number, 'nowrap'], ['时间', (e) => clock(e.reported_at), 'nowrap'], ['对照', (e) => KINDS[e.kind] || e.kind],
      ['东西', (e) => metres(e.east_m), 'nowrap'], ['南北', (e) => metres(e.north_m), 'nowrap'],
    ], fault.evidence, '')));
}

/** Fill `place` with what the last 90 days show. */
export async function showFaults(place, ground) {
  const found = await api.get('/admin/location-faults');
  const onMap = (point) => h('button', { type: 'button', class: 'small', onclick: () => ground.mark({ type: 'Point', coordinates: [point.lon, point.lat] }) }, '看位置');
  fill(place,
    h('p', { class: 'hint' }, `看的是 ${clock(found.since)} 以来的上报。设备坐标系不对时，点会一律偏向一个方向约 455 米或 1261 米。`),
    h('h2', null, '坐标系不对的设备'),
    found.datum_faults.length ? found.datum_faults.map(faultPanel) : h('p', { class: 'passed' }, '没有发现。'),
    h('h2', null, '许多事件落在同一个点'),
    h('p', { class: 'hint' }, '多半是地图服务给不出位置时的默认点，不是真实地点。'),
    table([
      ['经度，纬度', (p) => `${p.lon.toFixed(6)}，${p.lat.toFixed(6)}`, 'nowrap'], ['事件', (p) => String(p.cases)], ['上报人', (p) => String(p.reporters)], ['', onMap],
    ], found.repeated_points, '没有发现。'));
}
