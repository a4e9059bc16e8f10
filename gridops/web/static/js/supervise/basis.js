// By which boundaries cases are counted: those on the map, or those that held when each was reported.

import { h } from '../shared/dom.js';

const CHOICES = [
  ['rebased', '按图上的区划', '每件归到它现在所在的村、网格'],
  ['recorded', '按上报时的区划', '每件留在当时登记的村、网格'],
];

/** Two radio buttons in `element`, hidden until there is more than one set; `value` is rebased or recorded. */
export class BasisChoice {
  constructor({ element, onChange }) {
    this.element = element;
    this.value = 'rebased';
    this.inputs = CHOICES.map(([value]) => h('input', { type: 'radio', name: 'basis', value, checked: value === this.value }));
    this.inputs.forEach((input) => input.addEventListener('change', () => {
      this.value = input.value;
      onChange();
    }));
    element.append(h('fieldset', { class: 'basis' }, h('legend', { class: 'visually-hidden' }, '统计口径 Counted by'),
      CHOICES.map(([, words, more], n) => h('label', { class: 'tick' }, this.inputs[n], h('span', null, words, h('small', null, more))))));
  }

  use(value) {
    this.value = value;
    this.inputs.forEach((input) => { input.checked = input.value === value; });
  }
}
