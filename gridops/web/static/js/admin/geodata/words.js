// @ts-check
// Plain words for layers, counts, and what a file's fault says. Pure: no requests, no nodes.

import { lang, listed, t, word, wordPairs } from '../../shared/language.js';

const CHINESE = /[\u4e00-\u9fff][^A-Za-z]*/;

export const layerPairs = () => wordPairs('layer');
/** @param {string} layer */
export const layerWord = (layer) => word('layer', layer);

/** 镇街 7、村社区 242 …
 * @param {Record<string, number>} counts */
export function countsWord(counts) {
  return (
    listed(layerPairs().map(([layer, words]) => counts[layer] && `${words} ${counts[layer]}`)) || t('空')
  );
}

/** What may be done about a defect: its report says it in both languages, one after the other.
 * @param {{ kind: string, hint: string }} defect */
export function advice({ kind, hint }) {
  const found = CHINESE.exec(hint);
  const said = lang === 'zh' ? found?.[0] : found && hint.replace(found[0], '');
  return said?.trim() || word('defect_hint', kind) || hint;
}

/** What the command is told by an option is chosen in the form: [what the service says, how the page says it].
 * @returns {[RegExp, (name: string) => string][]} */
function options() {
  if (lang === 'en')
    return [
      [/--crs ([A-Za-z]+(?::\d+)?\d*)/g, (name) => t('「坐标系」里的 {name}', { name })],
      [/--crs()/g, () => t('「坐标系」')],
      [/--encoding ([\w-]+)/g, (name) => t('「文字编码」里的 {name}', { name })],
      [/--encoding()/g, () => t('「文字编码」')],
      [/--swap-axes()/g, () => t('「坐标轴」')],
      [/--layer()/g, () => t('「图层」')],
    ];
  return [
    [/请用 --crs 指明，如 --crs (\S+)/, (name) => t('请在「坐标系」里选定，如 {name}', { name })],
    [/请用 --crs (\w+(?::\d+)?)/, (name) => t('请在「坐标系」里改选 {name} 后再检查', { name })],
    [/请(?:改)?用 --encoding ?(\S*) ?指明/, (name) => t('请在「文字编码」里选定 {name}', { name })],
    [/请加 --swap-axes（[^）]*）()/, () => t('请在「坐标轴」里选交换')],
    [/请用 --layer 指明(?:其一（[^）]*）)?()/, () => t('请在「图层」里选定')],
  ];
}

/** The words of a file's fault as the page has it.
 * @param {string} words */
export function forPage(words) {
  return options().reduce(
    (said, [pattern, ours]) => said.replace(pattern, (_whole, name) => ours(name)),
    words,
  );
}
