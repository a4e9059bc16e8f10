// @ts-check
// Talks to the service's contract: JSON in and out, problem documents thrown as ApiProblem, in the page's language.
// Knows no page and keeps no data. `gridops:signed-out` on window tells that the session has ended.

import { clauses, labelled, lang, t } from './language.js';

/** @typedef {{ pointer: string, message: string }} Fault */
/** @typedef {import('../../../types/generated/openapi').paths} Paths */
/**
 * What a path without values, such as '/matters', answers to GET.
 * @template {string} P
 * @typedef {`/api/v1${P}` extends keyof Paths
 *   ? Paths[`/api/v1${P}`] extends { get: { responses: { 200: { content: { 'application/json': infer A } } } } } ? A : any
 *   : any} Answer
 */

const BASE = '/api/v1';
const TIMEOUT_MS = 30000;
const ACCEPTED = lang === 'en' ? 'en, zh-CN;q=0.5' : 'zh-CN, zh;q=0.9';

export class ApiProblem extends Error {
  /** @param {number} status 0: the service was not reached @param {Record<string, any>} document */
  constructor(status, document) {
    super(document.detail || document.title || `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status;
    /** @type {string} */
    this.code = document.code || 'unknown';
    /** @type {string} */
    this.title = document.title || '';
    /** @type {string} */
    this.detail = document.detail || document.title || '';
    /** @type {Fault[]} */
    this.errors = document.errors || [];
    this.document = document;
  }

  /** Whether sending the same thing again later may succeed. */
  get isTransient() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  /** One text for people: the detail, and every named fault. */
  get words() {
    const faults = this.errors.map((e) => labelled(e.pointer.replace(/^\//, ''), e.message));
    return clauses([this.detail].concat(faults));
  }
}

/** The words of whatever was thrown.
 * @param {unknown} problem @returns {string} */
export function wordsOf(problem) {
  if (problem instanceof ApiProblem) return problem.words;
  return problem instanceof Error ? problem.message : String(problem);
}

/** @param {string} path */
function address(path) {
  const isWhole = path.startsWith('/api/') || path.startsWith('/tiles/');
  return path.startsWith('/') && !isWhole ? BASE + path : path;
}

/** @param {any} error */
function unreachable(error) {
  const late = error && error.name === 'AbortError';
  return new ApiProblem(0, {
    code: late ? 'timeout' : 'unreachable',
    detail: late ? t('服务器没有及时回应') : t('连接不上服务器，请检查网络'),
  });
}

/** @param {Response} response */
async function readProblem(response) {
  let document = {};
  try {
    document = await response.json();
  } catch (_error) {
    document = { code: 'unreadable', detail: t('服务器回应异常（{status}）', { status: response.status }) };
  }
  return new ApiProblem(response.status, document);
}

/** @typedef {{ body?: any, headers?: Record<string, string>, timeoutMs?: number }} Sending */

/** The bare response; ApiProblem for everything but success and 304.
 * @param {string} method @param {string} path @param {Sending} [options] */
async function send(method, path, { body, headers = {}, timeoutMs = TIMEOUT_MS } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const all = Object.assign({ Accept: 'application/json', 'Accept-Language': ACCEPTED }, headers);
  let response;
  try {
    response = await fetch(address(path), {
      method,
      body,
      headers: all,
      credentials: 'same-origin',
      signal: abort.signal,
    });
  } catch (error) {
    throw unreachable(error);
  } finally {
    clearTimeout(timer);
  }
  if (response.ok || response.status === 304) return response;
  const problem = await readProblem(response);
  if (problem.status === 401 && problem.code !== 'wrong-credentials') {
    window.dispatchEvent(new CustomEvent('gridops:signed-out'));
  }
  throw problem;
}

/** @param {Response} response @returns {Promise<any>} */
async function parsed(response) {
  if (response.status === 204 || response.status === 304) return null;
  try {
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  } catch (_error) {
    throw new ApiProblem(0, { code: 'unreadable', detail: t('服务器的回应没有收全，请再试一次') });
  }
}

/** @param {any} body @param {Record<string, string>} [headers] @returns {Sending} */
function withJson(body, headers) {
  return {
    body: JSON.stringify(body === undefined ? {} : body),
    headers: Object.assign({ 'Content-Type': 'application/json' }, headers),
  };
}

export const api = {
  /**
   * Parsed JSON of a path below /api/v1, such as '/matters'; typed where the path holds no values.
   * @template {string} P
   * @param {P} path @param {Record<string, string>} [headers] @returns {Promise<Answer<P>>}
   */
  async get(path, headers) {
    return parsed(await send('GET', path, { headers }));
  },
  /** @param {string} path @param {any} [body] @param {Record<string, string>} [headers] @returns {Promise<any>} */
  async post(path, body, headers) {
    return parsed(await send('POST', path, withJson(body, headers)));
  },
  /** @param {string} path @param {any} [body] @param {Record<string, string>} [headers] @returns {Promise<any>} */
  async patch(path, body, headers) {
    return parsed(await send('PATCH', path, withJson(body, headers)));
  },
  /** A Blob goes as it is (its type as Content-Type), anything else as JSON.
   * @param {string} path @param {any} [body] @param {Record<string, string>} [headers] @returns {Promise<any>} */
  async put(path, body, headers) {
    if (!(body instanceof Blob)) return parsed(await send('PUT', path, withJson(body, headers)));
    const type = { 'Content-Type': body.type || 'application/octet-stream' };
    const options = { body, headers: Object.assign(type, headers), timeoutMs: 120000 };
    return parsed(await send('PUT', path, options));
  },
  /** @param {string} path @param {Record<string, string>} [headers] @returns {Promise<any>} */
  async del(path, headers) {
    return parsed(await send('DELETE', path, { headers }));
  },
  /** The response itself, for ETags, tables and layers: raw('GET', path, {headers, body}). */
  raw: send,
};

/** Query string of an object; arrays become commas, empty values are left out.
 * @param {Record<string, any>} values */
export function query(values) {
  const given = Object.keys(values).filter(
    (k) => values[k] !== undefined && values[k] !== null && values[k] !== '',
  );
  const text = given
    .map((k) => `${encodeURIComponent(k)}=${encodeURIComponent(String(values[k]))}`)
    .join('&');
  return text ? `?${text}` : '';
}
