// @ts-check
// The switch of languages: the other one by its own name. The page is loaded anew in it, after a question where
// something typed would be lost.

import { LANGUAGES, lang, speak, t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { confirmed } from './dialog.js';

/** Whether a form holds something that was typed and not sent. */
function hasTyped() {
  const controls = Array.from(
    document.querySelectorAll(
      'form:not([data-keeps-nothing]) input, form:not([data-keeps-nothing]) textarea',
    ),
  );
  return controls.some((one) => {
    const control = /** @type {HTMLInputElement} */ (one);
    return control.type !== 'hidden' && control.value !== control.defaultValue;
  });
}

/** @param {{ isOnDark?: boolean }} props */
export function LanguageSwitch({ isOnDark = false }) {
  /** @param {string} code */
  const choose = async (code) => {
    const mayGo =
      !hasTyped() ||
      (await confirmed({
        title: t('切换语言'),
        text: t('页面会重新打开，填写中的内容不会保留。'),
        yes: t('切换'),
      }));
    if (mayGo) speak(code);
  };
  return LANGUAGES.filter(({ code }) => code !== lang).map(
    ({
      code,
      name,
    }) => html`<button type="button" class=${isOnDark ? 'on-dark language' : 'quiet language'} data-language=${code}
      lang=${code === 'zh' ? 'zh-CN' : code} onClick=${() => choose(code)}>${name}</button>`,
  );
}
