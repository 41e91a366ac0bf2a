// The engine in a page: the model as WebAssembly, a scenario as an image of its tables, and runs as columns.
//
// Run k under a seed is run k of `brink run` with the same settings, to the last byte. Nothing here knows a rule: the
// module holds the rules, the image says where each setting stands and how the cells that follow from it are worked out.

import { leaveOut, takenOut } from "./events.js";
import { EngineError, checksum, readImage } from "./image.js";
import { Memory } from "./memory.js";
import { columnsOf, joinedBytes, joinedOffsets, numberOf, runOf } from "./rows.js";
import { valuesOf, write } from "./settings.js";

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
 * A batch of runs. The rows of run `first + k` are those from `offsets.acts[k]` to before `offsets.acts[k + 1]`.
 *
 * Columns of `acts`: run, act (number within the run), identity, day, cause (act number or -1), generation, chain,
 * launched, intercepted, hits, killed, killed_civilians, wounded, territory, host (the actor on whose soil), site,
 * weapon, origin, actor, executor, target, declared, account, rung, rank, claimed_by, blamed, warned, closing, observed.
 * Of `answers`: run, act, also. Of `wars`: run, act, a, b, first_day, last_day, killed_a, killed_b.
 * Of `pauses`: run, act, actor, against, word, first_day, last_day, broken_by.
 * @typedef {object} Runs
 * @property {number} first
 * @property {number} count
 * @property {import("./rows.js").Columns} acts
 * @property {import("./rows.js").Columns} answers
 * @property {import("./rows.js").Columns} wars
 * @property {import("./rows.js").Columns} pauses
 * @property {Record<string, Int32Array>} offsets of `acts`, `answers`, `wars` and `pauses`
 * @property {Uint8Array} mediated by run: whether a mediator was at work on the last pair when it fell silent (0 or 1)
 * @property {Record<string, Uint8Array>} bytes the rows of each list as the model wrote them
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

/** Room for acts in a run at the start, and rows of a batch; what runs out of room is run again with twice as much. */
const ROOM = 1024;
const ROWS = 1 << 15;
/** Most runs, and most numbers of daily measures, in one batch. */
const MOST_RUNS = 4096;
const MOST_SERIES = 1 << 21;
/** Terms smaller than this are not there. */
const NEGLIGIBLE = 1e-9;
const LISTS = ["acts", "answers", "wars", "pauses"];
/** @type {Record<string, string>} */
const OFFSETS = { acts: "act_offsets", answers: "answer_offsets", wars: "war_offsets", pauses: "pause_offsets" };

/** The model and one scenario, ready to run. */
export class Engine {
  /**
   * @param {BufferSource} module the bytes of engine.wasm
   * @param {Uint8Array} image the bytes that `brink.experiments.page.image` wrote of a scenario
   * @returns {Promise<Engine>}
   * @throws {EngineError} either is damaged, or they do not belong together
   */
  static async load(module, image) {
    const { header, tables } = readImage(image);
    const bytes = bytesOf(module);
    if (checksum(bytes) !== header.engine.checksum) {
      throw new EngineError("the engine is damaged, or it is not the one that the scenario's image was made for");
    }
    const { exports } = new WebAssembly.Instance(await WebAssembly.compile(bytes), {});
    return new Engine(exports, header, tables);
  }

  /**
   * @param {WebAssembly.Exports} module
   * @param {import("./image.js").Header} header
   * @param {Uint8Array} tables
   */
  constructor(module, header, tables) {
    this.module = /** @type {any} */ (module);
    this.header = header;
    this.tables = tables;
    /** @type {Map<string, Setting>} */
    this.settings = new Map(header.settings.map((setting) => [setting.path, setting]));
    /** Settings that cannot be moved in place, and why: path to reason. */
    this.fixed = header.fixed;
    /** Events in their order, those that have to stay, with the reason, and what becomes of questions without one. */
    this.events = { paths: header.events.paths, kept: header.events.kept, questions: header.events.questions };
    this.names = /** @type {Names} */ (/** @type {unknown} */ (header.names));
    /** ISO date of day 0. */
    this.start = header.start;
    /** Number of days of a run. */
    this.days = header.days;
    this.memory = new Memory(this.module);
    this.base = this.memory.take(tables.length);
    this.room = { acts: ROOM, rows: ROWS };
    /** Territory and host of each location, by world. */
    this.locations = header.locations;
    /** What lies above the tables: nothing yet. */
    this.lists = { state: 0, end: this.memory.end, acts: 0, series: false };
    this.set({});
  }

