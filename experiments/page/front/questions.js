/** Questions evaluated on a log, by the rules of `experiments/measures/questions/evaluate.py`.
 *
 * Rows are lists of places in the log, in order. A question that is not asked of a run has the value NaN there.
 */
import { causeOf } from "./rows.js";
import { words } from "./words.js";

/** @typedef {import("./rows.js").Log} Log */
/** @typedef {{rows: number[], value: Float64Array, came: Uint8Array, day: Int32Array, count: Int32Array,
 *   of: Int32Array | null}} Found */
/** @typedef {{rows: number[], delay: number[], others: number[], followed: boolean[], cut: Uint8Array}} Linked */

/** Which words of an act are looked up first; the rest are tested on what is left. */
const FIRST = ["actor", "executor", "target", "weapon", "site", "origin", "declared", "account", "claimed_by", "blamed", "territory"];
const MANY = 3;
const FOLLOWS_LATER = ["answers", "settles", "after"];

/** What each of the questions found. @param {Log} log @param {any[]} questions @returns {Found[]} */
export function evaluate(log, questions) {
  /** @type {Found[]} */
  const found = [];
  for (const asked of questions) found.push(evaluated(log, asked, questions, found));
  return found;
}

/** @param {Log} log @param {any} asked @param {any[]} questions @param {Found[]} before @returns {Found} */
function evaluated(log, asked, questions, before) {
  if (asked.kind === "state") return given(log, state(log, asked), asked, before);
  const parts = asked.parts.map((/** @type {number} */ k) => before[k]);
  const all = asked.parts.every((/** @type {number} */ k) => questions[k].rowed);
  if (asked.kind !== "acts" && (asked.kind === "none" || !all)) return given(log, logical(log, asked, parts), asked, before);
  const linked = link(log, asked, body(log, asked, parts), before);
  return asked.per_act ? perAct(log, asked, linked, before) : given(log, measured(log, asked, linked), asked, before);
}

/** Rows of the acts that fit. @param {Log} log @param {any} asked @returns {any} */
function matching(log, asked) {
  const others = Object.entries(asked.codes).sort((a, b) => FIRST.indexOf(a[0]) - FIRST.indexOf(b[0]));
  /** @type {any} */
  let rows = null;
  // many actors, such as all states, are most rows of a log: a range leaves fewer
  if (others.length && (others[0][1].length <= MANY || !Object.keys(asked.spans).length)) {
    const [name, codes] = others.shift() ?? ["", []];
    rows = wholly(codes.map((/** @type {number} */ code) => log.where(name, code)));
  }
  for (const [name, [low, high]] of Object.entries(asked.spans)) {
    const column = log.at(name);
    rows = rows ? rows.filter((/** @type {number} */ row) => column[row] >= low && column[row] <= high) : between(column, low, high);
  }
  for (const [name, codes] of others) {
    const column = log.at(name), wanted = new Set(codes);
    rows = (rows ?? []).filter((/** @type {number} */ row) => wanted.has(column[row]));
  }
  const day = log.at("day");
  return Array.from(rows ?? log.run.keys()).filter((row) => day[row] >= asked.first && day[row] <= asked.last);
}

/** Rows of several codes of a column in one list, in order. @param {Int32Array[]} lists @returns {any} */
function wholly(lists) {
  return lists.length === 1 ? lists[0] : Int32Array.from(lists.flatMap((list) => [...list])).sort();
}

/** Rows at which a column lies between two ends. @param {ArrayLike<number>} column @param {number} low @param {number} high */
function between(column, low, high) {
  const rows = [];
  for (let row = 0; row < column.length; row++) if (column[row] >= low && column[row] <= high) rows.push(row);
  return rows;
}

