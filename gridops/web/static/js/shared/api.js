// Talks to the service's contract: JSON in and out, problem documents thrown as ApiProblem.
// Knows no page and keeps no data. `gridops:signed-out` on window tells that the session has ended.

const BASE = '/api/v1';
const TIMEOUT_MS = 30000;

export class ApiProblem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `HTTP ${status}`);
    this.name = 'ApiProblem';
    this.status = status; // 0: the service was not reached
    this.code = document.code || 'unknown';
    this.title = document.title || '';
    this.detail = document.detail || document.title || '';
    this.errors = document.errors || [];
    this.document = document;
  }

  // Whether sending the same thing again later may succeed.
  get isTransient() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  // One text for people: the detail, and every named fault.
  get words() {
    const faults = this.errors.map((e) => `${e.pointer ? e.pointer.replace(/^\//, '') + '：' : ''}${e.message}`);
    return [this.detail].concat(faults).filter(Boolean).join('；');
  }
}

function address(path) {
  return path.startsWith('/') && !path.startsWith('/api/') && !path.startsWith('/tiles/') ? BASE + path : path;
}

function unreachable(error) {
  const late = error && error.name === 'AbortError';
  return new ApiProblem(0, {
    code: late ? 'timeout' : 'unreachable',
    detail: late ? '服务器没有及时回应' : '连接不上服务器，请检查网络',
  });
}

async function readProblem(response) {
  let document = {};
  try {
    document = await response.json();
  } catch (error) {
    document = { code: 'unreadable', detail: `服务器回应异常（${response.status}）` };
  }
  return new ApiProblem(response.status, document);
}

// The bare response; ApiProblem for everything but success and 304.
async function send(method, path, { body, headers = {}, timeoutMs = TIMEOUT_MS } = {}) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeoutMs);
  const all = Object.assign({ Accept: 'application/json', 'Accept-Language': 'zh-CN, zh;q=0.9' }, headers);
  let response;
  try {
    response = await fetch(address(path), {
      method, body, headers: all, credentials: 'same-origin', signal: abort.signal,
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

async function parsed(response) {
  if (response.status === 204 || response.status === 304) return null;
  try {
    const text = await response.text();
    return text ? JSON.parse(text) : null;
  } catch (error) {
    throw new ApiProblem(0, { code: 'unreadable', detail: '服务器的回应没有收全，请再试一次' });
  }
}

function withJson(body, headers) {
  return { body: JSON.stringify(body === undefined ? {} : body),
    headers: Object.assign({ 'Content-Type': 'application/json' }, headers) };
}

export const api = {
  // Parsed JSON of a path below /api/v1, such as '/matters'.
  async get(path, headers) {
    return parsed(await send('GET', path, { headers }));
  },
  async post(path, body, headers) {
    return parsed(await send('POST', path, withJson(body, headers)));
  },
  // A Blob goes as it is (its type as Content-Type), anything else as JSON.
  async put(path, body, headers) {
    if (!(body instanceof Blob)) return parsed(await send('PUT', path, withJson(body, headers)));
    const type = { 'Content-Type': body.type || 'application/octet-stream' };
    const options = { body, headers: Object.assign(type, headers), timeoutMs: 120000 };
    return parsed(await send('PUT', path, options));
  },
  async del(path, headers) {
    return parsed(await send('DELETE', path, { headers }));
  },
  // The response itself, for ETags, tables and layers: raw('GET', path, {headers, body}).
  raw: send,
};

// Query string of an object; arrays become commas, empty values are left out.
export function query(values) {
  const given = Object.keys(values).filter((k) => values[k] !== undefined && values[k] !== null && values[k] !== '');
  const text = given.map((k) => `${encodeURIComponent(k)}=${encodeURIComponent(String(values[k]))}`).join('&');
  return text ? `?${text}` : '';
}
