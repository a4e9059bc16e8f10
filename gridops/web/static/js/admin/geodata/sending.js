// @ts-check
// Requests that take their time: whole files sent, read and checked, and what an endpoint answers saved as a file.

import { api, query } from '../../shared/api.js';

export const TIMEOUT_MS = 600000;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** POST to an endpoint that reads and checks whole files.
 * @param {string} path @param {any} body @returns {Promise<any>} */
export async function postSlow(path, body) {
  const response = await api.raw('POST', path, {
    body: JSON.stringify(body),
    headers: JSON_TYPE,
    timeoutMs: TIMEOUT_MS,
  });
  return response.json();
}

/** @param {string} path @returns {Promise<any>} */
export async function getSlow(path) {
  const response = await api.raw('GET', path, { timeoutMs: TIMEOUT_MS });
  return response.json();
}

/** Send a file: {id, layers}.
 * @param {File} file @returns {Promise<any>} */
export async function upload(file) {
  const response = await api.raw('POST', `/admin/geodata/uploads${query({ filename: file.name })}`, {
    body: file,
    headers: { 'Content-Type': 'application/octet-stream' },
    timeoutMs: TIMEOUT_MS,
  });
  return response.json();
}

/** Save what an endpoint answers to a POST.
 * @param {string} path @param {any} body @param {string} name */
export async function saveAnswer(path, body, name) {
  const response = await api.raw('POST', path, {
    body: JSON.stringify(body),
    headers: JSON_TYPE,
    timeoutMs: TIMEOUT_MS,
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
