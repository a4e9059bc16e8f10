// @ts-check
// Keeps the worker's lists true: by the socket where it works, by asking now and then where it does not.

import { LiveStream } from '../shared/live.js';

const LIBRARY = '../../vendor/socket.io-client/socket.io.esm.min.js';
const ASK_EVERY_MS = 30000;

/** Follows the stream for app.cases and tells its state.
 * @param {import('./types').App} app */
export async function follow(app) {
  /** @param {string} state */
  const tell = (state) => {
    app.connection = state;
    app.changed();
  };
  const ask = () => {
    if (app.connection !== 'live' && document.visibilityState === 'visible') app.cases.load();
  };
  app.cases.load();
  setInterval(ask, ASK_EVERY_MS);
  document.addEventListener('visibilitychange', ask);
  window.addEventListener('gridops:signed-in', ask);
  let library;
  try {
    library = await import(LIBRARY);
  } catch (_error) {
    tell('offline');
    return;
  }
  let isFirst = true;
  const stream = new LiveStream({
    io: library.io,
    onEvent: (/** @type {any} */ event) => app.cases.hear(event),
    onState: (/** @type {string} */ next) => {
      tell(next);
      if (next === 'live' && isFirst) {
        // The stream began without a cursor: what happened before it did is read once more.
        isFirst = false;
        app.cases.load();
      }
    },
    onResync: () => {
      isFirst = true;
    },
  });
  stream.start();
}
