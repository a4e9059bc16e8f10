// Whose duty it is: the list with its versions, what is done first, hand-downs and disputes, refused burdens.
// The list is the administrator's; the report and the register are also for desks and supervisors.

import { api } from '../shared/api.js';
import { both, fill, h } from '../shared/dom.js';
import { openDesk } from '../desk/page.js';
import { GROUNDS, KINDS, PAYERS } from '../desk/duty_words.js';
import { datesOf, VERSION_STATES } from './choices.js';
import { endButton, withdrawButton } from './dated_form.js';
import { Burdens, HandDowns, takeOff } from './hand_downs.js';
import { ItemList, tag } from './item_list.js';
import { changeList, find, table } from './page.js';
import { names, remember, whatWords } from './power_words.js';
import { openFirstDuty, openItemVersion, openNewItem } from './responsibility_form.js';

const PATH = '/admin/responsibilities';
const READERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor', 'approver', 'auditor'];
const BURDEN_READERS = ['admin', 'dispatcher', 'duty_officer', 'supervisor', 'auditor'];
const ofKind = (kind) => [kind, KINDS[kind], (item) => item.rows.some((row) => row.kind === kind && row.state !== 'past')];
const FILTERS = [['all', '全部', () => true], ofKind('basic'), ofKind('assisting'), ofKind('taken_back'),
  ['changing', '将有变化', (item) => item.rows.some((row) => row.state === 'coming' || (row.state === 'in_force' && row.valid_to))]];
const agency = (code) => names.agencies.get(code) || code;
const town = (code) => names.townships.get(code) || '全部镇街';

function drawRow(item) {
  const row = item.rows.find((one) => one.state === 'in_force') || item.rows[0];
  return [h('span', null, row.item_name), h('span', { class: 'tags' }, tag(row.kind === 'taken_back' ? 'coming' : '', KINDS[row.kind])),
    h('small', null, [item.code, row.item_group, row.upper_agency ? agency(row.upper_agency) : '', PAYERS[row.paid_by]].filter(Boolean).join(' · '))];
}

class List {
  constructor() {
    this.view = find('view');
    this.list = new ItemList({
      filters: FILTERS, draw: drawRow, keyOf: (item) => item.code, onChoose: (code) => this.open(code),
      wordsOf: (item) => item.rows.flatMap((row) => [row.item_code, row.item_name, row.item_group, agency(row.upper_agency), whatWords(row), row.reference]),
    });
    // Their forms offer what the list's answer names: not to be pressed before it is there.
    this.tools = [
      h('button', { type: 'button', class: 'small primary', disabled: true, onclick: () => openNewItem({ onDone: (item) => this.changed(item) }) }, '新增项目'),
      h('button', { type: 'button', class: 'small', disabled: true, onclick: () => this.showFirst() }, '先处置、后裁定'),
    ];
    fill(find('list-tools'), this.tools);
  }

  async load() {
    try {
      this.found = await api.get(PATH);
    } catch (problem) {
      find('count').textContent = problem.words || problem.message;
      return;
    }
    remember(this.found);
    for (const one of this.tools) one.disabled = false;
    const items = new Map();
    for (const row of this.found.items) {
      if (!items.has(row.item_code)) items.set(row.item_code, { code: row.item_code, rows: [] });
      items.get(row.item_code).rows.push(row);
    }
    this.list.show([...items.values()]);
  }

