/** What runs came to: the outcomes of `model/measured.py` that a page shows, by the same definitions. */
import { chainLengths } from "./rows.js";
import { words } from "./words.js";

/** @typedef {import("./rows.js").Log} Log */

const COLUMNS = [
  "acts", "kinetic_acts", "chains", "longest_chain", "peak_rung", "killed", "killed_civilians", "wounded", "war", "new_dyads",
  "days_to_quiet", "ended_by", "spiral", "answerable", "replies",
];

const COUNTED = ["killed", "killed_civilians", "wounded"];

/** A column of each outcome, a number a run. @param {Log} log @param {boolean} [scripted] count acts and people of
 * scripted acts too; else they are left out, for what a script says is no effect of anything
 * @returns {Record<string, Float64Array>} */
export function outcomes(log, scripted = false) {
  const found = Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(log.count)]));
  const pairs = new Int32Array(words.names.actors.length ** 2).fill(-1);
  for (let run = 0; run < log.count; run++) {
    const active = new Uint8Array(log.days);
    countActs(log, run, found, active);
    followChains(log, run, found);
    meet(log, run, found, pairs);
    fight(log, run, found, active);
    end(log, run, found, active);
    if (!scripted) leaveOutScripted(log, run, found);
  }
  return found;
}

/** Acts, people, replies; and the days on which something happened outside campaigns. @param {Log} log
 * @param {number} run @param {Record<string, Float64Array>} found @param {Uint8Array} active */
function countActs(log, run, found, active) {
  const [rung, origin, day, cause, kinetic] = ["rung", "origin", "day", "cause", "kinetic"].map(log.at), start = log.offsets[run];
  const people = COUNTED.map((name) => ({ column: log.at(name), total: found[name] }));
  const { campaign } = words.origins;
  found.acts[run] = log.offsets[run + 1] - start;
  for (let row = start; row < log.offsets[run + 1]; row++) {
    for (const { column, total } of people) total[run] += column[row];
    if (!kinetic[row]) continue;
    found.kinetic_acts[run]++;
    found.peak_rung[run] = Math.max(found.peak_rung[run], rung[row]);
    if (origin[row] !== campaign) {
      found.answerable[run]++;
      if (day[row] < log.days) active[day[row]] = 1;
    }
    const to = cause[row] >= 0 ? start + cause[row] : -1;
    if (to >= 0 && kinetic[to] && origin[to] !== campaign) found.replies[run]++;
  }
}

/** Chains, the longest, and spirals. @param {Log} log @param {number} run @param {Record<string, Float64Array>} found */
function followChains(log, run, found) {
  const start = log.offsets[run], size = log.offsets[run + 1] - start;
  const [rung, cause, kinetic] = ["rung", "cause", "kinetic"].map(log.at);
  const climb = new Int32Array(size);
  let steepest = 0;
  for (let k = 0; k < size; k++) {
    const to = cause[start + k];
    if (!kinetic[start + k]) continue;
    const rising = to >= 0 && climb[to] > 0 && rung[start + k] >= rung[start + to];
    climb[k] = rising ? climb[to] + 1 : 1;
    steepest = Math.max(steepest, climb[k]);
  }
  for (const many of chainLengths(log, run)) {
    if (!many) continue;
    found.chains[run]++;
    found.longest_chain[run] = Math.max(found.longest_chain[run], many);
  }
  found.spiral[run] = Number(found.longest_chain[run] >= words.ladder.spiral_length || steepest >= words.ladder.spiral_generations);
}

/** Pairs that first meet in an overt act of the simulation. @param {Log} log @param {number} run
 * @param {Record<string, Float64Array>} found @param {Int32Array} pairs the run in which each pair was last seen */
function meet(log, run, found, pairs) {
  const [rung, actor, target, host, observed, kinetic] = ["rung", "actor", "target", "host", "observed", "kinetic"].map(log.at);
  const actors = words.names.actors.length, overt = words.ladder.first_overt;
  for (let row = log.offsets[run]; row < log.offsets[run + 1]; row++) {
    if (rung[row] < overt || !kinetic[row]) continue;
    for (const other of [target[row], host[row]]) {
      if (other < 0 || other === actor[row]) continue;
      const pair = Math.min(actor[row], other) * actors + Math.max(actor[row], other);
      if (pairs[pair] === run) continue;
      pairs[pair] = run;
      if (!observed[row]) found.new_dyads[run]++;
    }
  }
}

/** The dead and the days of wars. @param {Log} log @param {number} run @param {Record<string, Float64Array>} found
 * @param {Uint8Array} active */
function fight(log, run, found, active) {
  const { wars, offsets } = log.runs;
  for (let k = offsets.wars[run]; k < offsets.wars[run + 1]; k++) {
    const [act, first, last] = [wars.act, wars.first_day, wars.last_day].map((column) => Number(column[k]));
    const dead = Number(wars.killed_a[k]) + Number(wars.killed_b[k]);
    const opening = act >= 0 ? log.at("killed")[log.offsets[run] + act] : 0;
    found.killed[run] += dead;
    if (last - first + 1 >= words.ladder.war_days || dead + opening >= words.ladder.war_dead) found.war[run] = 1;
    for (let day = Math.max(first, 0); day <= Math.min(last, log.days - 1); day++) active[day] = 1;
  }
}

/** When it fell quiet first, and how it ended. @param {Log} log @param {number} run
 * @param {Record<string, Float64Array>} found @param {Uint8Array} active */
function end(log, run, found, active) {
  const quietDays = words.ladder.quiet_days;
  let last = -1, since = -1;
  for (let day = 0; day < log.days; day++) {
    if (!active[day]) continue;
    if (last >= 0 && day - last > quietDays && since < 0) since = last;
    last = day;
  }
  const quiet = last + quietDays < log.days;
  found.days_to_quiet[run] = quiet && since < 0 ? Math.max(last, 0) : since;
  const ending = found.war[run] ? "war" : !quiet ? "horizon" : log.runs.mediated[run] ? "mediated" : "quiet";
  found.ended_by[run] = words.endings.indexOf(ending);
}

/** Take acts and people of scripted acts off the counts. @param {Log} log
 * @param {number} run @param {Record<string, Float64Array>} found */
function leaveOutScripted(log, run, found) {
  const observed = log.at("observed"), kinetic = log.at("kinetic");
  for (let row = log.offsets[run]; row < log.offsets[run + 1]; row++) {
    if (!observed[row]) continue;
    found.acts[run]--;
    if (kinetic[row]) found.kinetic_acts[run]--;
    for (const name of COUNTED) found[name][run] -= log.at(name)[row];
  }
}
