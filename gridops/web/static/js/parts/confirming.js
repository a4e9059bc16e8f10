// @ts-check
// What asks for the password again: the request is made, and made once more after the person has proved who he is.
// The password goes to the service and nowhere else.

import { ApiProblem, api } from '../shared/api.js';
import { t } from '../shared/language.js';
import { html } from '../shared/ui.js';
import { openDialog } from './dialog.js';
import { Field, Form } from './forms.js';

/** @returns {Promise<boolean>} false where the window was closed instead */
function prove() {
  return openDialog({
    title: t('请再次输入密码'),
    name: 'confirm-password',
    view: (close) => html`<${Form}
      name="confirm-password"
      submit=${t('确认')}
      isQuestion=${true}
      onSend=${async (/** @type {any} */ elements) => {
        await api.post('/sessions/current/confirmation', { password: elements.password.value });
        close(true);
      }}
    >
      <${Field} label=${t('密码')}><input name="password" type="password" autocomplete="current-password" required /></${Field}>
    </${Form}>`,
  }).then(Boolean);
}

/**
 * Runs `work`; where the service wants the password first, asks for it and runs it again.
 * @template T
 * @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withPassword(work) {
  try {
    return await work();
  } catch (problem) {
    if (!(problem instanceof ApiProblem) || problem.code !== 'confirm-password' || !(await prove()))
      throw problem;
    return work();
  }
}
