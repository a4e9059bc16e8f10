// Whether the page hears the service: in words, with the time of the last message.

import { fill, h } from '../shared/dom.js';

const WORDS = {
  connecting: ['连接中', 'connecting'], catching_up: ['追赶中', 'catching up'], live: ['实时', 'live'], offline: ['已断开，正在重连', 'offline'],
};
const TIME = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  timeZone: document.documentElement.dataset.zone || undefined,
});

/** Shows a stream's state in `element`, also as `data-connection`. */
export class ConnectionMark {
  constructor(element) {
    this.element = element;
    this.stream = null;
    this.state = 'connecting';
    element.setAttribute('role', 'status');
    setInterval(() => this._show(), 1000);
    this._show();
  }

  watch(stream) {
    this.stream = stream;
  }

  set(state) {
    this.state = state;
    this._show();
  }

  _show() {
    const [words, english] = WORDS[this.state];
    const heard = this.stream && this.stream.heardAt;
    const text = heard ? `${words} · 最后收到 ${TIME.format(heard)}` : words;
    if (this.element.dataset.connection === this.state && this.element.dataset.text === text) return;
    this.element.dataset.connection = this.state;
    this.element.dataset.text = text;
    this.element.title = english;
    fill(this.element, words, heard ? h('small', null, ` 最后收到 ${TIME.format(heard)}`) : null);
  }
}
