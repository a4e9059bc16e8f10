// @ts-check
// The sign-in form of a page. The token lives in a cookie that scripts cannot read; nothing of it passes through here.

import { api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html, useEffect, useRef, useState } from '../shared/ui.js';
import { Field, Form } from './forms.js';
import { LanguageSwitch } from './language_switch.js';

const DEMO_PASSWORD = 'gridops-demo';
const root = document.documentElement;

/** @returns {[string, string][]} */
function demoAccounts() {
  /** @type {Record<string, [string, string][]>} */
  const accounts = {
    field: [
      ['worker.qingyang', t('网格员（清洋）')],
      ['worker2.qingyang', t('网格员（清洋另一网格）')],
      ['worker.gaotuan', t('网格员（高疃）')],
      ['handler.qingyang', t('处置人员（清洋）')],
      ['head.qingyang', t('网格长（清洋）')],
    ],
    center: [
      ['dispatcher.qingyang', t('受理派遣（清洋）')],
      ['dispatcher.gaotuan', t('受理派遣（高疃）')],
      ['dispatcher.fushan', t('受理派遣（区）')],
      ['head.qingyang', t('网格长（清洋）')],
    ],
    supervise: [
      ['supervisor.qingyang', t('督查（清洋）')],
      ['supervisor.gaotuan', t('督查（高疃）')],
      ['supervisor.fushan', t('督查（区）')],
      ['auditor', t('审计')],
    ],
    admin: [['admin', t('管理员')]],
  };
  return accounts[root.dataset.page || 'field'] || accounts.field;
}

/** @param {{ onSignedIn: (actor: any) => void }} props */
export function SignIn({ onSignedIn }) {
  const name = useRef(/** @type {HTMLInputElement | null} */ (null));
  const password = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [isByCode, setByCode] = useState(false);
  useEffect(() => {
    if (name.current) name.current.focus();
  }, []);
  /** @param {any} elements */
  const send = async (elements) => {
    const username = elements.username.value.trim();
    const proof = isByCode ? { code: elements.code.value.trim() } : { password: elements.password.value };
    const { actor } = await api.post('/sessions', { username, ...proof });
    onSignedIn(actor);
  };
  /** @param {string} account */
  const fill = (account) => {
    if (name.current) name.current.value = account;
    if (password.current) password.current.value = DEMO_PASSWORD;
  };
  return html`<div class="sign-in">
    <div class="sign-in-card" aria-label=${t('登录')}>
      <h1>${t('网格治理')}</h1>
      <${Form} onSend=${send} submit=${t('登录')} isQuestion=${true}>
        <${Field} label=${t('用户名')}><input ref=${name} name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required /></${Field}>
        ${
          isByCode
            ? html`<${Field} label=${t('一次性验证码')}><input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40" required /></${Field}>`
            : html`<${Field} label=${t('密码')}><input ref=${password} name="password" type="password" autocomplete="current-password" required /></${Field}>`
        }
      </${Form}>
      ${
        root.dataset.demo === 'yes' &&
        html`<fieldset class="demo-hint">
          <legend>${t('演示账号，点一下即填入')}</legend>
          ${demoAccounts().map(([account, words]) => html`<button type="button" class="chip" data-account=${account} onClick=${() => fill(account)}>${words}</button>`)}
        </fieldset>`
      }
      <p class="line"><button type="button" class="chip" data-action="by-code" onClick=${() => setByCode(!isByCode)}>${isByCode ? t('用密码登录') : t('用一次性验证码登录')}</button></p>
      <p class="line sign-in-foot"><a class="quiet-link" href="/">${t('返回首页')}</a><${LanguageSwitch} /></p>
    </div>
  </div>`;
}
