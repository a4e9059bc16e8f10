// Every text of the pages in both languages: no Chinese literal outside t() or rich(), an English text for each, with
// the same {values}; none that nothing uses. Reads the paths given, below static/; writes nothing.

import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

const CHINESE = /[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]/;
const SAYING = new Set(['t', 'rich']);
const EXEMPT = new Set(['js/shared/language.js']); // names the languages, joins lists
const SHARED = new Set(['shared', 'desk', 'parts']);
const WORDS = 'js/words/en/';

const paths = process.argv.slice(2);
const faults = [];
const used = new Map(); // dictionary → Map of text → where

function parse(path) {
  return ts.createSourceFile(path, readFileSync(`static/${path}`, 'utf8'), ts.ScriptTarget.ES2020, true);
}

function where(source, node) {
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

function isSaid(node) {
  const call = node.parent;
  return ts.isCallExpression(call) && call.arguments[0] === node && SAYING.has(call.expression.getText());
}

function look(source, dictionary) {
  const keys = used.get(dictionary) || new Map();
  used.set(dictionary, keys);
  const visit = (node) => {
    if (ts.isCallExpression(node) && SAYING.has(node.expression.getText())) {
      const [text] = node.arguments;
      if (text && ts.isStringLiteralLike(text)) keys.set(text.text, where(source, text));
      else faults.push(`${where(source, node)}: t() takes a text that stands there`);
    }
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (isText && CHINESE.test(node.text) && !isSaid(node)) {
      faults.push(`${where(source, node)}: Chinese outside t(): ${node.text.trim().slice(0, 40)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function placeholders(text) {
  return [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
}

function dictionary(name) {
  const source = parse(`${WORDS}${name}.js`);
  const texts = new Map();
  const visit = (node) => {
    if (ts.isPropertyAssignment(node)) {
      const values = ts.isArrayLiteralExpression(node.initializer) ? [...node.initializer.elements] : [node.initializer];
      const key = node.name.text;
      if (texts.has(key)) faults.push(`${where(source, node)}: twice: ${key}`);
      const english = values.map((value) => value.text);
      texts.set(key, where(source, node));
      for (const text of english) {
        if (CHINESE.test(text)) faults.push(`${where(source, node)}: not English: ${text}`);
        const lacks = placeholders(key).filter((p) => !placeholders(text).includes(p) && !(english.length > 1 && p === '{n}'));
        const more = placeholders(text).filter((p) => !placeholders(key).includes(p));
        if (lacks.length + more.length) faults.push(`${where(source, node)}: other values than its Chinese: ${key}`);
      }
    } else ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

for (const path of paths) {
  if (path.startsWith('js/words/') || EXEMPT.has(path)) continue;
  const folder = path.split('/')[1];
  look(parse(path), SHARED.has(folder) ? 'shared' : folder);
}
const shared = dictionary('shared');
for (const name of readdirSync(`static/${WORDS}`).map((file) => file.replace('.js', ''))) {
  const own = name === 'shared' ? shared : dictionary(name);
  const keys = used.get(name) || new Map();
  for (const [text, at] of keys) {
    if (!own.has(text) && !shared.has(text)) faults.push(`${at}: no English in ${WORDS}${name}.js for: ${text}`);
  }
  for (const [text, at] of own) {
    if (!keys.has(text)) faults.push(`${at}: nothing says this: ${text}`);
    if (name !== 'shared' && shared.has(text)) faults.push(`${at}: stands in shared.js already: ${text}`);
  }
}
for (const fault of faults) console.error(fault);
process.exit(faults.length ? 1 : 0);
