/** The log of some runs, as questions and pictures read it: columns of the engine, and those that follow from them.
 *
 * A row is a place in the columns; `-1` is none. What the engine gives is described in `engine.js`.
 */
import { words } from "./words.js";

/** @typedef {import("../engine.js").Runs} Runs */
/** @typedef {{runs: Runs, count: number, days: number, offsets: Int32Array, run: Int32Array,
 *   at: (name: string) => ArrayLike<number>, where: (name: string, code: number) => Int32Array}} Log */

/** A log from the runs of an engine. @param {Runs} runs @param {number} days @returns {Log} */
export function logOf(runs, days) {
  const { acts } = runs, offsets = runs.offsets.acts;
  const size = offsets[runs.count];
  const run = new Int32Array(size);
  for (let k = 0; k < runs.count; k++) run.fill(k, offsets[k], offsets[k + 1]);
  /** @type {Record<string, () => Uint8Array>} */
  const makers = {
    kinetic: () => flags(size, acts.rung, (rung) => rung >= first && rung <= last),
    displaced: () => flags(size, acts.origin, (origin) => origin === displaced),
    own: () => flags(size, acts.actor, (actor, row) => actor === acts.executor[row]),
  };
  const { first_kinetic: first, last_drawn: last } = words.ladder, { displaced } = words.origins;
  /** @type {Record<string, Uint8Array>} */
  const made = {};
  const at = (/** @type {string} */ name) => (name in makers ? (made[name] ??= makers[name]()) : /** @type {ArrayLike<number>} */ (acts[name]));
  /** @type {Record<string, (code: number) => Int32Array>} */
  const places = {};
  const where = (/** @type {string} */ name, /** @type {number} */ code) => (places[name] ??= indexed(at(name), size))(code);
  return { runs, count: runs.count, days, offsets, run, at, where };
}

/** A column of yes and no. @param {number} size @param {any} column @param {(value: number, row: number) => boolean} holds */
function flags(size, column, holds) {
  const found = new Uint8Array(size);
  for (let row = 0; row < size; row++) found[row] = Number(holds(column[row], row));
  return found;
}

/** The rows of each value of a column, in order; several questions are about the same actor.
 * @param {ArrayLike<number>} column @param {number} size @returns {(code: number) => Int32Array} */
function indexed(column, size) {
  let most = -1;
  for (let row = 0; row < size; row++) if (column[row] > most) most = column[row];
  const ends = new Int32Array(most + 3);
  for (let row = 0; row < size; row++) ends[column[row] + 2]++;
  for (let code = 1; code < ends.length; code++) ends[code] += ends[code - 1];
  const rows = new Int32Array(size), starts = ends.slice();
  for (let row = 0; row < size; row++) rows[starts[column[row] + 1]++] = row;
  return (code) => (code < -1 || code > most ? rows.subarray(0, 0) : rows.subarray(ends[code + 1], ends[code + 2]));
}

/** The row that an act names as its cause, -1 for none. @param {Log} log @param {number} row */
export function causeOf(log, row) {
  const cause = log.at("cause")[row];
  return cause >= 0 ? log.offsets[log.run[row]] + cause : -1;
}

/** The acts of force of each chain of a run, by the place of the act that it begins with; 0 at all other places.
 * @param {Log} log @param {number} run @returns {Int32Array} */
export function chainLengths(log, run) {
  const start = log.offsets[run], size = log.offsets[run + 1] - start, cause = log.at("cause"), kinetic = log.at("kinetic");
  const root = new Int32Array(size), length = new Int32Array(size);
  for (let k = 0; k < size; k++) {
    root[k] = cause[start + k] >= 0 ? root[cause[start + k]] : k;
    if (kinetic[start + k]) length[root[k]]++;
  }
  return length;
}

/** An act as a story tells it: ids and names as numbers. @param {Log} log @param {number} row */
export function actAt(log, row) {
  /** @type {Record<string, number>} */
  const act = {};
  for (const name of Object.keys(log.runs.acts)) if (name !== "identity") act[name] = Number(log.at(name)[row]);
  for (const name of ["kinetic", "displaced", "own"]) act[name] = log.at(name)[row];
  act.act = row - log.offsets[log.run[row]];
  return act;
}

/** The acts of one run, in order. @param {Log} log @param {number} run place in the log, counted from 0 */
export function actsOf(log, run) {
  const acts = [];
  for (let row = log.offsets[run]; row < log.offsets[run + 1]; row++) acts.push(actAt(log, row));
  return acts;
}

/** What acts of a run answer besides their cause. @param {Log} log @param {number} run @returns {Map<number, number[]>} */
export function alsoOf(log, run) {
  const { answers, offsets } = log.runs;
  /** @type {Map<number, number[]>} */
  const also = new Map();
  for (let row = offsets.answers[run]; row < offsets.answers[run + 1]; row++) {
    const act = Number(answers.act[row]);
    also.set(act, [...(also.get(act) ?? []), Number(answers.also[row])]);
  }
  return also;
}

/** The wars, or the pauses of standing campaigns, of a run. @param {Log} log @param {"wars"|"pauses"} list @param {number} run */
export function rowsOf(log, list, run) {
  const columns = log.runs[list], offsets = log.runs.offsets[list], found = [];
  for (let row = offsets[run]; row < offsets[run + 1]; row++)
    found.push(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Number(column[row])])));
  return found;
}
