/** The questions and headline outcomes of two worlds on shared draws: as given, now, and the difference in words. */
import { byUnit, changeInUnit, decimal, span } from "./numbers.js";
import { outcomes } from "./outcomes.js";
import { evaluate } from "./questions.js";
import { differing, estimate, ratioDifference, side } from "./statistics.js";
import { capital, fill, words } from "./words.js";

/** @typedef {import("./statistics.js").Parts} Parts */
/** @typedef {import("./statistics.js").Interval} Interval */

/** A day is shown by itself where it came in at least this share of the runs of both worlds. */
const MANY = 0.5;

const COMPARE = {
  ">=": (/** @type {number} */ a, /** @type {number} */ b) => a >= b,
  "<=": (/** @type {number} */ a, /** @type {number} */ b) => a <= b,
  "==": (/** @type {number} */ a, /** @type {number} */ b) => a === b,
  "!=": (/** @type {number} */ a, /** @type {number} */ b) => a !== b,
  ">": (/** @type {number} */ a, /** @type {number} */ b) => a > b,
  "<": (/** @type {number} */ a, /** @type {number} */ b) => a < b,
};

/** Numerators and denominators of every measure of a page, a number a run. @param {import("./rows.js").Log} log
 * @param {any[]} [questions] those of the page, if not as given @returns {Parts[]} */
export function partsOf(log, questions = words.questions) {
  const found = evaluate(log, questions), columns = outcomes(log);
  return words.measures_shown.map((/** @type {any} */ measure) =>
    measure.kind === "question" ? ofQuestion(measure, found[measure.place]) : ofOutcome(measure, columns),
  );
}

/** @param {any} measure @param {import("./questions.js").Found} found @returns {Parts} */
function ofQuestion(measure, found) {
  if (found.of) return { top: Float64Array.from(found.count), bottom: Float64Array.from(found.of) };
  const bottom = found.value.map((value) => Number(!Number.isNaN(value)));
  const top = found.value.map((value) => (Number.isNaN(value) ? 0 : measure.unit === "share" ? Number(value > 0) : value));
  return { top, bottom };
}

/** @param {any} measure @param {Record<string, Float64Array>} columns @returns {Parts} */
function ofOutcome(measure, columns) {
  const runs = columns.acts.length, all = new Float64Array(runs).fill(1);
  if (measure.conditions.length) {
    const holds = (/** @type {number} */ run) =>
      measure.conditions.every((/** @type {any} */ one) => COMPARE[/** @type {">="} */ (one.sign)](columns[one.column][run], one.number));
    return { top: Float64Array.from({ length: runs }, (_, run) => Number(holds(run))), bottom: all };
  }
  const top = columns[measure.column];
  if (measure.unit === "ratio") return { top, bottom: columns[measure.below] };
  if (measure.unit !== "days") return { top, bottom: all };
  return { top: top.map((day) => Math.max(day, 0)), bottom: top.map((day) => Number(day >= 0)) };
}

/** Parts of consecutive runs put together. @param {Parts[]} one @param {Parts[]} next @returns {Parts[]} */
export function joined(one, next) {
  const both = (/** @type {Float64Array} */ a, /** @type {Float64Array} */ b) => {
    const whole = new Float64Array(a.length + b.length);
    whole.set(a);
    whole.set(b, a.length);
    return whole;
  };
  return one.map((part, k) => ({ top: both(part.top, next[k].top), bottom: both(part.bottom, next[k].bottom) }));
}

/** The first runs of some parts. @param {Parts[]} parts @param {number} runs @returns {Parts[]} */
export function firstOf(parts, runs) {
  return parts.map(({ top, bottom }) => ({ top: top.subarray(0, runs), bottom: bottom.subarray(0, runs) }));
}

/** A measure of two worlds. @typedef {{name: string, label: string, unit: string, kind: string, given: Interval, now: Interval,
 *   by: Interval, differing: number, side: string, worse: "more" | "less" | "", runs: number, instead?: Answer}} Answer the answer
 *   to show instead, where this one stands on few runs */

/** Every measure as given and now, over the same runs. @param {Parts[]} given @param {Parts[]} now @returns {Answer[]} */
export function answersOf(given, now) {
  return words.measures_shown.map((/** @type {any} */ measure, /** @type {number} */ k) => {
    const [one, two] = [given[k], now[k]], found = answerOf(measure, one, two), share = words.answers.instead[measure.name];
    const few = Math.min(...[one, two].map(({ bottom }) => sum(bottom) / bottom.length)) < MANY;
    if (!share || !few) return found;
    return { ...found, instead: answerOf({ ...measure, label: share, unit: "share", direction: "none" }, came(one), came(two)) };
  });
}

