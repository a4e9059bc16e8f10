// @ts-check
// Carries a photo's Exif block (place, time, camera) over from the original JPEG to its smaller copy.
// Bytes in, bytes out.

const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif\0\0"
const ORIENTATION = 0x0112;

/** The APP1 segment with Exif, marker and length included; null where there is none.
 * @param {Uint8Array} bytes */
export function findExif(bytes) {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  let at = 2;
  while (at + 4 < bytes.length && bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    const end = at + 2 + length;
    const isExif = bytes[at + 1] === 0xe1 && EXIF.every((value, n) => bytes[at + 4 + n] === value);
    if (isExif && end <= bytes.length) return bytes.slice(at, end);
    at = end;
  }
  return null;
}

/** Says "upright" in the segment: the copy's pixels have been turned already.
 * @param {Uint8Array} segment */
export function setUpright(segment) {
  const view = new DataView(segment.buffer, segment.byteOffset + 10, segment.length - 10);
  const little = view.getUint16(0) === 0x4949;
  const ifd = view.getUint32(4, little);
  if (ifd + 2 > view.byteLength) return;
  const count = view.getUint16(ifd, little);
  for (let n = 0; n < count; n += 1) {
    const entry = ifd + 2 + n * 12;
    if (entry + 12 > view.byteLength) return;
    if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, 1, little);
  }
}

/** `copy` (a JPEG's bytes) with the segment right after its first marker.
 * @param {Uint8Array} copy @param {Uint8Array} segment */
export function withExif(copy, segment) {
  const joined = new Uint8Array(copy.length + segment.length);
  joined.set(copy.subarray(0, 2));
  joined.set(segment, 2);
  joined.set(copy.subarray(2), 2 + segment.length);
  return joined;
}
