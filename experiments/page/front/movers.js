/** Which settings move the answers most: each by itself at either end of its range, each event by itself taken out, on the
 * draws of the world as given. Made in small steps while nothing else is asked, and kept.
 */
import { answersOf, firstOf } from "./answers.js";
import { words } from "./words.js";
import { World } from "./world.js";

/** A setting moved to an end (null: an event taken out), and what that does to every answer.
 * @typedef {{path: string, value: number | null, answers: import("./answers.js").Answer[]}} Moved */

/** The ends of every setting, as far as there is something else than as given; and the events that can be taken out.
 * @param {any} engine @returns {{path: string, value: number | null}[]} */
export function endsOf(engine) {
  const ends = [...engine.settings.values()].flatMap(({ path, given, low, high, without }) =>
    [low, high].filter((end) => end !== given && !without.includes(end)).map((value) => ({ path, value })));
  const { paths, kept } = engine.events;
  return [...ends, ...paths.filter((/** @type {string} */ path) => !(path in kept)).map((/** @type {string} */ path) => ({ path, value: null }))];
}

/** The ranking of one seed, as far as it is made. */
export class Movers {
  /** @param {any} engine @param {World} given */
  constructor(engine, given) {
    this.engine = engine;
    this.given = given;
    this.ends = endsOf(engine);
    /** @type {Moved[]} */
    this.found = [];
    /** @type {World | null} */
    this.open = null;
  }

  get done() {
    return this.found.length === this.ends.length;
  }

  /** Make some runs of the next end; its differences once there are as many as of the world as given.
   * @param {number} portion */
  step(portion) {
    const { path, value } = this.ends[this.found.length], runs = words.about.at_once;
    const world = this.open ??= new World(this.engine, this.given.seed, { [path]: value });
    world.next(Math.min(portion, runs - world.runs));
    if (world.runs < runs) return;
    this.open = null;
    this.found.push({ path, value, answers: answersOf(firstOf(this.given.parts ?? [], runs), world.parts ?? []) });
  }
}

/** The ends of a setting and what they do to one answer, in order; `clear`: at some end the interval holds no zero.
 * @typedef {{path: string, ends: {value: number | null, answer: import("./answers.js").Answer}[], clear: boolean, size: number}} Mover */

/** What moves one answer, the strongest first. @param {Moved[]} found @param {string} name @returns {Mover[]} */
export function ranked(found, name) {
  /** @type {Map<string, Mover>} */
  const movers = new Map();
  for (const { path, value, answers } of found) {
    const answer = answers.find((one) => one.name === name);
    if (!answer) continue;
    const mover = movers.get(path) ?? { path, ends: [], clear: false, size: 0 };
    mover.ends.push({ value, answer });
    if (answer.side === "above" || answer.side === "below") {
      mover.clear = true;
      mover.size = Math.max(mover.size, Math.abs(answer.by.estimate));
    }
    movers.set(path, mover);
  }
  return [...movers.values()].sort((one, other) => other.size - one.size);
}
