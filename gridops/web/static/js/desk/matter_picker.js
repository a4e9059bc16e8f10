// Choosing one matter by typing: a combobox with its list. Keyboard: arrows, Enter, Esc.

import { clear, h, newId } from '../shared/dom.js';
import { searchMatters } from './unconverted.js';

/** `element` is to be placed; `matter` is the choice or null; `onChange(matter)` hears it. */
export class MatterPicker {
  constructor({ matters, onChange = () => {}, label = '事项 Matter' }) {
    this.matters = matters;
    this.onChange = onChange;
    this.matter = null;
    this.active = -1;
    const id = `matters-${newId().slice(0, 8)}`;
    this.input = h('input', {
      type: 'text', role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': id,
      'aria-label': label, placeholder: '输入事项名称或常用说法，如“垃圾没人收”', 'data-field': 'matter',
    });
    this.list = h('ul', { id, class: 'combo-list', role: 'listbox', hidden: true });
    this.element = h('div', { class: 'combo' }, this.input, this.list);
    this.input.addEventListener('input', () => { this._take(null); this._show(); });
    this.input.addEventListener('focus', () => { this.input.select(); this._show(); });
    this.input.addEventListener('blur', () => setTimeout(() => { if (document.activeElement !== this.input) this._hide(); }, 150));
    this.input.addEventListener('keydown', (event) => this._onKey(event));
  }

  set(matter) {
    this._take(matter);
    this.input.value = matter ? matter.service_name : '';
    this._hide();
  }

  _take(matter) {
    this.matter = matter;
    this.onChange(matter);
  }

  _show() {
    const typed = this.matter ? '' : this.input.value;
    this.found = searchMatters(this.matters, typed, 30);
    this.active = typed ? 0 : -1;
    clear(this.list);
    this.found.forEach((matter, n) => this.list.append(this._option(matter, n)));
    if (this.found.length === 0) this.list.append(h('li', { class: 'combo-none' }, '没有这个事项，换个说法试试'));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
  }

  _option(matter, n) {
    const says = [matter.service_group, matter.restricted ? '受限' : '', matter.signpost ? '不在这里登记' : `时限 ${matter.limit.text}`].filter(Boolean);
    return h('li', {
      role: 'option', 'aria-selected': String(n === this.active), 'data-service-code': matter.service_code,
      onmousedown: (event) => { event.preventDefault(); this.set(matter); },
    }, h('strong', null, matter.service_name), h('small', null, says.join(' · ')));
  }

  _hide() {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
  }

  _onKey(event) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) this._show();
      else this._move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && !this.list.hidden && this.found[this.active]) {
      event.preventDefault();
      this.set(this.found[this.active]);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      event.stopPropagation();
      this._hide();
    }
  }

  _move(step) {
    const options = [...this.list.querySelectorAll('[role=option]')];
    if (options.length === 0) return;
    this.active = (this.active + step + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute('aria-selected', String(n === this.active)));
    options[this.active].scrollIntoView({ block: 'nearest' });
  }
}