/** Rows that a question is about, before its link. @param {Log} log @param {any} asked @param {Found[]} parts */
function body(log, asked, parts) {
  if (asked.kind === "acts") return matching(log, asked);
  const day = log.at("day");
  const rows = parts.map((part) => part.rows.filter((row) => day[row] >= asked.first && day[row] <= asked.last));
  const span = FOLLOWS_LATER.includes(asked.link) ? -1 : asked.within;
  if (asked.kind === "any") return union(rows);
  return asked.kind === "all" ? completing(log, rows, span) : inOrder(log, rows, span, asked.kind === "ordered");
}

/** @param {number[][]} lists */
function union(lists) {
  return [...new Set(lists.flat())].sort((a, b) => a - b);
}

/** Rows at which each of the parts has happened, within a span of days (-1: any).
 * @param {Log} log @param {number[][]} parts @param {number} span */
function completing(log, parts, span) {
  if (!parts.length) return [];
  const day = log.at("day"), at = parts.map(() => -1);
  return union(parts).filter((row) => {
    let earliest = day[row], complete = true;
    parts.forEach((part, k) => {
      while (at[k] + 1 < part.length && part[at[k] + 1] <= row) at[k]++;
      const latest = at[k] >= 0 ? part[at[k]] : -1;
      complete &&= latest >= 0 && log.run[latest] === log.run[row];
      if (latest >= 0) earliest = Math.min(earliest, day[latest]);
    });
    return complete && (span < 0 || day[row] - earliest < span);
  });
}

/** Rows of the last stage that come after one of each stage before; falling: none at a higher rung.
 * @param {Log} log @param {number[][]} stages @param {number} span @param {boolean} falling */
function inOrder(log, stages, span, falling) {
  const day = log.at("day"), rung = log.at("rung");
  let rows = stages[0], begun = rows.map((row) => day[row]);
  for (const stage of stages.slice(1)) {
    /** @type {number[]} */
    const kept = [], starts = [];
    let next = 0, run = -1;
    /** The latest beginning so far in the run, by rung. @type {Map<number, number>} */
    let latest = new Map();
    for (const row of stage) {
      if (log.run[row] !== run) { run = log.run[row]; latest = new Map(); }
      for (; next < rows.length && rows[next] < row; next++)
        if (log.run[rows[next]] === run) {
          const level = falling ? rung[rows[next]] : 0;
          latest.set(level, Math.max(latest.get(level) ?? -1, begun[next]));
        }
      let best = -1;
      for (const [level, start] of latest) if (!falling || level >= rung[row]) best = Math.max(best, start);
      if (best >= 0) { kept.push(row); starts.push(best); }
    }
    rows = kept;
    begun = starts;
  }
  return rows.filter((row, k) => span < 0 || day[row] - begun[k] < span);
}

/** How rows hang on those of another question. @param {Log} log @param {any} asked @param {number[]} rows
 * @param {Found[]} before @returns {Linked} */
function link(log, asked, rows, before) {
  const nothing = new Uint8Array(log.count);
  if (!asked.link) return { rows, delay: rows.map(() => 0), others: rows, followed: rows.map(() => true), cut: nothing };
  const all = before[asked.to].rows;
  if (asked.link === "among") {
    const others = new Set(all), kept = rows.filter((row) => others.has(row)), mine = new Set(kept);
    return { rows: kept, delay: kept.map(() => 0), others: all, followed: all.map((row) => mine.has(row)), cut: nothing };
  }
  const day = log.at("day");
  const others = asked.within >= 0 ? all.filter((row) => day[row] <= log.days - 1 - asked.within) : all;
  const cut = some(log, all), whole = some(log, others);
  for (let run = 0; run < log.count; run++) cut[run] = Number(cut[run] && !whole[run]);
  return asked.link === "after" ? after(log, asked, rows, others, cut) : answering(log, asked, rows, others, cut);
}

/** Acts later than one of the others by as many days as asked. @param {Log} log @param {any} asked
 * @param {number[]} rows @param {number[]} others @param {Uint8Array} cut @returns {Linked} */
