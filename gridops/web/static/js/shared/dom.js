// Builds nodes. Texts go in as text only, so a stored text can never become markup.

const SVG = 'http://www.w3.org/2000/svg';
const AS_PROPERTY = new Set(['value', 'checked', 'disabled', 'selected', 'hidden', 'htmlFor', 'multiple', 'open']);
const ICONS = new URL('../../img/icons.svg', import.meta.url).pathname;
const REFUSED = new Set(['innerHTML', 'outerHTML', 'srcdoc']);

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false && !AS_PROPERTY.has(name)) return;
  if (REFUSED.has(name)) throw new Error(`h: ${name} is not for data`);
  if (name === 'class') node.setAttribute('class', Array.isArray(value) ? value.filter(Boolean).join(' ') : value);
  else if (name === 'dataset') Object.keys(value).forEach((key) => { node.dataset[key] = value[key]; });
  else if (name === 'style') Object.keys(value).forEach((key) => node.style.setProperty(key, value[key]));
  else if (name.startsWith('on') && typeof value === 'function') node.addEventListener(name.slice(2).toLowerCase(), value);
  else if (AS_PROPERTY.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? '' : String(value));
}

function addChild(node, child) {
  if (child === undefined || child === null || child === false || child === true) return;
  if (Array.isArray(child)) child.forEach((one) => addChild(node, one));
  else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
}

// h('button', {class: 'primary', onclick: fn, dataset: {action: 'send'}}, '上报', node, [nodes])
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  Object.keys(props || {}).forEach((name) => setProp(node, name, props[name]));
  children.forEach((child) => addChild(node, child));
  return node;
}

// The same for SVG elements.
export function svg(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.keys(props || {}).forEach((name) => setProp(node, name, props[name]));
  children.forEach((child) => addChild(node, child));
  return node;
}

// A drawing of img/icons.svg; it says nothing to a screen reader, the text beside it does.
export function icon(name) {
  return svg('svg', { class: 'icon', 'aria-hidden': 'true', focusable: 'false', viewBox: '0 0 24 24' },
    svg('use', { href: `${ICONS}#${name}` }));
}

// Empties a node and returns it.
export function clear(node) {
  while (node.firstChild) node.removeChild(node.firstChild);
  return node;
}

// Replaces what a node holds.
export function fill(node, ...children) {
  clear(node);
  children.forEach((child) => addChild(node, child));
  return node;
}

// Chinese with small English beside it.
export function both(zh, en) {
  return [zh, h('span', { class: 'en', lang: 'en' }, en)];
}

let toastBox = null;

// A short message at the foot of the page: kind is 'ok', 'warn' or 'danger'. It is read aloud.
export function toast(text, kind) {
  if (!toastBox) {
    toastBox = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    document.body.appendChild(toastBox);
  }
  const one = h('p', { class: `toast ${kind || 'ok'}` }, text);
  while (toastBox.children.length > 1) toastBox.removeChild(toastBox.firstChild);
  toastBox.appendChild(one);
  setTimeout(() => one.remove(), kind === 'danger' ? 9000 : 4000);
}

// A version 4 UUID; older phones have no randomUUID.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
