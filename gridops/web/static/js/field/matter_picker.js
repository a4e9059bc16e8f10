// Choosing what happened: recent ones first, found by official names and local words, or by group.

import { both, fill, h, icon } from '../shared/dom.js';

function row(matter, onChoose) {
  return h('li', null, h('button', {
    type: 'button', class: 'matter', dataset: { matter: matter.service_code }, onclick: () => onChoose(matter),
  },
  h('span', { class: 'matter-name' }, matter.service_name,
    matter.call_first ? h('span', { class: 'tag danger' }, '先打电话') : null,
    matter.signpost ? h('span', { class: 'tag' }, '不在这里登记') : matter.restricted ? h('span', { class: 'tag' }, '保密办理') : null),
  h('span', { class: 'matter-more' }, [matter.service_group].concat(matter.aliases.slice(0, 3)).join(' · '))));
}

function list(matters, onChoose) {
  return h('ul', { class: 'matters' }, matters.map((matter) => row(matter, onChoose)));
}

function groups(catalogue, onChoose) {
  return catalogue.groups().map(([name, matters]) => h('details', { class: 'group' },
    h('summary', null, h('span', null, name), h('span', { class: 'count' }, String(matters.length))),
    list(matters, onChoose)));
}

// What is shown while nothing is searched for: the recent ones, then all groups.
function browse(catalogue, onChoose) {
  const recent = catalogue.recent();
  return [
    recent.length ? h('section', null, h('h2', null, both('最近用过', 'recent')), list(recent, onChoose)) : null,
    h('section', null, h('h2', null, both('按大类找', 'by group')), groups(catalogue, onChoose)),
  ];
}

// onChoose(matter) is called once per tap.
export function matterPicker(catalogue, onChoose) {
  const found = h('div', { class: 'found', 'aria-live': 'polite' });
  const input = h('input', {
    type: 'search', class: 'search', placeholder: '搜事项，如：垃圾、路灯、吵架', 'aria-label': '搜索事项',
    autocomplete: 'off', enterkeyhint: 'search', maxlength: '40',
  });
  const draw = () => {
    const text = input.value.trim();
    if (!text) {
      fill(found, browse(catalogue, onChoose));
      return;
    }
    const matches = catalogue.search(text);
    if (matches.length) {
      fill(found, list(matches, onChoose));
      return;
    }
    const others = catalogue.items.filter((item) => item.service_group === '其他事项');
    fill(found, h('p', { class: 'empty' }, `没有叫“${text}”的事项。换个说法，或者选：`), list(others, onChoose));
  };
  input.addEventListener('input', draw);
  draw();
  return h('div', { class: 'picker' },
    h('div', { class: 'search-box' }, icon('search'), input), found);
}
