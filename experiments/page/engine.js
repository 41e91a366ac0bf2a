// The engine in a page: the model as WebAssembly, a scenario as an image of its tables, and runs as columns.
//
// Run k under a seed is run k of `brink run` with the same settings, to the last byte. Nothing here knows a rule: the
// module holds the rules, the image says where each setting stands and how the cells that follow from it are worked out.

/**
 * What this engine refuses: a damaged file, a setting it does not have, a value outside its range. The message is for
 * a reader.
 */
export class EngineError extends Error {}

/**
 * A setting that can be moved in place.
 * @typedef {object} Setting
 * @property {string} path as in files and `--set`, such as "actors.iran.pressure.baseline"
 * @property {number} given its value in the scenario
 * @property {number} low the least value
 * @property {number} high the largest value
 * @property {boolean} whole whether it counts in whole numbers
 * @property {number[]} without values in between that would change what there is, and not how much: they are refused
 */

/**
 * Labels of the numbered things, by number. -1 in a column means none.
 * @typedef {object} Names
 * @property {string[]} actors ids
 * @property {string[]} labels names of the actors for readers
 * @property {string[]} territories ids
 * @property {string[]} sites ids
 * @property {string[]} weapons ids
 * @property {string[]} origins where an act comes from: event, campaign, spoiler, reply, displaced
 * @property {string[]} measures the daily measures, in the order of `series`
 */

/**
 * Columns of equal length, one typed array each.
 * @typedef {Record<string, Int8Array|Int16Array|Int32Array|BigInt64Array|BigUint64Array>} Columns
 */

/**
 * A stretch of runs. The rows of run `first + k` are those from `offsets.acts[k]` to before `offsets.acts[k + 1]`.
 *
 * Columns of `acts`: run, act (number within the run), identity, day, cause (act number or -1), generation, chain,
 * launched, intercepted, hits, killed, killed_civilians, wounded, territory, host (the actor on whose soil), site,
 * weapon, origin, actor, executor, target, declared, account, rung, rank, claimed_by, blamed, warned, closing, observed.
 * Of `answers`: run, act, also. Of `wars`: run, act, a, b, first_day, last_day, killed_a, killed_b.
 * @typedef {object} Runs
 * @property {number} first
 * @property {number} count
 * @property {Columns} acts
 * @property {Columns} answers
 * @property {Columns} wars
 * @property {{acts: Int32Array, answers: Int32Array, wars: Int32Array}} offsets
 * @property {Uint8Array} mediated by run: whether a mediator was at work on the last pair when it fell silent (0 or 1)
 * @property {Float32Array} series daily measures, [run][day][actor][measure] end to end; empty if not asked for
 */

/**
 * Why an act was chosen.
 * @typedef {object} Reasons
 * @property {{name: string, value: number}[]} terms of the way taken (utility): positive speaks for it
 * @property {{name: string, value: number}[]} waiting what bears on acting at all
 * @property {number} chance the chance there was of force
 * @property {number} draw the number that it was held against
 */

/** The model and one scenario, ready to run. */
export class Engine {
  /** @type {Map<string, Setting>} */
  settings = new Map();
  /** Settings that cannot be moved in place, and why: path to reason. @type {Record<string, string>} */
  fixed = {};
  /** @type {Names} */
  names;
  /** ISO date of day 0. @type {string} */
  start;
  /** Number of days of a run. @type {number} */
  days;

  /**
   * @param {BufferSource} module the bytes of engine.wasm
   * @param {Uint8Array} image the bytes that `brink.experiments.page.image` wrote of a scenario
   * @returns {Promise<Engine>}
   * @throws {EngineError} either is damaged, or they do not belong together
   */
  static async load(module, image) {
    throw new EngineError("not there yet");
  }

  /**
   * Move settings; all others go back to what the scenario gives. Returns how many differ from it now.
   * @param {Record<string, number>} values by path
   * @returns {number}
   * @throws {EngineError} no such setting, it cannot be moved in place, or the value lies outside its range; nothing is
   *   moved then
   */
  set(values) {
    throw new EngineError("not there yet");
  }

  /**
   * Runs `first` to `first + count - 1` under a seed.
   * @param {number|bigint} seed 0 to 2**64 - 1
   * @param {number} first
   * @param {number} count
   * @param {{series?: boolean}} [options] series: record the daily measures too
   * @returns {Runs}
   */
  run(seed, first, count, options = {}) {
    throw new EngineError("not there yet");
  }

  /**
   * The named terms of the choice behind an act of a run; null if no actor chose it (an event, an attack of a campaign,
   * words).
   * @param {number|bigint} seed
   * @param {number} run
   * @param {number} act number within the run
   * @returns {Reasons|null}
   */
  terms(seed, run, act) {
    throw new EngineError("not there yet");
  }
}
