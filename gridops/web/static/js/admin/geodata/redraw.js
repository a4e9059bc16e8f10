// @ts-check
// One village or community redrawn from a file: all its grids at once, in force from a day on, or nothing at all.

import { dayFrom } from '../../parts/dates.js';
import { Field, FieldGroup, Refusal, useSending } from '../../parts/forms.js';
import { AreaPicker } from '../../parts/pickers.js';
import { Panel } from '../../parts/register.js';
import { toast } from '../../parts/toasts.js';
import { ApiProblem, api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html, useRef, useState } from '../../shared/ui.js';
import { Defects, pointAt, Waivers, waiversOf } from './defects.js';
import { FileFields, useFile } from './file.js';
import { postSlow } from './sending.js';

/** `firstDay` is the day before which no set may begin; `onDone()` hears that there is a new set.
 * @param {{ firstDay: string, ground: any, onDone: () => void }} props */
export function Redraw({ firstDay, ground, onDone }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  const answer = useRef(/** @type {HTMLElement | null} */ (null));
  const file = useFile();
  const sending = useSending();
  const [found, setFound] = useState(/** @type {any} */ (null));
  const warnings = found && !found.errors ? found.warnings : {};
  /** @param {any} option */
  const mark = async (option) => {
    const area = option && (await api.get(`/areas/${encodeURIComponent(option.key)}`).catch(() => null));
    ground.mark(area?.geometry);
  };
  /** @param {any} problem */
  const heard = (problem) => {
    const defects = problem instanceof ApiProblem && problem.document.defects;
    if (!defects) return file.heard(problem);
    setFound(defects);
    ground.showFile(null, defects.report, (/** @type {number} */ n) => pointAt(answer.current, n));
    return new Error(t('没有重划：文件与现有范围对不上，见下。'));
  };
  /** @param {Event} event */
  const send = async (event) => {
    event.preventDefault();
    const said = /** @type {any} */ (form.current).elements;
    const waivers = waiversOf(said, warnings);
    const done = await sending.send(async () => {
      try {
        const sent = await file.sent(said);
        return await postSlow('/admin/geodata/redraws', {
          upload: sent.id,
          village_code: said.village.value,
          set: said.set.value.trim(),
          valid_from: said.day.value,
          waivers,
          ...file.options(said),
        });
      } catch (problem) {
        throw heard(problem);
      }
    });
    if (!done) return;
    toast(t('已重划，{day} 起生效', { day: done.valid_from }));
    setFound(null);
    ground.clear();
    onDone();
  };
  return html`<form ref=${form} onSubmit=${send}>
      <p class="hint">${t('文件里是这个村社区的全部网格，合起来要正好等于它现在的范围。没有编码的网格由系统接着编号。有任何错误就什么也不改。')}</p>
      <${FieldGroup} label=${t('村或社区')}>
        <${AreaPicker} name="village" levels=${['village']} required=${true} label=${t('村或社区')} onChoose=${mark} />
      </${FieldGroup}>
      <${FileFields} file=${file} />
      <div class="pair">
        <${Field} label=${t('新版本名称')} hint=${t('如：银河社区 2027 年重划')}><input name="set" required maxlength="200" /></${Field}>
        <${Field} label=${t('启用日期')} hint=${t('当日零点起生效')}>
          <input name="day" type="date" required min=${firstDay} defaultValue=${firstDay || dayFrom(1)} />
        </${Field}>
      </div>
      <${Waivers} warnings=${warnings} />
      <${Refusal} sending=${sending} />
      <div class="line end"><button type="submit" class="primary" disabled=${sending.isBusy}>${t('检查并重划')}</button></div>
    </form>
    <div aria-live="polite" ref=${answer}>
      ${found && html`<${Panel} title=${t('检查结果')}><${Defects} found=${found} ground=${ground} /></${Panel}>`}
    </div>`;
}
