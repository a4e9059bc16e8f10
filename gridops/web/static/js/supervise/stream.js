// @ts-check
// The stream on the supervisor's page: that something was told, never what, since figures are counted by the service.

import { io } from 'socket.io-client';
import { ConnectionMark } from '../desk/connection.js';
import { LiveStream } from '../shared/live.js';
import { useEffect, useRef } from '../shared/ui.js';

/** What the head of the page shows of the stream. */
export const mark = new ConnectionMark();

/** Hears the stream as long as the page is drawn; `onHeard` is called for each event and after each gap.
 * @param {() => void} onHeard */
export function useStream(onHeard) {
  const latest = useRef(onHeard);
  latest.current = onHeard;
  useEffect(() => {
    const heard = () => latest.current();
    const stream = new LiveStream({
      io,
      onEvent: heard,
      onState: (state) => mark.set(state),
      onResync: heard,
    });
    mark.watch(stream);
    stream.start();
    return () => stream.stop();
  }, []);
}
