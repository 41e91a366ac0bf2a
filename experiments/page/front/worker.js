/** The engine's side of a page: takes settings, makes runs in small portions, and sends answers as they come.
 *
 * A new request makes an older one stop at its next portion, so that a slider never waits for what nobody wants.
 */
import { answersOf, firstOf } from "./answers.js";
import { Engine } from "../engine.js";
import { Movers } from "./movers.js";
import { reasonsTold, termInWords } from "./reasons.js";
import { actsOf, logOf } from "./rows.js";
import { firstDifference, storyOf } from "./story.js";
import { useWords, words } from "./words.js";
import { differingRuns, firstDiffering, World } from "./world.js";

/** Runs that are made before anybody else is heard, and runs after which answers are sent. */
const PORTION = 100, TOLD = 300;
/** Runs of the ranking that are made before anybody else is heard: nobody waits for it. */
const IDLE_PORTION = 25;

/** Serves one page. */
export class Service {
  /** @param {(message: any) => void} send */
  constructor(send) {
    this.send = send;
    this.asked = 0;
    /** @type {any} */
    this.engine = null;
    /** @type {World | null} */
    this.given = null;
    /** @type {World | null} */
    this.now = null;
    /** @type {Movers | null} */
    this.movers = null;
  }

  /** @param {any} message */
  async take(message) {
    try {
      if (message.kind === "load") await this.load(message);
      else if (message.kind === "set") await this.set(message);
      else if (message.kind === "rank") await this.rank();
      else if (message.kind === "run") this.tell(message);
      else if (message.kind === "why") this.why(message);
    } catch (fault) {
      this.send({ kind: "fault", id: message.id, message: fault instanceof Error ? fault.message : String(fault) });
    }
  }

  /** @param {{words: any, module: Uint8Array<ArrayBuffer>, image: Uint8Array}} message */
  async load(message) {
    useWords(message.words);
    this.engine = await Engine.load(message.module, message.image);
    this.send({ kind: "ready", settings: [...this.engine.settings.values()], fixed: this.engine.fixed, kept: this.engine.events.kept });
  }

  /** Answer for some settings, then refine. @param {{id: number, seed: number, values: import("./state.js").Values, upTo: number}} message */
  async set(message) {
    const id = ++this.asked, began = performance.now();
    if (!this.given || this.given.seed !== message.seed) this.given = new World(this.engine, message.seed, {});
    const given = this.given, now = this.worldOf(message);
    this.now = now;
    let told = 0;
    while (told < message.upTo) {
      const target = Math.min(message.upTo, told < PORTION ? PORTION : told < TOLD ? TOLD : told + TOLD);
      for (const world of new Set([given, now])) if (!(await this.reach(world, target, id))) return;
      told = target;
      this.send(this.answer(message.id, given, now, told, told >= message.upTo, performance.now() - began));
    }
  }

  /** Go on ranking what moves the answers, until that is done or something is asked. */
  async rank() {
    const id = this.asked, { given } = this;
    if (!given || given.runs < words.about.at_once) return;
    if (this.movers?.given !== given) this.movers = new Movers(this.engine, given);
    const { movers } = this;
    for (;;) {
      const { found, done, ends } = movers;
      this.send({ kind: "movers", seed: given.seed, runs: words.about.at_once, found: done ? found : found.map(() => null), all: ends.length, done });
      if (done) return;
      for (const before = found.length; found.length === before;) {
        movers.step(IDLE_PORTION);
        await breath();
        if (id !== this.asked) return;
      }
    }
  }

  /** The world with some settings: that as given where there are none, and the last one where only more runs are asked for.
   * @param {{seed: number, values: import("./state.js").Values}} message @returns {World} */
  worldOf({ seed, values }) {
    if (!Object.keys(values).length) return /** @type {World} */ (this.given);
    const again = this.now?.seed === seed && JSON.stringify(this.now.values) === JSON.stringify(values);
    return again ? /** @type {World} */ (this.now) : new World(this.engine, seed, values);
  }

  /** Make the runs of a world up to so many; false if something else was asked for meanwhile.
   * @param {World} world @param {number} target @param {number} id */
  async reach(world, target, id) {
    while (world.runs < target) {
      world.more(Math.min(PORTION, target - world.runs));
      await breath();
      if (id !== this.asked) return false;
    }
    return true;
  }

  /** @param {number} id @param {World} given @param {World} now @param {number} runs @param {boolean} done @param {number} ms */
  answer(id, given, now, runs, done, ms) {
    const parts = [given, now].map((world) => firstOf(world.parts ?? [], runs));
    return {
      kind: "answers", id, runs, done, ms, answers: answersOf(parts[0], parts[1]),
      differ: differingRuns(given, now, runs), example: firstDiffering(given, now),
      tallies: [given.tally, now.tally].map((tally) => ({ ...tally })),
    };
  }

  /** Both stories of a run. @param {{id: number, run: number}} message */
  tell(message) {
    if (!this.given || !this.now) return;
    const runs = [this.given, this.now].map((world) => world.one(message.run));
    const acts = runs.map((one) => actsOf(logOf(one, words.about.days), 0));
    const first = firstDifference(acts[0], acts[1]);
    this.send({ kind: "run", id: message.id, run: message.run, acts, first, stories: runs.map((one) => storyOf(one, words.about.days, first)) });
  }

  /** The terms of a choice, in words. @param {{id: number, run: number, act: number, world: number}} message */
  why(message) {
    const world = [this.given, this.now][message.world];
    if (!world) return;
    const found = world.why(message.run, message.act);
    const act = actsOf(logOf(world.one(message.run), words.about.days), 0)[message.act];
    const told = found && {
      sentence: reasonsTold(found, act), chance: found.chance, draw: found.draw,
      terms: [...found.waiting, ...found.terms].map((/** @type {any} */ term) => ({ words: termInWords(term, act), value: term.value })),
    };
    this.send({ kind: "why", id: message.id, run: message.run, act: message.act, world: message.world, told });
  }
}

/** Let messages that wait be taken. @returns {Promise<void>} */
function breath() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Serve the page that started this worker. @param {any} scope */
export function serve(scope) {
  const service = new Service((message) => scope.postMessage(message));
  scope.onmessage = (/** @type {{data: any}} */ event) => service.take(event.data);
}
