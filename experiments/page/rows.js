// Rows of a log as columns: one typed array each, read from the bytes when it is first asked for.

/** @typedef {Int16Array|Int32Array|Float64Array|BigInt64Array|BigUint64Array} Column */

/**
 * Columns of equal length, by name; they are read from the rows when first asked for.
 * @typedef {Record<string, Column>} Columns
 */

/** @type {Record<string, [new (length: number) => Column, (view: DataView, place: number) => any]>} */
const KINDS = {
  i2: [Int16Array, (view, place) => view.getInt16(place, true)],
  i4: [Int32Array, (view, place) => view.getInt32(place, true)],
  i8: [BigInt64Array, (view, place) => view.getBigInt64(place, true)],
  u8: [BigUint64Array, (view, place) => view.getBigUint64(place, true)],
};

/**
 * The columns of rows, and others that follow from them.
 * @param {Uint8Array} bytes rows end to end
 * @param {{size: number, columns: [string, number, string][]}} layout
 * @param {Record<string, (columns: Columns) => Column>} [more] by name what works out a further column
 * @returns {Columns}
 */
export function columnsOf(bytes, layout, more = {}) {
  /** @type {Columns} */
  const columns = {};
  for (const [name, place, kind] of layout.columns) later(columns, name, () => column(bytes, layout.size, place, kind));
  for (const [name, make] of Object.entries(more)) later(columns, name, () => make(columns));
  return columns;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} size
 * @param {number} place
 * @param {string} kind
 */
function column(bytes, size, place, kind) {
  const [Kind, read] = KINDS[kind];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Kind(bytes.length / size);
  for (let k = 0; k < found.length; k++) found[k] = read(view, k * size + place);
  return found;
}

/**
 * @param {Columns} columns
 * @param {string} name
 * @param {() => Column} make
 */
function later(columns, name, make) {
  Object.defineProperty(columns, name, {
    enumerable: true,
    configurable: true,
    get() {
      const value = make();
      Object.defineProperty(columns, name, { value, enumerable: true });
      return value;
    },
  });
}

/**
 * The run of each row.
 * @param {number} first
 * @param {Int32Array} offsets
 */
export function runOf(first, offsets) {
  const found = new Int32Array(offsets[offsets.length - 1]);
  for (let k = 0; k + 1 < offsets.length; k++) found.fill(first + k, offsets[k], offsets[k + 1]);
  return found;
}

/**
 * The number of each row within its run.
 * @param {Int32Array} offsets
 */
export function numberOf(offsets) {
  const found = new Int32Array(offsets[offsets.length - 1]);
  for (let k = 0; k + 1 < offsets.length; k++) {
    for (let row = offsets[k]; row < offsets[k + 1]; row++) found[row] = row - offsets[k];
  }
  return found;
}

/**
 * Lists of bytes end to end.
 * @param {Uint8Array[]} parts
 */
export function joinedBytes(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/**
 * Offsets of batches end to end.
 * @param {Int32Array[]} parts
 */
export function joinedOffsets(parts) {
  const whole = [0];
  for (const part of parts) {
    const before = whole[whole.length - 1];
    for (let k = 1; k < part.length; k++) whole.push(before + part[k]);
  }
  return Int32Array.from(whole);
}
