// @ts-check
// Boundary sets with their dates and what may be done with each: shown, compared, put in force, taken away as files.

import { setState, setWord } from '../../parts/boundary_sets.js';
import { datesOf } from '../../parts/dates.js';
import { confirmed } from '../../parts/dialog.js';
import { Refusal, useSending } from '../../parts/forms.js';
import { Tag } from '../../parts/register.js';
import { Empty } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { api } from '../../shared/api.js';
import { t } from '../../shared/language.js';
import { html, useRef, useState } from '../../shared/ui.js';
import { Comparison } from './comparison.js';
import { Defects, pointAt } from './defects.js';
import { FirstDay } from './first_day.js';
import { getSlow } from './sending.js';
import { openBegin, openDownload, openPutInForce, openTakeBack } from './set_forms.js';
import { countsWord } from './words.js';

/** @type {Record<string, number>} */
const ORDER = { draft: 0, coming: 1, in_force: 2, past: 3, retired: 4 };

/** @typedef {{ sets: any[], firstDay: string, ground: any, onChanged: () => void, onImport: (name: string) => void }} Around */

/** @param {any} set @param {() => void} onDone */
async function discard(set, onDone) {
  const yes = await confirmed({
    title: t('删除草稿'),
    text: t('删除草稿「{name}」和其中的全部图层？', { name: set.name }),
    yes: t('删除'),
    isDangerous: true,
  });
  if (!yes) return;
  await api.del(`/admin/geodata/sets/${set.id}`);
  toast(t('已删除草稿「{name}」', { name: set.name }));
  onDone();
}

/** @param {{ set: any } & Around} props */
function Card({ set, sets, firstDay, ground, onChanged, onImport }) {
  const now = setState(set);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const sending = useSending();
  const [detail, setDetail] = useState(/** @type {any} */ (null));
  const show = () => {
    ground.clear();
    ground.showSet(set);
  };
  const check = async () => {
    setDetail(html`<p class="hint">${t('正在逐层检查…')}</p>`);
    const found = await getSlow(`/admin/geodata/sets/${set.id}/defects`);
    setDetail(html`<${Defects} found=${found} ground=${ground} />`);
    ground.showFile(null, found.report, (/** @type {number} */ n) => pointAt(place.current, n));
    ground.showSet(set);
  };
  const compare = async () => {
    setDetail(html`<p class="hint">${t('正在比较…')}</p>`);
    show();
    const from = set.valid_from || firstDay;
    const found = await getSlow(`/boundary-sets/${set.id}/comparison${from ? `?from=${from}` : ''}`);
    setDetail(html`<${Comparison} set=${set} found=${found} sets=${sets} ground=${ground} />`);
  };
  const settle = async () => {
    const found = await api.get(`/boundary-sets/${set.id}/first-day`);
    setDetail(html`<${FirstDay} found=${found} />`);
  };
  /** @param {() => Promise<any>} work */
  const run = (work) => async () => {
    const done = await sending.send(async () => {
      await work();
      return true;
    });
    if (!done) setDetail(null);
  };
  /** @param {string} words @param {() => any} work @param {string} [look] */
  const button = (words, work, look = '') =>
    html`<button type="button" class=${`small ${look}`} disabled=${sending.isBusy} onClick=${work}>${words}</button>`;
  const isDraft = now === 'draft';
  const isOlder = (/** @type {any} */ other) =>
    other.state === 'in_force' && other.valid_from < set.valid_from;
  const isFirst = set.state === 'in_force' && !sets.some(isOlder);
  return html`<article class="panel set" data-set=${set.name}>
    <div class="panel-head"><h2>${set.name}</h2><${Tag} state=${now}>${setWord(now)}</${Tag}></div>
    <p>${set.valid_from ? datesOf(set) : t('未定日期')}${set.source && html`<small> · ${t('来源：{source}', { source: set.source })}</small>`}</p>
    <p class="hint">${countsWord(set.counts)}</p>
    ${set.notice && html`<p class="hint">${set.notice}</p>`}
    <div class="line wrap">
      ${button(t('在地图上看'), show)}
      ${isDraft && button(t('导入图层'), () => onImport(set.name))}
      ${isDraft && button(t('整套检查'), run(check))}
      ${now !== 'retired' && !isFirst && button(t('与之前比较'), run(compare))}
      ${!isDraft && !isFirst && button(t('启用情况'), run(settle))}
      ${button(t('下载'), () => openDownload(set))}
      ${isDraft && button(t('启用…'), () => openPutInForce(set, firstDay, onChanged), 'primary')}
      ${now === 'coming' && button(t('撤回…'), () => openTakeBack(set, onChanged), 'quiet')}
      ${
        isDraft &&
        button(
          t('删除草稿'),
          run(() => discard(set, onChanged)),
          'quiet',
        )
      }
    </div>
    <${Refusal} sending=${sending} />
    <div class="set-detail" aria-live="polite" ref=${place}>${detail}</div>
  </article>`;
}

/** @param {Around} props */
export function Sets(props) {
  const { sets, onChanged } = props;
  const shown = sets.slice().sort((a, b) => ORDER[setState(a)] - ORDER[setState(b)]);
  return html`<div class="line wrap">
      <p class="hint grow">${t('一个版本是某日起的全套边界。改动先做成草稿，比较清楚后按日期启用。')}</p>
      <button type="button" class="small primary" onClick=${() => openBegin(onChanged)}>${t('新建草稿')}</button>
    </div>
    ${shown.map((set) => html`<${Card} key=${set.id} ...${props} set=${set} />`)}
    ${sets.length === 0 && html`<${Empty}>${t('还没有边界版本。先用「导入文件」载入区县、镇街、村社区和网格。')}</${Empty}>`}`;
}
