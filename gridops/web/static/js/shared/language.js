// @ts-check
// In which language the page speaks: texts of the pages by their Chinese, words of the domain by vocabulary and code.
// The server has decided (address, device, browser) and put the words before the page's own modules. No data of
// cases, areas or people is ever translated.

/** @typedef {import('../../../types/generated/vocabularies').Vocabularies} Vocabularies */
/** @typedef {string | number | null | undefined} Sayable */

export const LANGUAGES = [
  { code: 'zh', name: '中文' },
  { code: 'en', name: 'English' },
];

/** 'zh' or 'en'. */
export const lang = document.documentElement.lang === 'en' ? 'en' : 'zh';

/** @type {Record<string, string | string[]>} */
const english = {};
/** @type {Record<string, Record<string, string>>} */
let vocabularies = {};
let isLearned = false;

/** English texts of a part of the pages: Chinese → English, or [one, many] by the value `n`.
 * @param {Record<string, string | string[]>} texts */
export function learn(texts) {
  Object.assign(english, texts);
  isLearned = true;
}

/** The domain's words, as the service has them in this language.
 * @param {Record<string, Record<string, string>>} words */
export function serve(words) {
  vocabularies = words;
}

/** @param {string} text @param {Record<string, unknown>} values */
function translated(text, values) {
  if (lang === 'zh') return text.split('#')[0];
  const found = english[text];
  if (found === undefined) {
    if (isLearned) console.error(`no English for ${text}`);
    return text.split('#')[0];
  }
  if (typeof found === 'string') return found;
  return values.n === 1 ? found[0] : found[1];
}

/**
 * A text of the page in its language: t('共 {n} 件', {n: 3}). The Chinese text is the key; what stands behind a `#`
 * tells two uses of one Chinese text apart and is not shown.
 * @param {string} text @param {Record<string, Sayable>} [values]
 */
export function t(text, values = {}) {
  return translated(text, values).replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name] ?? '') : whole,
  );
}

/**
 * The same with nodes for values; returns the pieces in the language's order.
 * @param {string} text @param {Record<string, unknown>} values @returns {any[]}
 */
export function rich(text, values) {
  return translated(text, values)
    .split(/(\{\w+\})/)
    .filter(Boolean)
    .map((piece) => {
      const name = piece.slice(1, -1);
      return piece.charAt(0) === '{' && name in values ? values[name] : piece;
    });
}

/**
 * The word of a code of the domain: word('due', 'soon'). An unknown code is shown as it is.
 * @param {keyof Vocabularies} vocabulary @param {string | null | undefined} code
 */
export function word(vocabulary, code) {
  if (code === null || code === undefined) return '';
  const words = vocabularies[vocabulary];
  return words?.[code] || code;
}

/** A vocabulary as [code, word] pairs, for a choice; `codes` picks some of them in this order.
 * @param {keyof Vocabularies} vocabulary @param {string[]} [codes] @returns {[string, string][]} */
export function wordPairs(vocabulary, codes) {
  const words = vocabularies[vocabulary] || {};
  return (codes || Object.keys(words)).map((code) => [code, words[code] || code]);
}

/** Things one beside the other: 甲、乙 or A, B.
 * @param {(string | number | null | undefined | false)[]} parts */
export function listed(parts) {
  return parts.filter(Boolean).join(lang === 'zh' ? '、' : ', ');
}

/** Clauses one after the other: 甲；乙 or A; B.
 * @param {(string | null | undefined | false)[]} parts */
export function clauses(parts) {
  return parts.filter(Boolean).join(lang === 'zh' ? '；' : '; ');
}

/** In brackets: （甲） or  (A); nothing where there is nothing.
 * @param {string | number | null | undefined | false} text */
export function aside(text) {
  if (!text) return '';
  return lang === 'zh' ? `（${text}）` : ` (${text})`;
}

/** A name and what is said of it: 名称：甲 or Name: A.
 * @param {string} name @param {string} text */
export function labelled(name, text) {
  if (!name) return text;
  return lang === 'zh' ? `${name}：${text}` : `${name}: ${text}`;
}

/** A number as the language writes it.
 * @param {number} value @param {Intl.NumberFormatOptions} [options] */
export function number(value, options) {
  return new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', options).format(value);
}

/** Show the page in another language from now on; kept on this device.
 * @param {string} code */
export function speak(code) {
  // biome-ignore lint/suspicious/noDocumentCookie: browsers of 2020 have no other way
  document.cookie = `gridops_lang=${code};path=/;max-age=31622400;samesite=lax`;
  const address = new URL(window.location.href);
  address.searchParams.delete('lang');
  window.location.replace(address.href);
  // An address that differs by its hash alone does not load anew by itself.
  window.location.reload();
}
