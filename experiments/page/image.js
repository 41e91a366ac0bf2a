// Reading an image: its line of numbers, its header and its tables, and whether it is whole.

/** What an image begins with; see image.py, which writes it. */
const MAGIC = "brinkimg";
const FORMAT = 1;
const HEAD = 24;

/**
 * What this engine refuses: a damaged file, a setting that it does not have, a value outside its range. The message is
 * for a reader.
 */
export class EngineError extends Error {}

/**
 * The header of an image; image.py and settings.py say what is in it.
 * @typedef {object} Header
 * @property {{checksum: number, sources: string}} engine
 * @property {string} scenario
 * @property {string} start
 * @property {number} days
 * @property {Record<string, string[]>} names
 * @property {{territory: number[], host: number[]}[]} locations
 * @property {{record: number, first: number, end: number}[]} worlds
 * @property {number[]} pointers
 * @property {Record<string, [number, number]>} fresh
 * @property {{name: string, size: number, rows: number, each: number}[]} lists
 * @property {Record<string, {size: number, columns: [string, number, string][]}>} rows
 * @property {Record<string, string[]>} records
 * @property {string[]} explained the terms of a choice, in order, then its chance and the number drawn
 * @property {string[]} waiting those of them that bear on acting at all
 * @property {{path: string, given: number, low: number, high: number, whole: boolean, without: number[]}[]} settings
 * @property {Record<string, string>} fixed
 * @property {[number, number, string][]} cells
 * @property {[number, number, string][]} derived
 * @property {any[][]} nodes
 * @property {{paths: string[], kept: Record<string, string>, questions: Record<string, Record<string, any>>, steady: number, tables: {events: number, locations: number}[],
 *   sizes: {events: number, locations: number}, fields: Record<string, number>}} events
 */

const TABLE = Uint32Array.from({ length: 256 }, (_, k) => {
  for (let bit = 0; bit < 8; bit++) k = k & 1 ? (k >>> 1) ^ 0xedb88320 : k >>> 1;
  return k;
});

/**
 * The checksum CRC-32 of some bytes.
 * @param {Uint8Array} bytes
 * @returns {number}
 */
export function checksum(bytes) {
  let sum = 0xffffffff;
  for (let k = 0; k < bytes.length; k++) sum = TABLE[(sum ^ bytes[k]) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/**
 * Header and tables of an image.
 * @param {Uint8Array} bytes
 * @returns {{header: Header, tables: Uint8Array}}
 * @throws {EngineError} it is no image, of another format, or damaged
 */
export function readImage(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = bytes.length < HEAD ? "" : String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (word !== MAGIC) throw new EngineError("the scenario's image is no image: it does not begin as one");
  const [format, length, size, sum] = [8, 12, 16, 20].map((place) => view.getUint32(place, true));
  if (format !== FORMAT) throw new EngineError(`the scenario's image has format ${format}; this engine reads ${FORMAT}`);
  const rest = bytes.subarray(HEAD);
  if (rest.length !== length + size || checksum(rest) !== sum) {
    throw new EngineError("the scenario's image is damaged: its bytes are not those that were written");
  }
  return { header: JSON.parse(new TextDecoder().decode(rest.subarray(0, length))), tables: rest.slice(length) };
}
