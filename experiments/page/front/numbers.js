/** Numbers as readers see them: the forms of `experiments/measures/numbers.py`, rounded as Python rounds. */
import { fill, words } from "./words.js";

const NBSP = "\u00a0";
const DAY = 86_400_000;

/** Fixed decimals, an exact half rounded to the even digit. @param {number} number @param {number} digits */
function rounded(number, digits) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  const text = number.toFixed(digits);
  if (Math.abs(number) >= 1e21) return BigInt(number).toString();
  const exact = number.toFixed(Math.min(100, digits + 40));
  const tail = exact.slice(exact.length - Math.min(100 - digits, 40));
  const last = exact.slice(0, exact.length - tail.length).replace(/\.$/, "");
  const even = /^50*$/.test(tail) && Number(last.slice(-1)) % 2 === 0;
  const found = even ? Number(last).toFixed(digits) : text;
  // Python writes -0.00 for what rounds to nothing from below
  const below = number < 0 || Object.is(number, -0);
  return below && Number(found) === 0 && !found.startsWith("-") ? `-${found}` : found;
}

/** Commas between thousands. @param {string} text */
function grouped(text) {
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  return whole === undefined ? text : sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
}

/** @param {number} number @param {number} [digits] */
export function decimal(number, digits = 2) {
  return grouped(rounded(number, digits));
}

/** A whole number: `12,000`. @param {number} number */
export function count(number) {
  return decimal(number, 0);
}

/** A number with its noun. @param {number} number @param {string} one @param {string} [many] */
export function several(number, one, many = "") {
  return `${count(number)} ${number === 1 ? one : many || `${one}s`}`;
}

/** A difference: what rounds to nothing has no sign. @param {number} number @param {number} [digits] */
export function signed(number, digits = 2) {
  const text = decimal(number, digits);
  if (!/[1-9]/.test(text)) return text.replace(/^-/, "");
  return text.startsWith("-") ? text : `+${text}`;
}

/** A number of any size by the digits that matter. @param {number} number @param {number} [digits] */
export function significant(number, digits = 3) {
  if (!Number.isFinite(number)) return rounded(number, 0);
  if (Math.abs(number) >= 10 ** digits) return count(number);
  return grouped(general(number, digits));
}

/** Python's general format. @param {number} number @param {number} digits */
function general(number, digits) {
  if (number === 0) return Object.is(number, -0) ? "-0" : "0";
  const [mantissa, power] = number.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  const trim = (/** @type {string} */ text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
  if (exponent < -4 || exponent >= digits) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${trim(mantissa)}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  return trim(rounded(number, Math.max(0, digits - 1 - exponent)));
}

/** A number as somebody set it. @param {number} number */
export function setting(number) {
  return general(number, 6);
}

/** A share in prose. @param {number} share */
export function percent(share) {
  const value = 100 * share;
  if (Number.isNaN(value)) return words.numbers.unknown;
  if (value > 0 && value < 0.1) return `<${NBSP}0.1${NBSP}%`;
  if (value > 99.9 && value < 100) return `>${NBSP}99.9${NBSP}%`;
  const fine = (value > 0 && value < 9.95) || (value > 99.05 && value < 100);
  return `${rounded(value, fine ? 1 : 0)}${NBSP}%`;
}

/** A share in a table. @param {number} share @param {number} [digits] */
export function fixedPercent(share, digits = 1) {
  return `${rounded(100 * share, digits)} %`;
}

/** @param {number} low @param {number} high @param {(n: number) => string} [text] */
export function span(low, high, text = decimal) {
  return fill(words.numbers.span, { low: text(low), high: text(high) });
}

/** A value of an outcome by its unit. @param {number} value @param {string} unit */
export function inUnit(value, unit) {
  if (Number.isNaN(value)) return words.numbers.none;
  if (unit === "share") return fixedPercent(value);
  if (unit === "ratio") return decimal(value);
  return Number.isInteger(value) ? count(value) : decimal(value, 1);
}

/** A difference of an outcome by its unit. @param {number} value @param {string} unit */
export function changeInUnit(value, unit) {
  if (Number.isNaN(value)) return words.numbers.unknown;
  if (unit === "share") return fill(words.numbers.points, { number: signed(100 * value, 1) });
  if (unit === "days" || unit === "date") return fill(words.numbers.days, { number: signed(value, 1) });
  if (Math.abs(value) < 1) return value < 0 || Object.is(value, -0) ? general(value, 2) : `+${general(value, 2)}`;
  return signed(value, Math.abs(value) < 1_000 ? 1 : 0);
}

/** A value by its unit, a day as a date. @param {number} value @param {string} unit @param {string} start */
export function byUnit(value, unit, start) {
  if (unit === "days" || unit === "date") return Number.isNaN(value) ? words.numbers.unknown : dateOf(start, round(value));
  return unit === "level" && !Number.isNaN(value) ? decimal(value) : inUnit(value, unit);
}

/** To the nearest whole number, a half to the even one. @param {number} value */
function round(value) {
  return Number(rounded(value, 0));
}

/** A day counted from the start, as a date that is read aloud: `4 Jan 2024`. @param {string} start @param {number} day */
export function dateOf(start, day) {
  const date = new Date(Date.parse(`${start}T00:00:00Z`) + day * DAY);
  return `${date.getUTCDate()} ${words.numbers.months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}
