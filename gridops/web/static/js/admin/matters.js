// The register of matters: loads the list, shows one matter, opens the forms. What they send is theirs.

import { api } from '../shared/api.js';
import { fill, h } from '../shared/dom.js';
import { known } from './choices.js';
import { MatterList } from './matter_list.js';
import { showMatter } from './matter_view.js';
import { button, find, openAdmin, warn } from './page.js';
import { openExport, openImport } from './sheet_dialog.js';
import { openVersionForm } from './version_form.js';

class Register {
  constructor() {
    this.view = find('view');
    this.list = new MatterList((code) => this.open(code));
    this.shown = null;
  }

  async load() {
    const found = await api.get('/admin/matters');
    known.agencies = new Map(found.agencies.map((agency) => [agency.code, agency.name]));
    known.lists = found.lists;
    warn(found.warnings);
    this.list.show(found.items);
  }

  async open(code) {
    window.history.replaceState(null, '', `#${encodeURIComponent(code)}`);
    this.list.mark(code);
    try {
      this.show(await api.get(`/admin/matters/${encodeURIComponent(code)}`));
    } catch (problem) {
      fill(this.view, h('p', { class: 'problem', role: 'alert' }, problem.words || problem.message));
    }
  }

  show(matter) {
    this.shown = matter;
    this.list.mark(matter.service_code);
    showMatter(this.view, matter, (changed) => this.changed(changed));
  }

  // A change was made: the answer is the matter as it is now; the list is read anew.
  async changed(matter) {
    this.show(matter);
    await this.load();
    this.list.mark(matter.service_code);
  }
}

async function start() {
  if (!await openAdmin()) return;
  const register = new Register();
  button('new').addEventListener('click', () => openVersionForm({ onDone: (matter) => register.changed(matter) }));
  button('import').addEventListener('click', () => openImport(() => register.load()));
  button('export').addEventListener('click', () => openExport());
  try {
    await register.load();
  } catch (problem) {
    find('count').textContent = problem.words || problem.message;
    return;
  }
  const wanted = decodeURIComponent(window.location.hash.slice(1));
  if (wanted) register.open(wanted);
}

start();
