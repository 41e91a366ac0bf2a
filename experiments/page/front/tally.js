/** What pictures are drawn from: sums over the logs of a world, added up chunk by chunk. */
import { chainLengths } from "./rows.js";
import { words } from "./words.js";

/** @typedef {import("./rows.js").Log} Log */

/** Acts of force by actor and by who or whose soil is hit, at which place, and how long chains are. */
export class Tally {
  constructor() {
    this.runs = 0;
    const { actors, territories, sites } = words.names;
    /** Acts outside campaigns by actor and target, and by actor and soil. */
    this.target = actors.map(() => new Float64Array(actors.length));
    this.soil = actors.map(() => new Float64Array(territories.length));
    /** Acts outside campaigns by actor and site, and their rungs added up; acts of campaigns by site. */
    this.sites = actors.map(() => new Float64Array(sites.length));
    this.rungs = actors.map(() => new Float64Array(sites.length));
    this.standing = new Float64Array(sites.length);
    /** Chains by how they began (outside, inside a campaign) and by their acts of force. @type {number[][]} */
    this.chains = [[], []];
    /** Sums of daily pressure, [actor][day], over so many runs. */
    this.pressure = actors.map(() => new Float64Array(words.about.days));
    this.recorded = 0;
  }

  /** Add the runs of a log. @param {Log} log */
  add(log) {
    this.runs += log.count;
    const [rung, observed, origin, actor, target, territory, site, kinetic] = ["rung", "observed", "origin", "actor", "target", "territory", "site", "kinetic"].map(log.at);
    for (let row = 0; row < log.run.length; row++) {
      if (!kinetic[row] || observed[row]) continue;
      const by = actor[row];
      if (origin[row] === words.origins.campaign) {
        if (site[row] >= 0) this.standing[site[row]]++;
        continue;
      }
      if (target[row] >= 0) this.target[by][target[row]]++;
      if (territory[row] >= 0) this.soil[by][territory[row]]++;
      if (site[row] >= 0) {
        this.sites[by][site[row]]++;
        this.rungs[by][site[row]] += rung[row];
      }
    }
    this.addChains(log);
    this.addPressure(log);
  }

  /** @param {Log} log */
  addChains(log) {
    const origin = log.at("origin");
    for (let run = 0; run < log.count; run++)
      chainLengths(log, run).forEach((many, k) => {
        if (!many) return;
        const group = this.chains[Number(origin[log.offsets[run] + k] === words.origins.campaign)];
        group[many] = (group[many] ?? 0) + 1;
      });
  }

  /** @param {Log} log */
  addPressure(log) {
    const { series } = log.runs, actors = this.pressure.length, width = actors * words.measures.length;
    if (!series.length) return;
    this.recorded += log.count;
    const place = words.measures.indexOf("pressure");
    for (let run = 0; run < log.count; run++)
      for (let day = 0; day < log.days; day++)
        for (let actor = 0; actor < actors; actor++)
          this.pressure[actor][day] += series[(run * log.days + day) * width + actor * words.measures.length + place];
  }
}

/** The share of chains with at least so many acts of force: points [length, share] of a curve.
 * @param {number[]} lengths chains by their acts of force @param {number[]} steps @returns {[number, number][]} */
export function survival(lengths, steps) {
  const all = lengths.reduce((sum, many) => sum + (many ?? 0), 0);
  if (!all) return [];
  const atLeast = (/** @type {number} */ least) => lengths.reduce((sum, many, length) => sum + (length >= least ? many ?? 0 : 0), 0);
  return steps.filter((step) => step < lengths.length).map((step) => [step, atLeast(step) / all]);
}

/** A fingerprint of each run of a log: two runs with the same acts have the same. @param {Log} log @returns {string[]} */
export function fingerprints(log) {
  const bytes = log.runs.bytes.acts, size = log.run.length ? bytes.length / log.run.length : 0, found = [];
  for (let run = 0; run < log.count; run++) {
    const first = log.offsets[run] * size, end = log.offsets[run + 1] * size;
    // the rows lie at odd places: a copy can be read in words
    const words = new Int32Array(bytes.buffer.slice(bytes.byteOffset + first, bytes.byteOffset + end - ((end - first) % 4)));
    let one = 0x811c9dc5, two = 0x9e3779b9;
    for (const word of words) {
      one = Math.imul(one ^ word, 0x01000193);
      two = Math.imul(two + word, 0x85ebca6b) ^ (two >>> 13);
    }
    found.push(`${one >>> 0}.${two >>> 0}.${end - first}`);
  }
  return found;
}
