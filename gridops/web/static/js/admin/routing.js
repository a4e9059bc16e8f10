// The routing of a deployment: loads it once, shows its parts, and shows them anew after every change.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { known } from './choices.js';
import { originTable, precedentTable } from './origin_list.js';
import { button, changeList, find, openAdmin, warn } from './page.js';
import { previewForm } from './routing_preview.js';
import { learn, routingChange } from './routing_words.js';
import { openRuleForm } from './rule_form.js';
import { showRules } from './rule_list.js';

class Routing {
  constructor() {
    this.shown = null;
    this.onChanged = (routing) => this.show(routing);
    find('search').addEventListener('input', () => this.drawRules());
  }

  drawRules() {
    if (this.shown) showRules(this.shown.rules, this.onChanged);
  }

  show(routing) {
    this.shown = routing;
    learn(routing);
    known.agencies = new Map(routing.agencies.map((agency) => [agency.code, agency.name]));
    warn(routing.warnings);
    this.drawRules();
    fill(find('precedents'), precedentTable(routing.precedents, this.onChanged));
    fill(find('origins'), originTable(routing.origins, this.onChanged));
    fill(find('changes'), changeList(routing.changes, routingChange));
  }
}

async function start() {
  if (!await openAdmin()) return;
  const routing = new Routing();
  try {
    routing.show(await api.get('/admin/routing'));
  } catch (problem) {
    find('count').textContent = '';
    fill(find('rules'), h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    return;
  }
  fill(find('preview'), previewForm());
  button('new').addEventListener('click', () => openRuleForm({ onDone: routing.onChanged }));
}

start();
