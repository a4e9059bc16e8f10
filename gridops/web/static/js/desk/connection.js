// @ts-check
// Whether the page hears the service: in words, with the time of the last message.

import { useHeard, useTick } from '../parts/heard.js';
import { t, word } from '../shared/language.js';
import { html } from '../shared/ui.js';

const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
  timeZone: document.documentElement.dataset.zone || undefined,
});

/** What is known of a stream: its state, and the moment of its last message; tells `connection` when the state changes. */
export class ConnectionMark extends EventTarget {
  constructor() {
    super();
    this.state = 'connecting';
    /** @type {{ heardAt: Date | null } | null} */
    this.stream = null;
  }

  /** @param {{ heardAt: Date | null }} stream */
  watch(stream) {
    this.stream = stream;
  }

  /** @param {string} state */
  set(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('connection'));
  }
}

/** @param {{ mark: ConnectionMark }} props */
export function Connection({ mark }) {
  useHeard(mark, ['connection']);
  useTick(1000);
  const heard = mark.stream?.heardAt;
  return html`<span class="connection" role="status" data-part="connection" data-connection=${mark.state}>
    ${word('connection', mark.state)}
    ${heard && html` <small aria-live="off">${t('最后收到 {time}', { time: TIME.format(heard) })}</small>`}
  </span>`;
}
