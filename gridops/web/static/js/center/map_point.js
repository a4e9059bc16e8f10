// @ts-check
// A point that is asked for by a click on the map and marked by a pin until the form that asked is left.

import { useEffect, useRef, useState } from '../shared/ui.js';

/** @typedef {{ lon: number, lat: number }} Point */

/**
 * {point, isPicking, pick(), clear()}: `pick` asks for a click; given up (Esc), the point stays as it was.
 * @param {import('./desk.js').CenterDesk} desk
 */
export function useMapPoint(desk) {
  const [point, setPoint] = useState(/** @type {Point | null} */ (null));
  const [isPicking, setPicking] = useState(false);
  const pin = useRef(/** @type {{ remove(): void } | null} */ (null));
  /** @param {Point | null} next */
  const set = (next) => {
    pin.current?.remove();
    pin.current = next && desk.map.pin(next, 'map-pin');
    setPoint(next);
  };
  useEffect(
    () => () => {
      desk.map?.stopPicking();
      pin.current?.remove();
    },
    [],
  );
  const pick = async () => {
    setPicking(true);
    /** @type {Point | null} */
    const picked = await desk.map.pickPoint();
    setPicking(false);
    if (picked) set(picked);
    return picked;
  };
  return { point, isPicking, pick, clear: () => set(null) };
}

/** @param {Point} point */
export function pointWords({ lon, lat }) {
  return `${lon.toFixed(5)}, ${lat.toFixed(5)} (CGCS2000)`;
}

/** Whether this browser has a map to click on.
 * @param {import('./desk.js').CenterDesk} desk */
export function hasMap(desk) {
  return desk.map?.element.dataset.map !== 'none';
}