  /**
   * Move settings, and take out events; all others go back to what the scenario gives. Returns how many differ from it.
   * @param {Record<string, number | null>} values by path; null takes an event out, as `--set events.NAME=null` does
   * @returns {number}
   * @throws {EngineError} no such setting, it cannot be moved in place, the value lies outside its range, or an event has
   *   to stay; nothing is changed then
   */
  set(values) {
    const { header, base, module } = this;
    const all = valuesOf(header, values), gone = takenOut(header, values);
    new Uint8Array(this.memory.buffer).set(this.tables, base);
    const view = new DataView(this.memory.buffer, base, this.tables.length);
    write(header, all, view, (x) => exponential(module, x));
    this.locations = leaveOut(header, gone, view);
    for (const place of header.pointers) {
      view.setBigInt64(place, view.getBigInt64(place, true) + BigInt(base), true);
    }
    for (const { record } of header.worlds) module.work_out(BigInt(base + record));
    return all.filter((value, k) => value !== header.settings[k].given).length + gone.size;
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
    const parts = [];
    for (let done = 0; done < count; ) {
      const part = this.batch(BigInt(seed), first + done, count - done, options.series === true);
      if (part === null) {
        this.room = { acts: 2 * this.room.acts, rows: 2 * this.room.rows };
      } else {
        parts.push(part);
        done += part.count;
      }
    }
    return this.joined(first, count, parts);
  }

  /**
   * As many of the next runs as find room; null where not even one does.
   * @param {bigint} seed
   * @param {number} first
   * @param {number} most
   * @param {boolean} series
   */
  batch(seed, first, most, series) {
    const { memory, header } = this;
    const each = series ? this.days * this.names.actors.length * this.names.measures.length : 0;
    const runs = Math.min(most, MOST_RUNS, series ? Math.max(1, Math.floor(MOST_SERIES / each)) : most);
    const state = this.state(series);
    /** @type {Record<string, [number, number]>} */
    const at = { days: this.periods(), mediated: [memory.take(runs), runs] };
    at.series = [memory.take(4 * each * runs), each * runs];
    for (const name of LISTS) {
      at[name] = [memory.take(this.room.rows * header.rows[name].size), this.room.rows];
      at[OFFSETS[name]] = [memory.take(8 * (runs + 1)), runs + 1];
    }
    const record = memory.records(header.records.batch, [{ ...at, seed, first, runs, done: 0 }]);
    const count = Number(this.module.live_runs(BigInt(state), BigInt(record)));
    memory.end = this.lists.end;
    return count === 0 ? null : this.taken(count, at, each);
  }

  /**
   * What a batch left in memory, copied.
   * @param {number} count
   * @param {Record<string, [number, number]>} at
   * @param {number} each
   */
  taken(count, at, each) {
    const { buffer } = this.memory;
    /** @type {Record<string, Uint8Array>} */
    const rows = {};
    /** @type {Record<string, Int32Array>} */
    const offsets = {};
    for (const name of LISTS) {
      offsets[name] = Int32Array.from(new BigInt64Array(buffer, at[OFFSETS[name]][0], count + 1), Number);
      rows[name] = new Uint8Array(buffer, at[name][0], offsets[name][count] * this.header.rows[name].size).slice();
    }
    rows.mediated = new Uint8Array(buffer, at.mediated[0], count).slice();
    rows.series = new Uint8Array(buffer, at.series[0], 4 * each * count).slice();
    return { count, rows, offsets };
  }

  /**
   * The lists that a run writes, with the room there is to be; laid once and kept.
   * @param {boolean} series
   * @returns {number} their handle
   */
  state(series) {
    const { memory, header, lists } = this;
    if (lists.acts === this.room.acts && lists.series === series) return lists.state;
    memory.end = this.base + this.tables.length;
    /** @type {Record<string, [number, number]>} */
    const at = {};
    for (const { name, size, rows, each } of header.lists) {
      const length = name === "series" && !series ? 0 : rows + each * this.room.acts;
      at[name] = [memory.take(size * length), length];
    }
    for (const [name, [place, length]] of Object.entries(header.fresh)) at[name] = [this.base + place, length];
    const state = memory.records(header.records.state, [at]);
    this.module.clear_ties(BigInt(state), BigInt(at.ties[1]));
    this.lists = { state, end: memory.end, acts: this.room.acts, series };
    return state;
  }

