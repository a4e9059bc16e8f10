// @ts-check
// The answer at the right: what was asked, the total, figures by area, class and state, indicators, the cases.

import { Fault } from '../parts/states.js';
import { toast } from '../parts/toasts.js';
import { wordsOf } from '../shared/api.js';
import { lang, number, t } from '../shared/language.js';
import { day } from '../shared/times.js';
import { html, useState } from '../shared/ui.js';
import { AREA_WORDS } from './asked.js';
import { Bars } from './bars.js';
import { Cases } from './cases.js';
import { areaRows, classRows, stateRows } from './counting.js';
import { MOST_ROWS, saveExport, saveGathered } from './exports.js';
import { Indicators } from './indicators.js';
import { basisOf, exportAddress, keyOf, readCases, sentence } from './question.js';
import { Segments } from './segments.js';

/** @typedef {import('./answer.js').Answered} Answered */
/** @typedef {import('../desk/matters.js').Matters} Matters */

const LARGEST_EXPORT = 500;
/** @type {['xlsx' | 'csv' | 'geojson', string][]} */
const FORMATS = [
  ['xlsx', 'XLSX'],
  ['csv', 'CSV'],
  ['geojson', 'GeoJSON'],
];
const MOMENT = new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hour12: false,
  timeZone: document.documentElement.dataset.zone || undefined,
});

/** Files of the cases, and the page on paper. A workbook is written by the service alone, and it lists cases by area.
 * @param {{ answered: Answered }} props */
function Exports({ answered: { question, answer } }) {
  const [busy, setBusy] = useState('');
  /** @param {string} format @param {() => Promise<void>} work */
  const save = async (format, work) => {
    setBusy(format);
    try {
      await work();
    } catch (problem) {
      toast(wordsOf(problem), 'danger');
    }
    setBusy('');
  };
  /** @param {'xlsx' | 'csv' | 'geojson'} format @param {string} words */
  const drawn = (format, words) => {
    if (format === 'xlsx') return null;
    const how = { isRecorded: question.basis === 'recorded' };
    /** @param {string | null} cursor */
    const load = (cursor) => readCases(question, cursor, LARGEST_EXPORT);
    const gather = () => saveGathered(load, format, `incidents-${day()}.${format}`, how);
    return html`<button key=${format} type="button" class="small" data-export=${format} disabled=${answer.total === 0 || busy === format}
      onClick=${() => save(format, gather)}>${words}</button>`;
  };
  /** @param {'xlsx' | 'csv' | 'geojson'} format @param {string} words */
  const linked = (format, words) => {
    const href = exportAddress(question, format);
    /** @param {Event} event */
    const follow = (event) => {
      event.preventDefault();
      if (!busy) save(format, () => saveExport(href, `incidents-${day()}.${format}`));
    };
    return html`<a key=${format} class="button small" href=${href} download="" data-export=${format} aria-busy=${String(busy === format)}
      onClick=${follow}>${words}</a>`;
  };
  const isMovedDay = Boolean(question.polygon && 'on' in basisOf(question));
  return html`<div class="exports line wrap" data-part="exports">
    ${FORMATS.map(([format, name]) => {
      const words = t('导出 {format}', { format: name });
      return question.polygon ? drawn(format, words) : linked(format, words);
    })}
    <button type="button" class="small" data-action="print" onClick=${() => window.print()}>${t('打印')}</button>
    ${answer.total > MOST_ROWS && html`<small>${t('一次最多导出 {n} 件，请缩短期间分次导出', { n: number(MOST_ROWS) })}</small>`}
    <small>${isMovedDay ? t('受限事件不导出；手绘范围导出的是案件现在的网格') : t('受限事件不导出')}</small>
  </div>`;
}

/** @param {{ title: string, name: string, children?: any }} props */
function Panel({ title, name, children }) {
  return html`<section class="panel" data-panel=${name}><h3>${title}</h3>${children}</section>`;
}

/**
 * @param {{ answered: Answered, matters: Matters, word: string, onWord: (word: string) => void,
 *   onNarrow: (code: string) => void, onPlace: import('./cases.js').ShowPlace }} props
 */
function Figures({ answered: { question, answer }, matters, word: chosen, onWord, onNarrow, onPlace }) {
  const words = { township: t('镇街#by'), village: t('村社区#by'), grid: t('网格#by') };
  const levels = AREA_WORDS.map((one) => [one, words[one]]);
  return html`<div class="columns">
      <div>
        <${Panel} title=${t('按状态')} name="state"><div data-part="by-state"><${Bars} name="state" rows=${stateRows(answer.counts)} /></div></${Panel}>
        <${Panel} title=${t('按区域')} name="area">
          <${Segments} name="word" pairs=${levels} chosen=${chosen} label=${t('统计到')} isInline=${true} onChoose=${onWord} />
          <div data-part="by-area"><${Bars} name="area" rows=${areaRows(answer.counts, question.word, onNarrow)} /></div>
        </${Panel}>
      </div>
      <div>
        <${Panel} title=${t('按类别')} name="class"><div data-part="by-class"><${Bars} name="class" rows=${classRows(answer.classes)} /></div></${Panel}>
        <${Panel} title=${t('指标')} name="indicators"><div data-part="indicators"><${Indicators} indicators=${answer.indicators || []} /></div></${Panel}>
      </div>
    </div>
    <${Panel} title=${t('事件清单')} name="cases">
      <div data-part="cases"><${Cases} question=${question} name=${keyOf(question)} first=${answer.incidents} total=${answer.total} matters=${matters} onPlace=${onPlace} /></div>
    </${Panel}>`;
}

/**
 * @param {{ answered: Answered | null, problem: unknown, isBusy: boolean, matters: Matters | null, word: string,
 *   onWord: (word: string) => void, onNarrow: (code: string) => void, onPlace: import('./cases.js').ShowPlace,
 *   onRetry: (() => void) | null }} props
 */
export function Results({
  answered,
  problem,
  isBusy,
  matters,
  word: chosen,
  onWord,
  onNarrow,
  onPlace,
  onRetry,
}) {
  const shown = matters && answered;
  return html`<section class="results" data-part="results" aria-label=${t('查询结果')} aria-busy=${String(isBusy)}>
    ${problem ? html`<div data-part="problem"><${Fault} problem=${problem} onRetry=${onRetry} /></div>` : null}
    <header class="answer-head">
      <div>
        <h2 data-part="asked">${shown ? sentence(answered.question, matters) : !problem && t('正在查询…')}</h2>
        <p class="hint" data-part="as-of" role="status">${shown && t('数据截至 {time}', { time: MOMENT.format(answered.at) })}</p>
      </div>
      ${shown && html`<p class="total" data-total=${answered.answer.total}><strong class="number">${number(answered.answer.total)}</strong><span>${t('件#unit')}</span></p>`}
    </header>
    ${shown && html`<${Exports} answered=${answered} />`}
    ${
      shown &&
      html`<${Figures} answered=${answered} matters=${matters} word=${chosen} onWord=${onWord} onNarrow=${onNarrow} onPlace=${onPlace} />`
    }
  </section>`;
}
