// 登记事件: a case that came by telephone, visitor, 12345, a leader's order or another agency.

import { api } from '../shared/api.js';
import { choice, field, group, phrased, problemPlace } from '../desk/forms.js';
import { fill, h, icon, newId, toast } from '../shared/dom.js';
import { MatterPicker } from '../desk/matter_picker.js';
import { RegisterPlace } from './register_place.js';
import { confirmed } from '../parts/dialog.js';
import { SimilarCases } from './similar.js';

const ORIGINS = [['phone', '群众来电'], ['desk', '来访登记'], ['hotline_12345', '12345 热线'], ['leader', '领导批示'], ['agency', '部门转办'], ['public', '群众上报']];
const URGENCIES = [['', '按事项默认'], ['normal', '一般'], ['urgent', '紧急'], ['major', '重大']];

function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}

function moment(value) {
  return value ? new Date(value).toISOString() : undefined;
}

/** The form in `element`; `onDone(incident)` hears a case that was taken in. */
export class RegisterForm {
  constructor({ element, side, desk, onDone }) {
    Object.assign(this, { element, side, desk, onDone });
    this.isOpen = false;
    this.isTyped = false;
  }

  open() {
    if (this.isOpen) {
      this.side.show('register');
      return;
    }
    this.isOpen = true;
    // The phone's rule for a desk too: the id is made before sending, so that a repetition is answered, not doubled.
    this.clientId = newId();
    this._build();
    this.side.show('register');
    this.picker.input.focus();
  }

  /** Leave the form; asked where something was typed. */
  async close() {
    if (this.isTyped && !(await confirmed({ title: '放弃登记的内容？', text: '填写的内容还没有登记，放弃后就没有了。', yes: '放弃填写', isDangerous: true }))) return;
    this._end();
  }

  _end() {
    this.isOpen = false;
    this.isTyped = false;
    if (this.where) this.where.dispose();
    this.side.hide('register');
    fill(this.element);
  }

  _build() {
    const { desk } = this;
    this.similar = new SimilarCases({ onOpen: (id) => desk.openCase(id) });
    this.where = new RegisterPlace({ map: desk.map, areas: desk.areas, onChange: () => this._changed() });
    this.picker = new MatterPicker({ matters: desk.matters.items, onChange: () => this._changed() });
    this.origin = choice('origin', ORIGINS, 'phone');
    this.origin.addEventListener('change', () => this._showExternal());
    this.external = this._external();
    this.place = problemPlace();
    this.matterHint = h('small', { class: 'hint' });
    this.send = h('button', { type: 'submit', class: 'primary', 'data-action': 'confirm' }, '登记');
    this.form = h('form', { class: 'register', 'data-form': 'register', onsubmit: (event) => this._send(event), oninput: () => { this.isTyped = true; } },
      field('来源', 'origin', this.origin), this.external,
      group('事项', 'matter', this.picker.element, this.matterHint), this.where.element, this.similar.element,
      field('情况描述', 'description', phrased('description', { rows: 3, placeholder: '什么事、在哪里、影响谁。不得填写涉密内容。' })),
      field('地址（可不填）', 'address', h('input', { name: 'address', maxlength: '200' })),
      h('div', { class: 'pair' },
        field('反映人（可不填）', 'name', h('input', { name: 'person_name', maxlength: '200', autocomplete: 'off' })),
        field('联系电话（可不填）', 'phone', h('input', { name: 'person_phone', maxlength: '40', type: 'tel', autocomplete: 'off' }))),
      h('div', { class: 'pair' },
        field('发生时间', 'occurred', h('input', { name: 'occurred_at', type: 'datetime-local', value: localNow(), required: true })),
        field('紧急程度', 'urgency', choice('urgency', URGENCIES))),
      this.place.element);
    const cancel = h('button', { type: 'button', class: 'quiet', onclick: () => this.close() }, '取消');
    const head = h('header', { class: 'side-head' }, h('h2', null, '登记事件', h('span', { class: 'en', lang: 'en' }, 'Register a case')),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': '关闭 Close (Esc)', onclick: () => this.close() }, icon('close')));
    this.send.setAttribute('form', 'register-form');
    this.form.id = 'register-form';
    fill(this.element, head, h('div', { class: 'side-body' }, this.form), h('footer', { class: 'actions' }, h('div', { class: 'line end' }, cancel, this.send)));
    this._showExternal();
  }

  _external() {
    return h('div', { class: 'pair' },
      field('外部编号', 'number', h('input', { name: 'external_number', maxlength: '100', placeholder: '工单号、文号' })),
      field('答复期限', 'answer by', h('input', { name: 'external_due_at', type: 'datetime-local' })));
  }

  _showExternal() {
    this.external.hidden = !['hotline_12345', 'leader', 'agency'].includes(this.origin.value);
  }

  _changed() {
    const { matter } = this.picker;
    const elsewhere = matter ? matter.signpost : '';
    this.send.disabled = Boolean(elsewhere);
    this.matterHint.textContent = elsewhere || (matter ? `${matter.service_group} · 时限 ${matter.limit.text}${matter.restricted ? ' · 受限事项，内容只对办理链条可见' : ''}` : '');
    this.similar.look(matter, this.where.point);
  }

  _body() {
    const said = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, String(value).trim()]));
    const external = this.external.hidden ? {} : { external_number: said.external_number || undefined, external_due_at: moment(said.external_due_at) };
    const person = said.person_name || said.person_phone
      ? { name: said.person_name || undefined, phone: said.person_phone || undefined } : undefined;
    return {
      client_id: this.clientId, service_code: this.picker.matter.service_code, description: said.description, location: this.where.location(),
      occurred_at: moment(said.occurred_at), address: said.address || undefined, urgency: said.urgency || undefined,
      origin: said.origin, on_behalf_of: person, ...external,
    };
  }

  async _send(event) {
    event.preventDefault();
    const missing = !this.picker.matter ? '请从列表里选一个事项' : !this.where.location() ? '请在地图上点选位置，或选一个区域' : null;
    if (missing) {
      this.place.say({ words: missing });
      return;
    }
    this.send.disabled = true;
    this.place.say(null);
    try {
      const incident = await api.post('/reports', this._body());
      toast(`已登记：${incident.case_number}`, 'ok');
      this._end();
      this.onDone(incident);
    } catch (problem) {
      this.place.say(problem);
      if (problem.code === 'report-conflict') this.clientId = newId();
    } finally {
      this.send.disabled = false;
    }
  }
}