function after(log, asked, rows, others, cut) {
  const day = log.at("day"), most = asked.within < 0 ? log.days : asked.within;
  const fits = (/** @type {number} */ one, /** @type {number} */ row) => {
    const waited = day[row] - day[one];
    return log.run[one] === log.run[row] && one < row && waited >= asked.least && waited <= most;
  };
  const kept = [], delay = [];
  for (const row of rows) {
    let k = below(others, row) - 1;
    while (k >= 0 && log.run[others[k]] === log.run[row] && !fits(others[k], row)) k--;
    if (k >= 0 && fits(others[k], row)) { kept.push(row); delay.push(day[row] - day[others[k]]); }
  }
  const followed = others.map((one) => {
    for (let k = below(rows, one + 1); k < rows.length && log.run[rows[k]] === log.run[one]; k++) {
      if (fits(one, rows[k])) return true;
      if (day[rows[k]] - day[one] > most) return false;
    }
    return false;
  });
  return { rows: kept, delay, others, followed, cut };
}

/** How many of some rows in order lie below another. @param {number[]} rows @param {number} row */
function below(rows, row) {
  let low = 0, high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Acts that name one of the others as their cause, or settle it as well. @param {Log} log @param {any} asked
 * @param {number[]} rows @param {number[]} others @param {Uint8Array} cut @returns {Linked} */
function answering(log, asked, rows, others, cut) {
  const day = log.at("day"), rung = log.at("rung"), wanted = new Set(others), met = new Set();
  /** @type {Map<number, number>} */
  const delays = new Map();
  const take = (/** @type {number} */ act, /** @type {number} */ provoked) => {
    const waited = day[act] - day[provoked];
    if (!wanted.has(provoked) || waited < asked.least || (asked.within >= 0 && waited > asked.within)) return;
    if (asked.step !== null && Math.sign(rung[act] - rung[provoked]) !== asked.step) return;
    delays.set(act, Math.min(delays.get(act) ?? Infinity, waited));
    met.add(provoked);
  };
  for (const row of rows) if (causeOf(log, row) >= 0) take(row, causeOf(log, row));
  if (asked.link === "settles") {
    const mine = new Set(rows), { answers, offsets } = log.runs;
    for (let run = 0; run < log.count; run++)
      for (let k = offsets.answers[run]; k < offsets.answers[run + 1]; k++) {
        const act = log.offsets[run] + Number(answers.act[k]);
        if (mine.has(act)) take(act, log.offsets[run] + Number(answers.also[k]));
      }
  }
  const kept = [...delays.keys()].sort((a, b) => a - b);
  return { rows: kept, delay: kept.map((row) => delays.get(row) ?? 0), others, followed: others.map((row) => met.has(row)), cut };
}

/** In which runs there is one of the rows. @param {Log} log @param {number[]} rows */
function some(log, rows) {
  const found = new Uint8Array(log.count);
  for (const row of rows) found[log.run[row]] = 1;
  return found;
}

/** What each run answers, from the acts by which the question comes true. @param {Log} log @param {any} asked
 * @param {Linked} linked @returns {Found} */
function measured(log, asked, linked) {
  const day = log.at("day"), runs = log.count;
  const count = new Int32Array(runs), first = new Int32Array(runs).fill(-1), days = new Int32Array(runs).fill(-1);
  linked.rows.forEach((row, k) => {
    const run = log.run[row];
    if (!count[run]++) { first[run] = k; days[run] = day[row]; }
  });
  const came = Uint8Array.from(count, (many) => Number(many > 0));
  const value = valueOf(log, asked.measure, linked, count, first);
  let { rows } = linked;
  if (asked.holds) {
    for (let run = 0; run < runs; run++) {
      came[run] = Number(value[run] >= asked.holds[0] && value[run] <= asked.holds[1]);
      value[run] = came[run];
      if (!came[run]) { days[run] = -1; count[run] = 0; }
    }
    rows = rows.filter((row) => came[log.run[row]]);
  }
  for (let run = 0; run < runs; run++) if (linked.cut[run] && !came[run]) value[run] = NaN;
  return { rows, value, came, day: days, count, of: null };
}

/** @param {Log} log @param {string} measure @param {Linked} linked @param {Int32Array} count @param {Int32Array} first */
function valueOf(log, measure, linked, count, first) {
  if (measure === "happens") return Float64Array.from(count, (many) => Number(many > 0));
  if (measure === "count") return Float64Array.from(count);
  const sums = measure === "killed" || measure === "wounded";
  const value = new Float64Array(log.count).fill(sums ? 0 : NaN);
  const rung = log.at("rung");
  linked.rows.forEach((row, k) => {
    const run = log.run[row];
    if (sums) value[run] += log.at(measure)[row];
    else if (measure === "highest_rung") value[run] = Math.max(Number.isNaN(value[run]) ? 0 : value[run], rung[row]);
    else if (first[run] === k) value[run] = { first_day: log.at("day")[row], first_rung: rung[row] }[measure] ?? linked.delay[k];
  });
  return value;
}

/** Of the acts that the link leads to, in each run, how many are followed. @param {Log} log @param {any} asked
 * @param {Linked} linked @param {Found[]} before @returns {Found} */
function perAct(log, asked, linked, before) {
  const count = new Int32Array(log.count), of = new Int32Array(log.count);
  linked.others.forEach((row, k) => {
    const run = log.run[row];
    if (asked.given >= 0 && !before[asked.given].came[run]) return;
    of[run]++;
    if (linked.followed[k]) count[run]++;
  });
  const value = Float64Array.from(of, (many, run) => (many ? count[run] / many : NaN));
  const came = Uint8Array.from(count, (many) => Number(many > 0));
  return { rows: [], value, came, day: new Int32Array(log.count).fill(-1), count, of };
}

/** A combination of which not all parts are acts. @param {Log} log @param {any} asked @param {Found[]} parts @returns {Found} */
function logical(log, asked, parts) {
  const came = new Uint8Array(log.count), day = new Int32Array(log.count).fill(-1);
  for (let run = 0; run < log.count; run++) {
    const days = parts.map((part) => part.day[run]);
    if (asked.kind === "any") {
      came[run] = Number(parts.some((part) => part.came[run]));
      const known = days.filter((one, k) => parts[k].came[run] && one >= 0);
      day[run] = came[run] && known.length ? Math.min(...known) : -1;
    } else if (asked.kind === "all") {
      came[run] = Number(parts.every((part) => part.came[run]));
      day[run] = came[run] ? Math.max(-1, ...days) : -1;
    } else came[run] = Number(!parts.some((part) => part.came[run]));
  }
  return { rows: [], value: Float64Array.from(came), came, day, count: Int32Array.from(came), of: null };
}

/** @param {Log} log @param {any} asked @returns {Found} */
function state(log, asked) {
  const value = new Float64Array(log.count).fill(NaN), { series } = log.runs;
  if (asked.state && series.length) {
    const [actor, measure, day] = asked.state, size = series.length / log.count, perDay = size / log.days;
    for (let run = 0; run < log.count; run++) value[run] = series[run * size + day * perDay + actor * words.measures.length + measure];
  }
  const never = () => new Int32Array(log.count).fill(-1);
  return { rows: [], value, came: new Uint8Array(log.count), day: never(), count: never(), of: null };
}

/** Asked only of the runs in which another question came true. @param {Log} log @param {Found} found @param {any} asked
 * @param {Found[]} before */
function given(log, found, asked, before) {
  if (asked.given < 0) return found;
  const { came } = before[asked.given];
  for (let run = 0; run < log.count; run++)
    if (!came[run]) {
      found.value[run] = NaN;
      found.came[run] = found.count[run] = 0;
      found.day[run] = -1;
    }
  found.rows = found.rows.filter((row) => came[log.run[row]]);
  return found;
}
