// @ts-check
// One's own account: where one is signed in, ending that, and a new password. Roles and rights are not changed here.

import { api } from '../shared/api.js';
import { aside, t, word } from '../shared/language.js';
import { clock } from '../shared/times.js';
import { html, useState } from '../shared/ui.js';
import { withPassword } from './confirming.js';
import { confirmed, openDialog } from './dialog.js';
import { Field, Form, Refusal, useSending } from './forms.js';
import { Asked, useAsked } from './states.js';
import { toast } from './toasts.js';

/** @typedef {{ id: string, name: string, kind: string, created_at: string, expires_at: string, current: boolean }} Device */

/** @param {{ device: Device, onEnd: () => void }} props */
function DeviceLine({ device, onEnd }) {
  const kind = word('device_kind', device.kind);
  return html`<li data-device=${device.id} data-current=${device.current ? 'yes' : 'no'}>
    <span><strong>${kind}</strong> <span class="stored">${device.name}</span>
      <br /><small class="hint">${t('{from} 登录，不使用则 {to} 失效', { from: clock(device.created_at), to: clock(device.expires_at) })}</small></span>
    ${device.current ? html`<span class="tag">${t('本次登录')}</span>` : html`<button type="button" class="small" data-action="end-device" onClick=${onEnd}>${t('结束登录')}</button>`}
  </li>`;
}

function Devices() {
  const asked = useAsked(() => api.get('/devices'), []);
  const sending = useSending();
  /** @param {() => Promise<any>} work */
  const end = (work) => sending.send(work).then(asked.renew);
  const endOthers = async () => {
    const title = t('结束其他所有登录？');
    if (await confirmed({ title, yes: t('结束登录'), isDangerous: true }))
      await end(() => api.del('/devices'));
  };
  /** @param {{ items: Device[] }} list */
  const draw = (list) => html`<ul class="devices">
      ${list.items.map((device) => html`<${DeviceLine} key=${device.id} device=${device} onEnd=${() => end(() => api.del(`/devices/${device.id}`))} />`)}
    </ul>
    <${Refusal} sending=${sending} />
    ${list.items.length > 1 && html`<div class="form-end"><button type="button" class="danger" data-action="end-others" disabled=${sending.isBusy} onClick=${endOthers}>${t('结束其他所有登录')}</button></div>`}`;
  return html`<section aria-label=${t('登录的设备')}><h3>${t('登录的设备')}</h3><${Asked} asked=${asked}>${draw}</${Asked}></section>`;
}

function NewPassword() {
  const [round, setRound] = useState(0);
  /** @param {any} elements */
  const send = async (elements) => {
    const password = elements.password.value;
    await withPassword(() => api.post('/sessions/current/password', { password }));
    setRound(round + 1);
    toast(t('密码已修改，其他登录已结束'));
  };
  return html`<section aria-label=${t('修改密码')}><h3>${t('修改密码')}</h3>
    <${Form} key=${round} name="new-password" submit=${t('修改密码')} fields=${['password']} onSend=${send}>
      ${(/** @type {Record<string, string>} */ faults) =>
        html`<${Field} label=${t('新密码')} name="password" fault=${faults.password} hint=${t('至少 8 个字符；不要求大小写或符号，但不能太常见')}>
          <input name="password" type="password" autocomplete="new-password" minlength="8" maxlength="200" required />
        </${Field}>`}
    </${Form}></section>`;
}

/** Opens the account's window.
 * @param {{ name: string, username: string }} actor */
export function openAccount(actor) {
  return openDialog({
    title: `${actor.name}${aside(actor.username)}`,
    name: 'account',
    view: () => html`<${Devices} /><${NewPassword} />`,
  });
}