  /** The world that holds on each day, as the module reads it. @returns {[number, number]} */
  periods() {
    const { worlds, records } = this.header;
    const rows = worlds.map(({ record, first, end }) => ({ world: this.base + record, first, end }));
    return [this.memory.records(records.days, rows), rows.length];
  }

  /**
   * @param {number} first
   * @param {number} count
   * @param {{rows: Record<string, Uint8Array>, offsets: Record<string, Int32Array>}[]} parts
   * @returns {Runs}
   */
  joined(first, count, parts) {
    /** @type {Record<string, Uint8Array>} */
    const bytes = {};
    /** @type {Record<string, Int32Array>} */
    const offsets = {};
    for (const name of [...LISTS, "mediated", "series"]) bytes[name] = joinedBytes(parts.map((part) => part.rows[name]));
    for (const name of LISTS) offsets[name] = joinedOffsets(parts.map((part) => part.offsets[name]));
    const { locations } = this;
    /** @type {(name: string, more?: object) => import("./rows.js").Columns} */
    const columns = (name, more = {}) =>
      columnsOf(bytes[name], this.header.rows[name], { run: () => runOf(first, offsets[name]), ...more });
    return {
      first,
      count,
      acts: columns("acts", {
        act: () => numberOf(offsets.acts),
        territory: (/** @type {any} */ acts) => this.located(acts, "territory", locations),
        host: (/** @type {any} */ acts) => this.located(acts, "host", locations),
      }),
      answers: columns("answers"),
      wars: columns("wars"),
      pauses: columns("pauses"),
      offsets,
      mediated: bytes.mediated,
      series: new Float32Array(bytes.series.buffer),
      bytes,
    };
  }

  /**
   * A field of the location of each act; each world numbers its own.
   * @param {Record<string, any>} acts
   * @param {"territory"|"host"} field
   * @param {import("./image.js").Header["locations"]} locations
   */
  located(acts, field, locations) {
    const { worlds } = this.header;
    const found = new Int32Array(acts.day.length).fill(-1);
    for (let k = 0; k < found.length; k++) {
      let world = worlds.length - 1;
      while (worlds[world].first > acts.day[k]) world--;
      if (acts.location[k] >= 0) found[k] = locations[world][field][acts.location[k]];
    }
    return found;
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
    const { acts } = this.run(seed, run, 1);
    if (!(act >= 0 && act < acts.act.length)) throw new EngineError(`run ${run} has no act ${act}`);
    const { memory, header } = this;
    const terms = [memory.take(8 * header.explained.length), header.explained.length];
    const asked = { days: this.periods(), terms, seed: BigInt(seed), run, identity: acts.identity[act], day: acts.day[act] };
    const question = memory.records(header.records.question, [/** @type {any} */ (asked)]);
    const found = Number(this.module.explain(BigInt(this.lists.state), BigInt(question)));
    const numbers = Array.from(new Float64Array(memory.buffer, terms[0], terms[1]));
    memory.end = this.lists.end;
    return found ? reasonsOf(header, numbers) : null;
  }
}

/**
 * The terms that are there, strongest first.
 * @param {import("./image.js").Header} header
 * @param {number[]} numbers
 * @returns {Reasons}
 */
function reasonsOf({ explained, waiting }, numbers) {
  const [chance, draw] = numbers.slice(-2);
  const all = explained.slice(0, -2).map((name, k) => ({ name, value: numbers[k] }));
  const there = all.filter(({ value }) => Math.abs(value) > NEGLIGIBLE);
  there.sort((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const bears = (/** @type {{name: string}} */ term) => waiting.includes(term.name);
  return { terms: there.filter((term) => !bears(term)), waiting: there.filter(bears), chance, draw };
}

/**
 * @param {BufferSource} source
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(source) {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

/**
 * The exponential as the rules work it out; a number crosses into the module by its bits.
 * @param {any} module
 * @param {number} x
 */
function exponential(module, x) {
  const bits = new BigInt64Array(new Float64Array([x]).buffer);
  bits[0] = module.exp_of_bits(bits[0]);
  return new Float64Array(bits.buffer)[0];
}