/** @param {any} measure @param {Parts} one as given @param {Parts} two now @returns {Answer} */
function answerOf(measure, one, two) {
  const by = ratioDifference(two, one), differ = differing(one, two), where = side(by, differ);
  return {
    name: measure.name, label: labelOf(measure, one, two), unit: measure.unit, kind: measure.kind,
    given: estimate(measure.unit, one), now: estimate(measure.unit, two), by, differing: differ, side: where,
    worse: worse(measure.direction, where), runs: one.top.length,
  };
}

/** In which runs a day came at all, as a share of all runs. @param {Parts} parts @returns {Parts} */
function came(parts) {
  return { top: parts.bottom, bottom: new Float64Array(parts.bottom.length).fill(1) };
}

/** @param {Float64Array} column */
function sum(column) {
  return column.reduce((a, b) => a + b, 0);
}

/** Whether a difference is more escalation or less; nothing of what is neither, or cannot be told.
 * @param {string} direction @param {string} where @returns {"more" | "less" | ""} */
function worse(direction, where) {
  if (direction === "none" || (where !== "above" && where !== "below")) return "";
  return (direction === "up") === (where === "above") ? "more" : "less";
}

/** A label with the share of runs it is taken over, where not all are. @param {any} measure @param {Parts} one @param {Parts} two */
function labelOf(measure, one, two) {
  if (measure.unit === "ratio" || !one.top.length) return measure.label;
  const shares = [one, two].map(({ bottom }) => sum(bottom) / bottom.length);
  if (Math.min(...shares) >= 1) return measure.label;
  const ends = [...new Set(shares.map((share) => decimal(100 * share, 1)))];
  const template = measure.unit === "days" ? words.answers.over_days : words.answers.over_asked;
  return fill(template, { label: measure.label, ends: ends.length > 1 ? fill(words.numbers.span, { low: ends[0], high: ends[1] }) : ends[0] });
}

/** The unit that an answer is written in. @param {Answer} answer */
export function unitOf(answer) {
  return answer.unit === "ratio" && answer.kind === "question" ? "share" : answer.unit;
}

/** An answer where nothing is compared. @param {Answer} answer */
export function asItIs(answer) {
  const told = inWords(answer);
  return capital(`${answer.label}: ${told.given} (${told.givenBounds}).`);
}

/** An answer in words: both values with intervals, and the difference. @param {Answer} answer */
export function inWords(answer) {
  const unit = unitOf(answer);
  const text = (/** @type {number} */ value) => byUnit(value, unit, words.about.start);
  const bounds = (/** @type {Interval} */ found) =>
    Number.isNaN(found.estimate) ? words.numbers.unknown : span(found.low, found.high, text);
  const { by } = answer, same = by.estimate === 0 && by.low === 0 && by.high === 0;
  const low = changeInUnit(by.low, unit).split(/\s/)[0], high = changeInUnit(by.high, unit);
  return {
    given: text(answer.given.estimate), givenBounds: bounds(answer.given),
    now: text(answer.now.estimate), nowBounds: bounds(answer.now),
    difference: same ? words.answers.no_difference : changeInUnit(by.estimate, unit),
    bounds: same ? words.answers.same : Number.isNaN(by.low) ? words.numbers.unknown : fill(words.numbers.span, { low, high }),
  };
}

/** What the change does to one answer, in a sentence. @param {Answer} answer */
export function sentenceOf(answer) {
  const told = inWords(answer);
  const numbers = fill(words.answers.difference, { difference: told.difference, bounds: told.bounds.replace(/ points$/, "") });
  const of = { share: words.answers.of_runs, ratio: answer.kind === "question" ? words.answers.of_acts : "" }[answer.unit] ?? "";
  const template = of ? words.answers.change_of[answer.side] : words.answers.change[answer.side];
  return capital(fill(template, { ask: answer.label, before: told.given, after: told.now, of, difference: numbers }));
}

/** How far a difference lies from zero, in widths of its interval. @param {Answer} answer */
export function clearness(answer) {
  return Math.abs(answer.by.estimate) / Math.max(answer.by.high - answer.by.low, 1e-9);
}
