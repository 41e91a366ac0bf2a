/** Intervals, by the formulas of `experiments/measures/statistics.py` and `outcomes.py`: no draws, the same digits. */
import { words } from "./words.js";

/** @typedef {{estimate: number, low: number, high: number}} Interval */

/** @type {Interval} */
export const NOTHING = { estimate: NaN, low: NaN, high: NaN };

/** @param {number} value @param {number} low @param {number} high */
function clip(value, low, high) {
  return Math.min(high, Math.max(low, value));
}

/** Wilson's interval for a share. @param {number} hits @param {number} trials @returns {Interval} */
export function wilson(hits, trials) {
  if (!trials) return NOTHING;
  const z = words.statistics.z;
  const share = hits / trials;
  const scale = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / scale;
  const spread = Math.max(0, share * (1 - share)) / trials + (z * z) / (4 * trials * trials);
  const half = (z / scale) * Math.sqrt(spread);
  const low = share > 0 ? clip(centre - half, 0, 1) : 0;
  const high = share < 1 ? clip(centre + half, 0, 1) : 1;
  return { estimate: share, low, high };
}

/** Numerators and denominators over runs. @typedef {{top: Float64Array, bottom: Float64Array}} Parts */

/** An outcome from its parts: Wilson for shares, the linearised ratio for the rest.
 * @param {string} unit @param {Parts} parts @returns {Interval} */
export function estimate(unit, parts) {
  const { top, bottom } = parts;
  let a = 0, b = 0, aa = 0, ab = 0, bb = 0;
  for (let k = 0; k < top.length; k++) {
    a += top[k];
    b += bottom[k];
    aa += top[k] * top[k];
    ab += top[k] * bottom[k];
    bb += bottom[k] * bottom[k];
  }
  if (unit === "share") return wilson(Math.round(a), Math.round(b));
  if (b === 0) return NOTHING;
  const runs = top.length, ratio = a / b;
  const variance = Math.max(0, aa - 2 * ratio * ab + ratio * ratio * bb) / runs;
  const half = (words.statistics.z * Math.sqrt(variance / runs)) / (b / runs);
  return { estimate: ratio, low: ratio - half, high: ratio + half };
}

/** A ratio of sums less another over the same runs, paired (linearised). @param {Parts} one @param {Parts} other
 * @returns {Interval} */
export function ratioDifference(one, other) {
  const runs = one.top.length;
  const sums = [one.top, one.bottom, other.top, other.bottom].map((column) => column.reduce((a, b) => a + b, 0));
  if (!sums[1] || !sums[3]) return NOTHING;
  const first = sums[0] / sums[1], second = sums[2] / sums[3];
  const residuals = new Float64Array(runs);
  let mean = 0;
  for (let k = 0; k < runs; k++) {
    const mine = (one.top[k] - first * one.bottom[k]) / (sums[1] / runs);
    residuals[k] = mine - (other.top[k] - second * other.bottom[k]) / (sums[3] / runs);
    mean += residuals[k] / runs;
  }
  let variance = 0;
  for (const residual of residuals) variance += (residual - mean) ** 2 / runs;
  const half = words.statistics.z * Math.sqrt(variance / runs), found = first - second;
  return { estimate: found, low: found - half, high: found + half };
}

/** In how many runs two outcomes are not the same. @param {Parts} one @param {Parts} other */
export function differing(one, other) {
  let found = 0;
  for (let k = 0; k < one.top.length; k++)
    if (one.top[k] !== other.top[k] || one.bottom[k] !== other.bottom[k]) found++;
  return found;
}

/** The side on which a difference lies, as `experiments/measures/claims.py` tells it.
 * @param {Interval} found @param {number} cases @returns {"above" | "below" | "open" | "few" | "same" | "nothing"} */
export function side(found, cases) {
  if ([found.estimate, found.low, found.high].some(Number.isNaN)) return "nothing";
  if (cases < words.statistics.fewest) return cases === 0 ? "same" : "few";
  if (Math.min(found.estimate, found.low, found.high) > 0) return "above";
  return Math.max(found.estimate, found.low, found.high) < 0 ? "below" : "open";
}
