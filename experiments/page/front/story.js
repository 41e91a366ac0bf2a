/** One run as a story: which acts are told, what is summed up between them, how it ended; as `stories/story.py`. */
import { count } from "./numbers.js";
import { outcomes } from "./outcomes.js";
import { actsOf, alsoOf, logOf, rowsOf } from "./rows.js";
import { goesOnTold, knownCivilians, Narrator, stillTold, stopsTold, warsTold } from "./sentences.js";
import { fill, words } from "./words.js";

/** @typedef {import("./sentences.js").Act} Act */
/** A paragraph: the act it tells (null for a summary or the ending), its sentences, and whether it is scripted.
 * @typedef {{act: Act | null, sentences: string[], observed: boolean}} Passage */

/** The story of the only run of some runs. @param {import("../engine.js").Runs} runs @param {number} days
 * @param {number} [besides] an act that is told whatever it is, -1 none @returns {Passage[]} */
export function storyOf(runs, days, besides = -1) {
  const log = logOf(runs, days), acts = actsOf(log, 0), also = alsoOf(log, 0);
  const pauses = pausesOf(log), waiting = noticesOf(acts, pauses);
  const narrator = new Narrator(acts, also), told = worthTelling(acts, also).add(besides);
  for (const pause of pauses) told.add(pause.act).add(pause.broken_by);
  /** @type {Passage[]} */
  const passages = [];
  /** @type {Act[]} */
  let quiet = [];
  const flush = () => {
    if (quiet.length) passages.push({ act: null, sentences: [narrator.routine(quiet)], observed: Boolean(quiet[0].observed) });
    quiet = [];
  };
  /** @param {Act | null} act */
  const notice = (act) => {
    while (waiting.length && (!act || isBefore(waiting[0], act))) {
      flush();
      const one = /** @type {Notice} */ (waiting.shift());
      passages.push({ act: null, sentences: [one.sentence], observed: Boolean(one.observed) });
    }
  };
  for (const act of acts) {
    notice(act);
    const routine = !told.has(act.act);
    if (quiet.length && (!routine || quiet[0].observed !== act.observed)) flush();
    if (routine) quiet.push(act);
    else passages.push({ act, sentences: narrator.act(act), observed: Boolean(act.observed) });
  }
  flush();
  notice(null);
  passages.push({ act: null, sentences: ending(log), observed: false });
  return passages;
}

/** The pauses of standing campaigns but those that are over on the day they begin: nothing paused. @param {import("./rows.js").Log} log */
function pausesOf(log) {
  return rowsOf(log, "pauses", 0).filter((pause) => pause.last_day !== pause.first_day);
}

/** What is said between acts: of which day, after which act (-1: in the morning, Infinity: in the evening).
 * @typedef {{day: number, after: number, sentence: string, observed?: boolean}} Notice */

/** That standing campaigns stop, go on, or keep a truce, in order. @param {Act[]} acts @param {Record<string, number>[]} pauses
 * @returns {Notice[]} */
function noticesOf(acts, pauses) {
  /** @type {Notice[]} */
  const found = words.truces.map((/** @type {Notice} */ one) => ({ ...one, observed: true }));
  const placed = (/** @type {number} */ act) => (act >= 0 ? act : Infinity);
  for (const pause of pauses) {
    found.push({ day: pause.first_day, after: placed(pause.act), sentence: stopsTold(acts, pause) });
    if (pause.last_day >= 0) found.push({ day: pause.last_day, after: placed(pause.broken_by), sentence: goesOnTold(pause) });
  }
  return found.sort((a, b) => a.day - b.day || (a.after === b.after ? 0 : a.after - b.after));
}

/** @param {Notice} one @param {Act} act */
function isBefore(one, act) {
  return one.day < act.day || (one.day === act.day && one.after < act.act);
}

/** All acts but what is routine in a campaign, and words about that.
 * @param {Act[]} acts @param {Map<number, number[]>} also */
export function worthTelling(acts, also) {
  const answered = new Set(acts.filter((act) => act.kinetic).flatMap((act) => [act.cause, ...(also.get(act.act) ?? [])]));
  const told = new Set(), deadliest = new Map();
  for (const act of acts) {
    const number = act.act;
    const campaign = isRoutine(act, deadliest) && !answered.has(number);
    const idle = !act.kinetic && act.cause >= 0 && !told.has(act.cause) && !answered.has(number);
    if (!campaign && !idle) told.add(number);
  }
  return told;
}

/** Whether an act of a campaign is like others before it: not overt, and not the deadliest yet that killed.
 * @param {Act} act @param {Map<string, number>} deadliest the most that one has killed so far, by who struck whom; kept up here */
function isRoutine(act, deadliest) {
  if (act.origin !== words.origins.campaign || act.rung >= words.ladder.first_overt) return false;
  const pair = `${act.actor} ${act.target}`, before = deadliest.get(pair) ?? 0;
  deadliest.set(pair, Math.max(before, act.killed));
  return act.killed === 0 || act.killed < before;
}

/** Wars, campaigns that are still at rest, and what the run came to. @param {import("./rows.js").Log} log */
function ending(log) {
  const found = outcomes(log, true), value = (/** @type {string} */ name) => found[name][0];
  const known = knownCivilians(value("killed"), value("killed_civilians"));
  const people = { killed: count(value("killed")), wounded: count(value("wounded")), known };
  const counts = Object.fromEntries(["kinetic_acts", "chains", "longest_chain", "peak_rung"].map((name) => [name, value(name)]));
  const resting = pausesOf(log).filter((pause) => pause.last_day < 0).map(stillTold);
  return [...warsTold(rowsOf(log, "wars", 0)), ...resting, fill(words.act.in_all, { ...people, ...counts }), words.endings_said[words.endings[value("ended_by")]]];
}

/** The place of the first act that differs between two runs, by all that is seen of an act; -1 where none does.
 * @param {Act[]} given @param {Act[]} now */
export function firstDifference(given, now) {
  const names = Object.keys(now[0] ?? given[0] ?? {}).filter((name) => name !== "run");
  for (let k = 0; k < Math.max(given.length, now.length); k++)
    if (!given[k] || !now[k] || names.some((name) => given[k][name] !== now[k][name])) return k;
  return -1;
}
