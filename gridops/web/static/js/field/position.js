// @ts-check
// Where the phone is, asked of the browser only while a report is being made. Browsers speak WGS-84.

import { t } from '../shared/language.js';

const GOOD_M = 15;
const LONGEST_MS = 25000;

/** @param {number} code */
function refusal(code) {
  if (code === 1) return t('没有定位权限。请在浏览器设置里允许定位，或者手动选点。');
  if (code === 3) return t('定位超时。请到开阔处重试，或者手动选点。');
  return t('手机暂时测不出位置。请到开阔处重试，或者手动选点。');
}

export class Locator {
  /** onChange() is called whenever `fix`, `problem` or `isBusy` changes.
   * @param {() => void} onChange */
  constructor(onChange) {
    /** @type {import('./types').Place | null} */
    this.fix = null;
    this.problem = '';
    this.isBusy = false;
    this.onChange = onChange;
    /** @type {number | null} */
    this.watch = null;
    /** @type {any} */
    this.timer = null;
  }

  start() {
    this.forget();
    if (!navigator.geolocation || !window.isSecureContext) {
      this.problem = t('这个浏览器不提供定位，请手动选点。');
      this.onChange();
      return;
    }
    this.isBusy = true;
    this.onChange();
    const options = { enableHighAccuracy: true, maximumAge: 0, timeout: LONGEST_MS };
    this.watch = navigator.geolocation.watchPosition(
      (p) => this.take(p),
      (e) => this.fail(e),
      options,
    );
    this.timer = setTimeout(() => this.end(), LONGEST_MS);
  }

  /** @param {GeolocationPosition} position */
  take({ coords }) {
    if (this.fix && Number(this.fix.accuracy_m) <= coords.accuracy) return;
    this.fix = {
      lon: Number(coords.longitude.toFixed(7)),
      lat: Number(coords.latitude.toFixed(7)),
      coord_sys: 'wgs84',
      accuracy_m: Math.round(coords.accuracy * 10) / 10,
      source: 'gps',
      // Browsers state the radius of 95 %, phones' own systems that of 68 %.
      device: 'browser',
    };
    this.problem = '';
    if (coords.accuracy <= GOOD_M) this.end();
    else this.onChange();
  }

  /** @param {GeolocationPositionError} error */
  fail(error) {
    if (!this.fix) this.problem = refusal(error.code);
    this.end();
  }

  end() {
    this.stop();
    if (!this.fix && !this.problem) this.problem = refusal(3);
    this.onChange();
  }

  // Ends and forgets: what was measured for one report is never taken for the next.
  forget() {
    this.stop();
    this.fix = null;
    this.problem = '';
  }

  stop() {
    clearTimeout(this.timer);
    if (this.watch !== null) navigator.geolocation.clearWatch(this.watch);
    this.watch = null;
    this.isBusy = false;
  }
}
