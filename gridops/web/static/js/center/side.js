// The column at the page's right edge: the card or the registration form, one at a time, or nothing.

/** `element` holds one child for each name, `data-side`. */
export class Side {
  constructor(element) {
    this.element = element;
    this.open = [];
  }

  show(name) {
    this.open = [...this.open.filter((other) => other !== name), name];
    this._draw();
  }

  hide(name) {
    this.open = this.open.filter((other) => other !== name);
    this._draw();
  }

  /** What is on top now, or null. */
  get top() {
    return this.open.length ? this.open[this.open.length - 1] : null;
  }

  _draw() {
    this.element.hidden = this.open.length === 0;
    for (const child of this.element.children) child.hidden = child.dataset.side !== this.top;
  }
}
