// Keeps the worker's lists true: by the socket where it works, by asking now and then where it does not.

import { LiveStream } from '../shared/live.js';

const LIBRARY = '../../vendor/socket.io-client/socket.io.esm.min.js';
const ASK_EVERY_MS = 30000;

// Follows the stream for app.cases and shows its state in app.frame.
export async function follow(app) {
  let state = 'connecting';
  const ask = () => { if (state !== 'live' && document.visibilityState === 'visible') app.cases.load(); };
  app.cases.load();
  setInterval(ask, ASK_EVERY_MS);
  document.addEventListener('visibilitychange', ask);
  window.addEventListener('gridops:signed-in', ask);
  let library;
  try {
    library = await import(LIBRARY);
  } catch (error) {
    app.frame.connection('offline');
    return;
  }
  let isFirst = true;
  const stream = new LiveStream({
    io: library.io,
    onEvent: (event) => app.cases.hear(event),
    onState: (next) => {
      state = next;
      app.frame.connection(next);
      if (next === 'live' && isFirst) {
        // The stream began without a cursor: what happened before it did is read once more.
        isFirst = false;
        app.cases.load();
      }
    },
    onResync: () => { isFirst = true; },
  });
  stream.start();
}
