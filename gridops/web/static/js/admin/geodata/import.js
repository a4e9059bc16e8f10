// @ts-check
// A layer imported in steps: file and place, what it holds, what is wrong, and only then the yes.

import { areaWord } from '../../parts/boundary_sets.js';
import { Choice, Field, Form, Refusal, Tick, useSending } from '../../parts/forms.js';
import { Panel } from '../../parts/register.js';
import { Facts, Table } from '../../parts/table.js';
import { toast } from '../../parts/toasts.js';
import { aside, listed, t, word } from '../../shared/language.js';
import { html, useEffect, useRef, useState } from '../../shared/ui.js';
import { Defects, pointAt, Waivers, waiversOf } from './defects.js';
import { FileFields, useFile } from './file.js';
import { postSlow, saveAnswer } from './sending.js';
import { forPage, layerPairs, layerWord } from './words.js';

/** @param {string} type */
function typeWord(type) {
  /** @type {Record<string, string>} */
  const words = {
    Polygon: t('面'),
    MultiPolygon: t('多部分面'),
    LineString: t('线'),
    MultiLineString: t('多部分线'),
    Point: t('点'),
    MultiPoint: t('多点'),
  };
  return words[type] || type;
}

/** @param {{ found: any }} props */
function Holds({ found }) {
  const types = listed(Object.keys(found.types).map((type) => `${typeWord(type)} ${found.types[type]}`));
  /** @type {import('../../parts/table.js').Column[]} */
  const columns = [
    { head: t('编码'), cell: (row) => row.code, name: 'nowrap' },
    { head: t('名称'), cell: (row) => row.name },
    { head: t('上级'), cell: (row) => row.parent_code || '—', name: 'nowrap' },
  ];
  const names = html`<strong class="sample-names">${listed(found.names) || t('（没有名称）')}</strong>
    <small>${t('看到乱码就换一种文字编码再检查')}</small>`;
  return html`<${Panel} title=${t('文件里有什么')} part="holds">
    ${found.suspicion && html`<p class="problem" role="alert">${forPage(found.suspicion)}</p>`}
    <${Facts} wide=${true} pairs=${[
      [t('要素'), t('{n} 个', { n: found.count }) + aside(types)],
      [t('坐标系'), listed([found.crs.name, word('datum_known_by', found.crs.known_by)])],
      [t('文字编码'), found.encoding],
      [t('前五个名称'), names],
    ]} />
    ${found.said.map((/** @type {string} */ words) => html`<p class="notice">${forPage(words)}</p>`)}
    ${found.rows.length > 0 && html`<${Table} columns=${columns} rows=${found.rows} empty="" />`}
    <p class="hint">${t('上面「编码、名称…」几栏是猜的，可以改选后再检查一次。')}</p>
  </${Panel}>`;
}

/** @param {{ found: any, ground: any, onSave: () => void }} props */
function Wrong({ found, ground, onSave }) {
  const { repair } = found;
  const hasAny = Object.keys(found.defects.counts).length > 0;
  const said = repair && {
    n: repair.changed,
    area: areaWord(repair.changed_m2),
    m: repair.furthest_m,
    left: repair.left_alone,
  };
  return html`<${Panel} title=${t('检查结果')} part="defects" tools=${hasAny && html`<button type="button" class="small" onClick=${onSave}>${t('下载检查报告')}</button>`}>
    ${
      said &&
      html`<p class="notice">${t('按容差修复：改动 {n} 块，共 {area}，边线最多移动 {m} 米；{left} 块无法修复，保持原样。', said)}</p>`
    }
    <${Defects} found=${found.defects} ground=${ground} />
  </${Panel}>`;
}

/** @param {{ found: any, onSend: (form: any) => Promise<void> }} props */
function Yes({ found, onSend }) {
  const { level, set } = found.asked;
  const submit = t('导入 {n} 个{layer}到「{set}」', { n: found.count, layer: layerWord(level), set });
  const refused = found.suspicion ? t('坐标有疑问，不能导入。') : t('还有错误，不能导入。');
  return html`<${Panel} title=${t('确认导入')} part="yes">
    <${Form} submit=${submit} disabled=${!found.may_import} onSend=${onSend}>
      ${
        found.may_import
          ? html`<${Waivers} warnings=${found.defects.warnings} hint=${t('理由会记入日志')} />`
          : html`<p class="hint">${refused}</p>`
      }
    </${Form}>
  </${Panel}>`;
}

/** What the form asks beside the file.
 * @param {{ drafts: any[], chosen: string }} props */
