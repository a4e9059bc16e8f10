// @ts-check
// The stream of one page: opens the socket with a one-time ticket, catches up by its cursor, proves by `prev`
// that nothing is missing, and comes back after every break. What events mean is the page's affair.

import { ApiProblem, api } from './api.js';

const QUIET_MS = 45000; // three heartbeats
const SHORTEST_MS = 400;
const LONGEST_MS = 15000;

export class LiveStream {
  /**
   * io: socket.io's factory. onEvent(event); onState(state) with connecting|catching_up|live|offline; onResync() takes a
   * new snapshot and may return (a promise of) its cursor; onPosition(position), optional.
   * @param {{ io: any, area?: string | null, onEvent: (event: any) => void, onState?: (state: string) => void,
   *   onResync?: () => any, onPosition?: (position: any) => void }} plan
   */
  constructor({ io, area, onEvent, onState, onResync, onPosition }) {
    this.io = io;
    this.area = area || null;
    this.onEvent = onEvent;
    this.onState = onState || (() => {});
    this.onResync = onResync || (() => {});
    this.onPosition = onPosition || (() => {});
    /** @type {number | null} */
    this.cursor = null;
    this.state = 'offline';
    /** @type {Date | null} of the last message */
    this.heardAt = null;
    /** @type {any} */
    this.socket = null;
    /** @type {any} */
    this.timer = null;
    /** @type {any} */
    this.watchdog = null;
    this.round = 0; // of the connection in use; whatever belongs to an older one is ignored
    this.delay = SHORTEST_MS;
    this.isOn = false;
    this.comeBack = () => {
      if (this.isOn && !this.isConnected()) this.connect();
    };
  }

  /** Begins, or goes on from another cursor; without one the stream begins with what happens next.
   * @param {number | null} [cursor] */
  start(cursor) {
    this.cursor = typeof cursor === 'number' && Number.isInteger(cursor) ? cursor : null;
    if (!this.isOn) {
      this.isOn = true;
      window.addEventListener('online', this.comeBack);
      window.addEventListener('gridops:signed-in', this.comeBack);
      this.watchdog = setInterval(() => this.checkQuiet(), 5000);
    }
    this.connect();
  }

  stop() {
    this.isOn = false;
    window.removeEventListener('online', this.comeBack);
    window.removeEventListener('gridops:signed-in', this.comeBack);
    clearInterval(this.watchdog);
    this.hangUp();
    this.tell('offline');
  }

  isConnected() {
    return this.state === 'live' || this.state === 'catching_up';
  }

  /** @param {string} state */
  tell(state) {
    if (this.state === state) return;
    this.state = state;
    this.onState(state);
  }

  hangUp() {
    this.round += 1;
    clearTimeout(this.timer);
    if (this.socket) {
      this.socket.off();
      this.socket.disconnect();
      this.socket = null;
    }
  }

  async connect() {
    this.hangUp();
    const round = this.round;
    this.tell('connecting');
    let ticket;
    try {
      ({ ticket } = await api.post('/live-tickets'));
    } catch (problem) {
      // After the session's end the sign-in form calls us back; trying on would only ask for tickets in vain.
      if (round === this.round) this.retry(problem instanceof ApiProblem && problem.status === 401);
      return;
    }
    if (round === this.round && this.isOn) this.open(ticket, round);
  }

  /** @param {string} ticket @param {number} round */
  open(ticket, round) {
    /** @type {Record<string, any>} */
    const auth = { ticket };
    if (this.cursor !== null) auth.cursor = this.cursor;
    if (this.area) auth.area = this.area;
    const socket = this.io('/live', { transports: ['websocket'], auth, reconnection: false, forceNew: true });
    this.socket = socket;
    /** @param {string} name @param {(data: any) => void} act */
    const hear = (name, act) =>
      socket.on(name, (/** @type {any} */ data) => {
        if (round !== this.round) return;
        this.heardAt = new Date();
        act(data);
      });
    // What the service sent before its answer to the connection is handed out before `connect` is told.
    hear('connect', () => {
      if (this.state === 'connecting') this.tell('catching_up');
    });
    hear('event', (event) => this.take(event));
    hear('caught_up', ({ cursor }) => this.caughtUp(cursor));
    hear('heartbeat', () => {});
    hear('position', (position) => this.onPosition(position));
    hear('resync_required', () => this.resync());
    const lose = () => {
      if (round === this.round) this.retry(false);
    };
    socket.on('connect_error', lose);
    socket.on('disconnect', lose);
  }

  /** @param {{ seq: number, prev: number }} event */
  take(event) {
    if (this.cursor !== null) {
      if (event.seq <= this.cursor) return;
      if (event.prev > this.cursor) {
        this.connect(); // something between is missing: fetch it by the cursor
        return;
      }
    }
    this.cursor = event.seq;
    this.onEvent(event);
  }

  /** @param {number} cursor */
  caughtUp(cursor) {
    if (this.cursor === null || cursor > this.cursor) this.cursor = cursor;
    this.delay = SHORTEST_MS;
    this.tell('live');
  }

  async resync() {
    this.hangUp();
    const round = this.round;
    this.tell('catching_up');
    try {
      const cursor = await this.onResync();
      // The page may have called start() with its new cursor by itself.
      if (round === this.round && this.isOn) this.start(cursor);
    } catch (_problem) {
      if (round === this.round) this.retry(false);
    }
  }

  /** @param {boolean} isSignedOut */
  retry(isSignedOut) {
    this.hangUp();
    if (!this.isOn) return;
    this.tell('offline');
    if (isSignedOut) return;
    // Jitter: after a restart of the service not everybody comes back in the same moment.
    this.timer = setTimeout(() => this.connect(), this.delay * (0.5 + Math.random()));
    this.delay = Math.min(this.delay * 2, LONGEST_MS);
  }

  checkQuiet() {
    if (this.isConnected() && this.heardAt && Date.now() - this.heardAt.getTime() > QUIET_MS)
      this.retry(false);
  }
}