  async open(code) {
    this.list.mark(code);
    try {
      this.show(await api.get(`${PATH}/${encodeURIComponent(code)}`));
    } catch (problem) {
      fill(this.view, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  async changed(item) {
    await this.load();
    this.list.mark(item.item_code);
    this.show(item);
  }

  acts(row) {
    const onDone = (item) => this.changed(item);
    return h('div', { class: 'line' },
      row.state === 'past' ? null : h('button', { type: 'button', class: 'small', onclick: () => openItemVersion({ row, onDone }) }, '新版本'),
      row.state === 'in_force' ? endButton({ path: PATH, row, what: row.item_name, onDone }) : null,
      row.state === 'coming' ? withdrawButton({ path: PATH, row, what: row.item_name, onDone }) : null);
  }

  show(item) {
    const first = item.items[0];
    fill(this.view,
      h('header', { class: 'view-head' }, h('div', null, h('h1', null, first ? first.item_name : '已全部撤回', h('small', null, item.item_code)),
        first ? h('p', { class: 'hint' }, [first.item_group, first.note].filter(Boolean).join(' · ')) : null)),
      h('section', { class: 'panel' }, h('h3', null, both('版本', 'versions')), table([
        ['类别', (r) => KINDS[r.kind], 'nowrap'], ['适用', (r) => town(r.area_code), 'nowrap'], ['对应事项', (r) => whatWords(r) || '—'],
        ['上级部门', (r) => (r.upper_agency ? agency(r.upper_agency) : '—')], ['上级做什么', (r) => r.upper_part || '—'], ['镇街做什么', (r) => r.town_part || '—'],
        ['经费', (r) => PAYERS[r.paid_by], 'nowrap'], ['文件与项号', (r) => r.reference],
        ['有效', (r) => [tag(r.state, VERSION_STATES[r.state]), ' ', datesOf(r)]], ['', (r) => this.acts(r)],
      ], item.items, '没有记录')),
      h('section', { class: 'panel' }, h('h3', null, both('修改记录', 'who changed what')), changeList(item.changes)));
    this.view.scrollTop = 0;
  }

  showFirst() {
    this.list.mark(null);
    const again = async () => {
      await this.load();
      this.showFirst();
    };
    const remove = (row) => h('button', { type: 'button', class: 'small', onclick: () => takeOff(`/admin/first-duties/${row.id}`, '移出后，没有依据的下派将被拒绝。确定移出？', again) }, '移出');
    fill(this.view,
      h('header', { class: 'view-head' }, h('div', null, h('h1', null, '先处置、后裁定'), h('p', { class: 'hint' }, '这些事项的下派即使没有依据也不阻断：记为有争议，先办，事后裁定。')),
        h('button', { type: 'button', class: 'small primary', onclick: () => openFirstDuty({ onDone: again }) }, '加入')),
      h('section', { class: 'panel' }, table([
        ['理由', (r) => GROUNDS[r.ground], 'nowrap'], ['事项', (r) => (r.origin ? '全部 12345 来件' : whatWords(r))], ['', (r) => (r.origin ? '' : remove(r))],
      ], this.found.first_duties, '没有')));
  }
}

function tabs(parts) {
  const nav = find('tabs');
  const show = (name) => {
    for (const [key] of parts) find(`part-${key}`).hidden = key !== name;
    for (const button of nav.children) button.setAttribute('aria-pressed', String(button.dataset.tab === name));
    window.history.replaceState(null, '', `#${name}`);
    parts.find(([key]) => key === name)[2].load();
  };
  fill(nav, parts.map(([name, words]) => h('button', { type: 'button', class: 'chip', 'data-tab': name, onclick: () => show(name) }, words)));
  const wanted = window.location.hash.slice(1);
  show(parts.some(([name]) => name === wanted) ? wanted : parts[0][0]);
}

async function start() {
  const { actor, areas } = await openDesk();
  const may = (roles) => actor.roles.some((role) => roles.includes(role));
  if (!may(READERS)) {
    fill(document.querySelector('main'), h('p', { class: 'notice', role: 'alert' }, '本页供管理员、受理派遣和督查人员使用。'));
    return;
  }
  const isAdmin = may(['admin']);
  const list = isAdmin ? new List() : null;
  const all = (await api.get('/areas?level=township')).items.map((one) => [one.code, one.name]);
  const mine = isAdmin ? all : all.filter(([code]) => areas.some((area) => code.startsWith(area.code) || area.code.startsWith(code)));
  tabs([
    isAdmin ? ['list', '履职清单', list] : null,
    ['hand-downs', '下派与争议', new HandDowns(find('part-hand-downs'), actor.roles)],
    may(BURDEN_READERS) ? ['burdens', '已拒绝的负担', new Burdens(find('part-burdens'), actor.roles, mine)] : null,
  ].filter(Boolean));
}

start();