function Target({ drafts, chosen }) {
  const first = chosen || (drafts.length ? drafts[0].name : '');
  return html`<div class="pair">
      <${Field} label=${t('导入到草稿')} hint=${t('已有草稿的名称，或一个新名称')}>
        <input name="set" required maxlength="200" list="known-drafts" defaultValue=${first} />
      </${Field}>
      <${Field} label=${t('这是哪一层')} hint=${t('先导入上级，再导入下级')}><${Choice} name="level" pairs=${layerPairs()} value="grid" /></${Field}>
    </div>
    <datalist id="known-drafts">${drafts.map((draft) => html`<option value=${draft.name}></option>`)}</datalist>`;
}

/**
 * `drafts` are those to import into, `chosen` the name of the one that was pressed on its card; `onDone()` hears that a draft
 * has changed.
 * @param {{ drafts: any[], chosen: string, ground: any, isShown: boolean, onDone: () => void }} props
 */
export function Import({ drafts, chosen, ground, isShown, onDone }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const answer = useRef(/** @type {HTMLElement | null} */ (null));
  const file = useFile();
  const sending = useSending();
  const [found, setFound] = useState(/** @type {any} */ (null));
  const elements = () => /** @type {any} */ (form.current).elements;
  useEffect(() => {
    if (!chosen) return;
    elements().set.value = chosen;
    elements().replace.checked = true;
    setFound(null);
  }, [chosen]);
  useEffect(() => {
    if (!found || !isShown) return;
    ground.showFile(found.outlines, found.defects.report, (/** @type {number} */ n) =>
      pointAt(answer.current, n),
    );
    ground.say(t('地图显示：待导入的文件（蓝色），错误（红色）、警告（橙色）'));
  }, [found, isShown]);
  /** @param {any} said @param {any} sent */
  const askedOf = (said, sent) => ({
    upload: sent.id,
    level: said.level.value,
    set: said.set.value.trim(),
    replace: said.replace.checked,
    repair_m: said.repair.value ? Number(said.repair.value) : null,
    ...file.options(said),
  });
  /** @param {Event} event */
  const examine = async (event) => {
    event.preventDefault();
    setFound(null);
    ground.clear();
    const examined = await sending.send(async () => {
      try {
        const asked = askedOf(elements(), await file.sent(elements()));
        return { asked, ...(await postSlow('/admin/geodata/examinations', asked)) };
      } catch (problem) {
        throw file.heard(problem);
      }
    });
    if (!examined) return;
    file.showMapping(examined.columns, examined.fields);
    setFound(examined);
    if (answer.current) answer.current.scrollIntoView({ block: 'start' });
  };
  const save = () => sending.send(() => saveAnswer('/admin/geodata/reports', found.asked, 'defects.geojson'));
  /** @param {any} said */
  const take = async (said) => {
    const waivers = found.may_import ? waiversOf(said, found.defects.warnings) : {};
    const source = elements().source.value.trim() || null;
    const done = await postSlow('/admin/geodata/imports', {
      ...found.asked,
      examination: found.id,
      waivers,
      source,
    });
    toast(t('已导入 {n} 个{layer}', { n: done.count, layer: layerWord(done.level) }));
    setFound(null);
    ground.clear();
    onDone();
  };
  return html`<form ref=${form} onSubmit=${examine} onChange=${() => setFound(null)}>
      <p class="hint">${t('先检查，看清楚了再导入；确认之前什么也不写入。')}</p>
      <${Target} drafts=${drafts} chosen=${chosen} />
      <${FileFields} file=${file} />
      <${Field} label=${t('来源')} hint=${t('如：区民政局 2026 年 10 月')}><input name="source" maxlength="200" /></${Field}>
      <div class="pair">
        <${Tick} name="replace" label=${t('替换草稿里已有的这一层')} />
        <${Field} label=${t('按容差修复（米）')} hint=${t('边线最多移动这么远')}>
          <input name="repair" type="number" min="0.02" max="20" step="0.01" placeholder=${t('不修复')} />
        </${Field}>
      </div>
      <${Refusal} sending=${sending} />
      <div class="line end"><button type="submit" class="primary" disabled=${sending.isBusy}>${t('检查文件')}</button></div>
    </form>
    <div class="import-answer" aria-live="polite" ref=${answer}>
      ${sending.isBusy && !found && html`<p class="hint" role="status">${t('正在读取和检查，大文件要等一会儿…')}</p>`}
      ${
        found &&
        html`<${Holds} found=${found} /><${Wrong} found=${found} ground=${ground} onSave=${save} /><${Yes} found=${found} onSend=${take} />`
      }
    </div>`;
}
