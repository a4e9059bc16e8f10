// The register of powers: loads the list of items, shows one with every holder and version, opens the forms.

import { api } from '../shared/api.js';
import { both, fill, h } from '../shared/dom.js';
import { datesOf, VERSION_STATES } from './choices.js';
import { endButton, withdrawButton } from './dated_form.js';
import { ItemList, tag } from './item_list.js';
import { button, changeList, find, openAdmin, table } from './page.js';
import { openNewPower, openNewVersion } from './power_form.js';
import { openHolders } from './power_holders.js';
import { ACTS, BASES, holderWords, remember, whatWords } from './power_words.js';

const PATH = '/admin/powers';
const basis = (name) => [name, BASES[name], (item) => item.rows.some((row) => row.basis === name && row.state !== 'past')];
const FILTERS = [
  ['all', '全部', () => true], basis('delegated'), basis('statutory'), basis('entrusted'),
  ['changing', '将有变化', (item) => item.rows.some((row) => row.state === 'coming' || (row.state === 'in_force' && row.valid_to))],
  ['over', '已无效', (item) => item.rows.every((row) => row.state === 'past')],
];

function drawRow(item) {
  const row = item.rows[0];
  const current = item.rows.filter((one) => one.state === 'in_force');
  const isEnding = current.some((one) => one.valid_to) || item.rows.some((one) => one.state === 'coming');
  return [h('span', null, row.item_name), h('span', { class: 'tags' }, current.length ? null : tag('past', '无效'), isEnding ? tag('coming', '将变化') : null),
    h('small', null, [item.code, row.item_group, ACTS[row.act], `${new Set(current.map(holderWords)).size} 个持有者`].filter(Boolean).join(' · '))];
}

class Register {
  constructor() {
    this.view = find('view');
    this.list = new ItemList({
      filters: FILTERS, draw: drawRow, keyOf: (item) => item.code, onChoose: (code) => this.open(code),
      wordsOf: (item) => item.rows.flatMap((row) => [row.item_code, row.item_name, row.item_group, holderWords(row), whatWords(row), row.reference]),
    });
  }

  async load() {
    const found = await api.get(PATH);
    remember(found);
    const items = new Map();
    for (const row of found.items) {
      if (!items.has(row.item_code)) items.set(row.item_code, { code: row.item_code, rows: [] });
      items.get(row.item_code).rows.push(row);
    }
    this.list.show([...items.values()]);
  }

  async open(code) {
    window.history.replaceState(null, '', `#${encodeURIComponent(code)}`);
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
    const isOpen = row.state !== 'past';
    return h('div', { class: 'line' },
      isOpen ? h('button', { type: 'button', class: 'small', onclick: () => openNewVersion({ row, onDone }) }, '新版本') : null,
      row.state === 'in_force' ? endButton({ path: PATH, row, what: `${holderWords(row)} ${ACTS[row.act]}`, onDone }) : null,
      row.state === 'coming' ? withdrawButton({ path: PATH, row, what: row.item_name, onDone }) : null);
  }

  show(item) {
    const first = item.items[0];
    if (!first) {
      fill(this.view, h('p', { class: 'empty' }, `${item.item_code} 已全部撤回。`), changeList(item.changes));
      return;
    }
    const onDone = (changed) => this.changed(changed);
    fill(this.view,
      h('header', { class: 'view-head' },
        h('div', null, h('h1', null, first.item_name, h('small', null, item.item_code)),
          h('p', { class: 'hint' }, [first.item_group, ACTS[first.act], first.note].filter(Boolean).join(' · '))),
        h('div', { class: 'line wrap' },
          h('button', { type: 'button', class: 'small primary', onclick: () => openNewPower({ like: { ...first, area_code: '' }, onDone }) }, '给另一持有者'),
          h('button', { type: 'button', class: 'small', onclick: () => openHolders(first) }, '谁可以'))),
      h('section', { class: 'panel' }, h('h3', null, both('持有者与版本', 'holders and versions')), table([
        ['持有者', holderWords], ['事项', whatWords], ['行为', (r) => ACTS[r.act], 'nowrap'], ['依据', (r) => BASES[r.basis], 'nowrap'],
        ['文件与项号', (r) => r.reference], ['以谁名义', (r) => r.in_name_of],
        ['有效', (r) => [tag(r.state, VERSION_STATES[r.state]), ' ', datesOf(r)]], ['', (r) => this.acts(r)],
      ], item.items, '没有记录')),
      h('section', { class: 'panel' }, h('h3', null, both('修改记录', 'who changed what')), changeList(item.changes)));
    this.view.scrollTop = 0;
  }
}

async function start() {
  if (!await openAdmin()) return;
  const register = new Register();
  try {
    await register.load();
  } catch (problem) {
    find('count').textContent = problem.words || problem.message;
    return;
  }
  button('new').addEventListener('click', () => openNewPower({ onDone: (item) => register.changed(item) }));
  button('ask').addEventListener('click', () => openHolders());
  // Their forms offer what the register's answer names: not to be pressed before it is there.
  for (const action of ['new', 'ask']) button(action).disabled = false;
  const wanted = decodeURIComponent(window.location.hash.slice(1));
  if (wanted) register.open(wanted);
}

start();
