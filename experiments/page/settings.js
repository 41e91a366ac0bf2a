// Settings of an image: which values they may have, and which cells of the tables follow from them.

import { EngineError } from "./image.js";

/** @typedef {import("./image.js").Header} Header */

/**
 * Refuse what cannot be set: a path that is not there, one that cannot be moved in place, a value outside its range.
 * @param {Header} header
 * @param {Record<string, number | null>} values by path; null takes an event out, and is not looked at here
 * @returns {number[]} the value of every setting, in the order of the header
 * @throws {EngineError}
 */
export function valuesOf(header, values) {
  const places = new Map(header.settings.map((setting, k) => [setting.path, k]));
  const all = header.settings.map((setting) => setting.given);
  for (const [path, value] of Object.entries(values)) {
    const place = places.get(path);
    if (place === undefined && value === null) continue;
    if (place === undefined) {
      const why = Object.hasOwn(header.fixed, path) ? header.fixed[path] : "there is no such setting here";
      throw new EngineError(`${path}: ${why}`);
    }
    all[place] = fitted(header.settings[place], value);
  }
  return all;
}

/**
 * A value as it is set: a count is rounded, half to even as in Python.
 * @param {Header["settings"][number]} setting
 * @param {number | null} value
 * @returns {number}
 */
function fitted(setting, value) {
  const { path, low, high, whole, without } = setting;
  const kept = whole && value !== null ? evenly(value) : value;
  if (typeof kept !== "number" || !(kept >= low && kept <= high)) {
    throw new EngineError(`${path}: ${value} lies outside ${low} to ${high}`);
  }
  if (without.includes(kept)) {
    throw new EngineError(`${path}: at ${kept} there is something else than below or above it; ${low} to ${high} without it`);
  }
  return kept;
}

/** @param {number} value */
function evenly(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}

/**
 * Write the values into the tables: cells as they are, then those that a formula works out. A formula is worked out only
 * where one of its settings moved; all else stays as the scenario was built.
 * @param {Header} header
 * @param {number[]} values
 * @param {DataView} tables
 * @param {(x: number) => number} exp the exponential, as the rules work it out
 */
export function write(header, values, tables, exp) {
  const moved = header.settings.map((setting, k) => values[k] !== setting.given);
  for (const [k, place, kind] of header.cells) if (moved[k]) put(tables, place, kind, values[k]);
  const work = workOut(header.nodes, values, moved, exp);
  for (const [node, place, kind] of header.derived) {
    if (work.touched[node]) put(tables, place, kind, work.numbers[node]);
  }
}

/**
 * @param {DataView} tables
 * @param {number} place
 * @param {string} kind as NumPy writes it
 * @param {number} value
 */
function put(tables, place, kind, value) {
  if (kind === "f8") tables.setFloat64(place, value, true);
  else if (kind === "i8") tables.setBigInt64(place, BigInt(Math.trunc(value)), true);
  else throw new EngineError(`a setting stands in a cell of kind ${kind}, which this engine does not write`);
}

/** @type {Record<string, (a: number, b: number) => number>} */
const OPERATIONS = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  larger: (a, b) => (b > a ? b : a),
  smaller: (a, b) => (b < a ? b : a),
  root: (a) => Math.sqrt(a),
};

/**
 * What all formulas come to, and which of them a moved setting is part of. Parts stand before what is made of them.
 * @param {any[][]} nodes
 * @param {number[]} values
 * @param {boolean[]} moved
 * @param {(x: number) => number} exp
 */
function workOut(nodes, values, moved, exp) {
  const numbers = new Float64Array(nodes.length);
  const touched = new Array(nodes.length).fill(false);
  nodes.forEach(([operation, one, other], k) => {
    if (operation === "number") numbers[k] = one;
    else if (operation === "setting") [numbers[k], touched[k]] = [values[one], moved[one]];
    else {
      const make = operation === "exp" ? exp : OPERATIONS[operation];
      numbers[k] = make(numbers[one], numbers[other]);
      touched[k] = touched[one] || (other !== undefined && touched[other]);
    }
  });
  return { numbers, touched };
}
