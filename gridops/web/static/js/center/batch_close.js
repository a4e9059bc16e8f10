// Closing several cases with one disposition and one note; what became of each is shown line by line.

import { api } from '../shared/api.js';
import { clear, h, newId } from '../shared/dom.js';
import { shortAreaName } from '../desk/areas.js';
import { openDialog } from '../desk/dialog.js';
import { field, phrased } from '../desk/forms.js';
import { dispositionChoice, readForm } from './action_forms.js';
import { caseName } from './queue_row.js';

const AT_ONCE = 3;

/** Send the closings, a few at a time; `onResult(brief, problem|null)` hears each. */
async function closeAll(briefs, said, onResult) {
  const waiting = [...briefs];
  const worker = async () => {
    for (let brief = waiting.shift(); brief; brief = waiting.shift()) {
      try {
        const incident = await api.post(`/incidents/${brief.id}/actions/close`, { version: brief.version, move_id: newId(), ...said });
        onResult(brief, null, incident);
      } catch (problem) {
        onResult(brief, problem, null);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

function line(brief) {
  const result = h('span', { class: 'tag', 'data-result': 'waiting' }, '待结案');
  const row = h('li', { 'data-incident': brief.id }, h('span', { class: 'number' }, brief.case_number.slice(-9)),
    h('span', { class: 'grow' }, `${caseName(brief)}　${shortAreaName(brief.grid_name || '')}`), result);
  return { row, result };
}

/** Open the window for `briefs`; `onDone(ids)` hears which were closed. */
export function openBatchClose({ briefs, store, onDone }) {
  const lines = new Map(briefs.map((brief) => [brief.id, line(brief)]));
  const summary = h('p', { class: 'hint', role: 'status' }, `共 ${briefs.length} 件，用同一个处置结果和备注结案。`);
  const confirm = h('button', { type: 'submit', class: 'primary', 'data-action': 'confirm' }, `全部结案（${briefs.length}）`);
  const form = h('form', { 'data-form': 'batch-close' }, field('处置结果', 'disposition', dispositionChoice()),
    field('备注（写入每一件）', 'note for all', phrased('note', { phrases: ['已核查，处置到位，统一结案'] })),
    summary, h('ul', { class: 'batch' }, [...lines.values()].map(({ row }) => row)), h('div', { class: 'line end' }, confirm));
  const window = openDialog({ title: '批量结案', name: 'batch-close', holds: true, content: form });
  const closed = [];
  const onResult = (brief, problem, incident) => {
    const { result } = lines.get(brief.id);
    result.dataset.result = problem ? 'refused' : 'closed';
    result.textContent = problem ? `未结案：${problem.words || problem.message}` : '已结案';
    if (incident) {
      closed.push(brief.id);
      store.takeAnswer(incident);
    }
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    confirm.disabled = true;
    await closeAll(briefs, readForm(form), onResult);
    const failed = briefs.length - closed.length;
    summary.textContent = failed ? `结案 ${closed.length} 件，${failed} 件未能结案，原因见下。` : `${closed.length} 件全部结案。`;
    summary.dataset.closed = String(closed.length);
    clear(confirm.parentElement).append(h('button', { type: 'button', class: 'primary', onclick: () => window.close() }, '完成'));
    onDone(closed);
  });
}
