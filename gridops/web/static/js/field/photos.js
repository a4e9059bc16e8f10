// @ts-check
// A photo from camera or file to what is sent: at most 1600 pixels, JPEG, with its Exif, its digest and an id.

import { api } from '../shared/api.js';
import { newId } from '../shared/ids.js';
import { t } from '../shared/language.js';
import { findExif, setUpright, withExif } from './exif.js';

const MOST_PIXELS = 1600;
const SMALL_BYTES = 700000;
const MOST_BYTES = 10000000;
const QUALITY = 0.85;
const HEAD_BYTES = 262144;
const AS_THEY_ARE = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif'];

/** @param {string} url @returns {Promise<HTMLImageElement>} */
function loadImage(url) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error(t('这个文件不是能打开的图片')));
    image.src = url;
  });
}

/** @param {HTMLImageElement} image @returns {Promise<Blob>} */
function drawSmall(image) {
  const scale = Math.min(1, MOST_PIXELS / Math.max(image.naturalWidth, image.naturalHeight));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.naturalWidth * scale);
  canvas.height = Math.round(image.naturalHeight * scale);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error(t('照片太大，这部手机处理不了')))),
      'image/jpeg',
      QUALITY,
    );
  });
}

/** @param {File} original @param {Blob} small */
async function keepExif(original, small) {
  const segment = findExif(new Uint8Array(await original.slice(0, HEAD_BYTES).arrayBuffer()));
  if (!segment) return small;
  // Browsers that turn a picture upright by themselves say so by knowing this property.
  if (CSS.supports('image-orientation', 'from-image')) setUpright(segment);
  const copy = new Uint8Array(await small.arrayBuffer());
  return new Blob([withExif(copy, segment)], { type: 'image/jpeg' });
}

/** @param {File} file */
async function shrink(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = await loadImage(url);
    const isSmall =
      Math.max(image.naturalWidth, image.naturalHeight) <= MOST_PIXELS && file.size <= SMALL_BYTES;
    if (isSmall && file.type === 'image/jpeg') return file;
    return await keepExif(file, await drawSmall(image));
  } catch (error) {
    // Some phones take pictures their browser cannot open: the service can.
    if (AS_THEY_ARE.includes(file.type) && file.size <= MOST_BYTES) return file;
    throw error;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** @param {Blob} blob */
async function digestOf(blob) {
  if (!crypto.subtle) throw new Error(t('此连接不安全，无法附照片；请用 https 地址打开本页'));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

/** What is sent of a chosen file; throws with words for people.
 * @param {File} file @param {'before' | 'after'} stage @returns {Promise<import('./types').Photo>} */
export async function preparePhoto(file, stage) {
  const made = await shrink(file);
  const blob = made instanceof File ? made.slice(0, made.size, made.type) : made;
  const digest = await digestOf(blob);
  return { client_id: newId(), stage, sha256: hex(digest), content_type: blob.type, size: blob.size, blob };
}

/** What a report or an action says of its photos.
 * @param {import('./types').Photo[]} photos */
export function declared(photos) {
  return photos.map((p) => ({
    client_id: p.client_id,
    sha256: p.sha256,
    content_type: p.content_type,
    size: p.size,
    stage: p.stage,
  }));
}

/** Sends one photo; sending it again does no harm.
 * @param {import('./types').Photo} photo */
export function sendPhoto(photo) {
  const bytes = (photo.sha256.match(/../g) || []).map((pair) => parseInt(pair, 16));
  const digest = btoa(String.fromCharCode.apply(null, bytes));
  return api.put(`/media/${photo.client_id}`, photo.blob, { 'Content-Digest': `sha-256=:${digest}:` });
}
