// The officers of an act that needs a power: two names with their certificates, asked for only then.

import { h } from '../shared/dom.js';
import { holdersText } from '../shared/holders.js';

function line(n) {
  const input = (words) => h('input', { maxlength: '40', autocomplete: 'off', placeholder: words, 'aria-label': `第 ${n} 名执法人员${words}` });
  const name = input('姓名');
  const certificate = input('证号');
  return { node: h('div', { class: 'row' }, name, certificate), value: () => ({ name: name.value.trim(), certificate: certificate.value.trim() }) };
}

// {element, ask(isNeeded, kind), trouble() → words or '', value() → the body's part}
export function officersField(incident) {
  const lines = [line(1), line(2)];
  let kind = '';
  const holders = h('p', { class: 'hint', role: 'status', 'data-part': 'holders' });
  const element = h('fieldset', { hidden: true, 'data-part': 'officers' }, holders,
    h('legend', null, '执法人员（两名，姓名和证号）'), lines.map((one) => one.node),
    h('p', { class: 'hint' }, '只记在派遣单上，不进入流转记录'));
  const said = () => lines.map((one) => one.value());
  return {
    element,
    ask(isNeeded, chosen) {
      element.hidden = !isNeeded;
      kind = isNeeded ? chosen : '';
      holders.textContent = '';
      if (kind) holdersText(incident, chosen).then((words) => { if (kind === chosen) holders.textContent = words; });
    },
    trouble() {
      const isEmpty = said().every((one) => !one.name && !one.certificate);
      if (!kind || (kind === 'permit' && isEmpty)) return '';
      if (said().some((one) => !one.name || !one.certificate)) return '请写两名执法人员的姓名和证号';
      return said()[0].certificate === said()[1].certificate ? '两名执法人员的证号相同，请核对' : '';
    },
    value() {
      const officers = said().filter((one) => one.name && one.certificate);
      return kind && officers.length === 2 ? { officers } : {};
    },
  };
}
