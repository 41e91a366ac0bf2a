/** A world of a page: runs of the engine under some settings, and everything that has been counted of them so far. */
import { joined, partsOf } from "./answers.js";
import { logOf } from "./rows.js";
import { fingerprints, Tally } from "./tally.js";
import { words } from "./words.js";

/** Runs from 0 on under one seed and some settings; nothing is run twice. */
export class World {
  /** @param {any} engine @param {number} seed @param {Record<string, number | null>} values settings that
   * are not as given, and events that are taken out (null) */
  constructor(engine, seed, values) {
    this.engine = engine;
    this.seed = seed;
    this.values = values;
    this.runs = 0;
    /** @type {import("./statistics.js").Parts[] | null} */
    this.parts = null;
    /** @type {string[]} */
    this.marks = [];
    this.tally = new Tally();
  }

  /** Make as many more runs, and count all that a page shows of them. @param {number} count */
  more(count) {
    const log = this.next(count, this.runs < words.about.at_once);
    this.marks.push(...fingerprints(log));
    this.tally.add(log);
  }

  /** Make as many more runs, and count the answers. @param {number} count @param {boolean} [series] with daily measures,
   * which a question may ask of all runs @returns {import("./rows.js").Log} */
  next(count, series = false) {
    this.engine.set(this.values);
    const daily = series || words.questions.some((/** @type {any} */ asked) => asked.kind === "state");
    const log = logOf(this.engine.run(this.seed, this.runs, count, { series: daily }), words.about.days);
    const parts = partsOf(log, this.questions());
    this.parts = this.parts ? joined(this.parts, parts) : parts;
    this.runs += count;
    return log;
  }

  /** What is asked here: a question that follows an event has nothing to follow where that is taken out. */
  questions() {
    const all = [...words.questions];
    for (const [path, value] of Object.entries(this.values))
      if (value === null) for (const [number, question] of Object.entries(this.engine.events.questions[path])) all[Number(number)] = question;
    return all;
  }

  /** One run by itself. @param {number} run */
  one(run) {
    this.engine.set(this.values);
    return this.engine.run(this.seed, run, 1);
  }

  /** Why an act was chosen; null where nobody chose it. @param {number} run @param {number} act */
  why(run, act) {
    this.engine.set(this.values);
    return this.engine.terms(this.seed, run, act);
  }
}

/** In how many of the first runs two worlds differ. @param {World} one @param {World} other @param {number} runs */
export function differingRuns(one, other, runs) {
  let found = 0;
  for (let run = 0; run < runs; run++) if (one.marks[run] !== other.marks[run]) found++;
  return found;
}

/** The first run in which two worlds differ, 0 where none does. @param {World} one @param {World} other */
export function firstDiffering(one, other) {
  const runs = Math.min(one.runs, other.runs);
  for (let run = 0; run < runs; run++) if (one.marks[run] !== other.marks[run]) return run;
  return 0;
}
