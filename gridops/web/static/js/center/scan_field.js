// @ts-check
// The scan of a document: read, sent at once, and declared with the act that it belongs to.

import { Field } from '../parts/forms.js';
import { api, wordsOf } from '../shared/api.js';
import { newId } from '../shared/ids.js';
import { t } from '../shared/language.js';
import { html, useState } from '../shared/ui.js';

/** @param {File} file */
async function sendScan(file) {
  if (!crypto.subtle) throw new Error(t('此连接不安全，无法附扫描件；请用 https 地址打开本页'));
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const scan = {
    client_id: newId(),
    sha256: Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join(''),
    content_type: file.type,
    size: file.size,
    stage: 'after',
  };
  const digest = btoa(String.fromCharCode(...bytes));
  await api.put(`/media/${scan.client_id}`, file, { 'Content-Digest': `sha-256=:${digest}:` });
  return scan;
}

/** @param {{ isRequired: boolean }} props */
export function ScanField({ isRequired }) {
  const [state, set] = useState({ scan: '', words: '' });
  /** @param {any} event */
  const chosen = async (event) => {
    const file = event.target.files[0];
    set({ scan: '', words: file ? t('正在上传…') : '' });
    if (!file) return;
    try {
      set({ scan: JSON.stringify(await sendScan(file)), words: t('扫描件已上传') });
    } catch (problem) {
      set({ scan: '', words: wordsOf(problem) });
    }
  };
  return html`<${Field} label=${t('文书扫描件')}>
    <input type="file" accept="image/*" required=${isRequired} data-part="scan" onChange=${chosen} />
    <input type="hidden" name="scan" value=${state.scan} />
    <small class="hint" role="status">${state.words}</small>
  </${Field}>`;
}

/** What the act declares of the scan.
 * @param {HTMLFormElement} form */
export function readScan(form) {
  const { scan } = /** @type {any} */ (form.elements);
  return scan?.value ? [JSON.parse(scan.value)] : [];
}
