// The module's memory: lists and records laid end to end behind what the module keeps for itself.

const ALIGNED = 16;
const PAGE = 65536;

/** A stack of lists: what lies above a mark is given back by going back to it. */
export class Memory {
  /** @param {{memory: WebAssembly.Memory, __heap_base: WebAssembly.Global}} module */
  constructor(module) {
    this.memory = module.memory;
    /** The first free address. */
    this.end = aligned(module.__heap_base.value);
  }

  /** @returns {ArrayBuffer} the memory as it is; it is another one after every `take` */
  get buffer() {
    return this.memory.buffer;
  }

  /**
   * Take room for so many bytes, all zero.
   * @param {number} bytes
   * @returns {number} the address
   */
  take(bytes) {
    const place = this.end;
    this.end = aligned(place + bytes);
    const missing = Math.ceil((this.end - this.buffer.byteLength) / PAGE);
    if (missing > 0) this.memory.grow(missing);
    new Uint8Array(this.buffer, place, bytes).fill(0);
    return place;
  }

  /**
   * Take room for records of 64-bit numbers, end to end: a list by its address and, under "n_", its length; a number as
   * it is.
   * @param {string[]} names the fields, in order
   * @param {Record<string, [number, number]|number|bigint>[]} rows
   * @returns {number} the address
   */
  records(names, rows) {
    const place = this.take(8 * names.length * rows.length);
    rows.forEach((values, k) => {
      const numbers = new BigUint64Array(this.buffer, place + 8 * names.length * k, names.length);
      for (const [name, value] of Object.entries(values)) {
        const at = names.indexOf(name);
        if (Array.isArray(value)) {
          numbers[at] = BigInt(value[0]);
          numbers[names.indexOf(`n_${name}`)] = BigInt(value[1]);
        } else numbers[at] = BigInt.asUintN(64, BigInt(value));
      }
    });
    return place;
  }
}

/** @param {number} address */
function aligned(address) {
  return Math.ceil(address / ALIGNED) * ALIGNED;
}
