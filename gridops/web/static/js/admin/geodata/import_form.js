// A layer imported in steps: file and place, what it holds, what is wrong, and only then the yes.

import { fill, h, toast } from '../../shared/dom.js';
import { choice, field, problemPlace, whileBusy } from '../../desk/forms.js';
import { table } from '../page.js';
import { defectList, pointAt } from './defects.js';
import { FileForm, fileProblemPlace, forPage, postSlow, saveAnswer } from './file_form.js';
import { KNOWN_BY, LEVELS, areaWord, defectWord, levelWord } from './words.js';

const TYPES = { Polygon: '面', MultiPolygon: '多部分面', LineString: '线', MultiLineString: '多部分线', Point: '点', MultiPoint: '多点' };

/** `sets` lists drafts; `onDone(name)` hears that a draft has changed. */
export class ImportForm {
  constructor({ place, ground, onDone }) {
    Object.assign(this, { place, ground, onDone, examined: null });
    this.file = new FileForm();
    this.level = choice('level', LEVELS, 'grid');
    this.drafts = h('datalist', { id: 'known-drafts' });
    this.set = h('input', { name: 'set', required: true, maxlength: '200', list: 'known-drafts' });
    this.source = h('input', { name: 'source', maxlength: '200' });
    this.replaces = h('input', { type: 'checkbox', name: 'replace' });
    this.repair = h('input', { name: 'repair', type: 'number', min: '0.02', max: '20', step: '0.01', placeholder: '不修复' });
    this.say = fileProblemPlace(this.file);
    this.look = h('button', { type: 'submit', class: 'primary' }, '检查文件');
    this.answer = h('div', { class: 'import-answer', 'aria-live': 'polite' });
    const form = h('form', null,
      h('p', { class: 'hint' }, '先检查，看清楚了再导入；确认之前什么也不写入。'),
      h('div', { class: 'pair' }, field('导入到草稿', 'draft', this.set, '已有草稿的名称，或一个新名称'), field('这是哪一层', 'layer', this.level, '先导入上级，再导入下级')),
      this.drafts, this.file.parts, field('来源', 'source', this.source, '如：区民政局 2026 年 10 月'),
      h('div', { class: 'pair' }, h('label', { class: 'tick-line' }, this.replaces, h('span', null, '替换草稿里已有的这一层')),
        field('按容差修复（米）', 'repair', this.repair, '边线最多移动这么远')),
      this.say.element, h('div', { class: 'line end' }, this.look));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.examine();
    });
    // What was examined is what may be imported: any change takes the yes back.
    form.addEventListener('change', () => this._forget());
    fill(place, form, this.answer);
  }

  setDrafts(drafts) {
    fill(this.drafts, drafts.map((draft) => h('option', { value: draft.name })));
    if (!this.set.value && drafts.length) this.set.value = drafts[0].name;
  }

  /** The way here from a draft's card. */
  chooseDraft(name) {
    this.set.value = name;
    this.replaces.checked = true;
    this._forget();
  }

  _forget() {
    this.examined = null;
    fill(this.answer);
  }

  _asked(upload) {
    return {
      upload: upload.id, level: this.level.value, set: this.set.value.trim(), replace: this.replaces.checked,
      repair_m: this.repair.value ? Number(this.repair.value) : null, ...this.file.options(),
    };
  }

  async examine() {
    fill(this.answer, h('p', { class: 'hint', role: 'status' }, '正在读取和检查，大文件要等一会儿…'));
    this.ground.clear();
    const found = await whileBusy(this.look, this.say, async () => {
      const upload = await this.file.sent();
      const asked = this._asked(upload);
      return { asked, ...(await postSlow('/admin/geodata/examinations', asked)) };
    });
    fill(this.answer);
    if (!found) return;
    this.examined = found;
    this.file.showMapping(found.columns, found.fields);
    fill(this.answer, this._holds(found), this._wrong(found), this._yes(found));
    this.answer.scrollIntoView({ block: 'start' });
    this.show();
  }

  /** What was examined, on the map; also when one comes back to this tab. */
  show() {
    if (!this.examined) return;
    this.ground.showFile(this.examined.outlines, this.examined.defects.report, (n) => pointAt(this.answer, n));
    this.ground.say('地图显示：待导入的文件（蓝色），错误（红色）、警告（橙色）');
  }

  _holds(found) {
    const types = Object.entries(found.types).map(([type, n]) => `${TYPES[type] || type} ${n}`).join('、');
    const fact = (term, ...words) => [h('dt', null, term), h('dd', null, ...words)];
    return h('section', { class: 'panel', 'data-panel': 'holds' }, h('h3', null, '文件里有什么'),
      found.suspicion ? h('p', { class: 'problem', role: 'alert' }, forPage(found.suspicion)) : null,
      h('dl', { class: 'facts wide' },
        ...fact('要素', `${found.count} 个（${types}）`),
        ...fact('坐标系', `${found.crs.name}，${KNOWN_BY[found.crs.known_by] || found.crs.known_by}`),
        found.encoding ? fact('文字编码', found.encoding) : null,
        ...fact('前五个名称', h('strong', { class: 'sample-names' }, found.names.join('、') || '（没有名称）'), h('small', null, '看到乱码就换一种文字编码再检查'))),
      found.said.map((words) => h('p', { class: 'notice' }, words)),
      found.rows.length ? table([['编码', (row) => row.code, 'nowrap'], ['名称', (row) => row.name], ['上级', (row) => row.parent_code || '—', 'nowrap']], found.rows, '') : null,
      h('p', { class: 'hint' }, '上面「编码、名称…」几栏是猜的，可以改选后再检查一次。'));
  }

  _wrong(found) {
    const { repair } = found;
    const save = h('button', { type: 'button', class: 'small', onclick: () => whileBusy(save, this.say, () => saveAnswer('/admin/geodata/reports', found.asked, 'defects.geojson')) }, '下载检查报告');
    return h('section', { class: 'panel', 'data-panel': 'defects' },
      h('div', { class: 'panel-head' }, h('h3', null, '检查结果'), Object.keys(found.defects.counts).length ? save : null),
      repair ? h('p', { class: 'notice' }, `按容差修复：改动 ${repair.changed} 块，共 ${areaWord(repair.changed_m2)}，边线最多移动 ${repair.furthest_m} 米；${repair.left_alone} 块无法修复，保持原样。`) : null,
      defectList(found.defects, this.ground));
  }

  _yes(found) {
    const kinds = Object.keys(found.defects.warnings);
    const reasons = kinds.map((kind) => [kind, h('input', { name: `waive-${kind}`, required: true, maxlength: '500' })]);
    const say = problemPlace();
    const button = h('button', { type: 'submit', class: 'primary', disabled: !found.may_import }, `导入 ${found.count} 个${levelWord(found.asked.level)}到「${found.asked.set}」`);
    const form = h('form', { class: 'panel', 'data-panel': 'yes' }, h('h3', null, '确认导入'),
      found.may_import ? reasons.map(([kind, input]) => field(`豁免「${defectWord(kind)}」${found.defects.warnings[kind]} 处的理由`, kind, input, '理由会记入日志'))
        : h('p', { class: 'hint' }, found.suspicion ? '坐标有疑问，不能导入。' : '还有错误，不能导入。'),
      say.element, h('div', { class: 'line end' }, button));
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const waivers = Object.fromEntries(reasons.map(([kind, input]) => [kind, input.value.trim()]));
      const body = { ...found.asked, examination: found.id, waivers, source: this.source.value.trim() || null };
      const done = await whileBusy(button, say, () => postSlow('/admin/geodata/imports', body));
      if (!done) return;
      toast(`已导入 ${done.count} 个${levelWord(done.level)}`);
      this._forget();
      this.ground.clear();
      this.onDone(found.asked.set);
    });
    return form;
  }
}
