// Tasks for the modules of a page: JSON on standard input, JSON on standard output.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as answers from "../../experiments/page/front/answers.js";
import * as numbers from "../../experiments/page/front/numbers.js";
import * as statistics from "../../experiments/page/front/statistics.js";
import { evaluate } from "../../experiments/page/front/questions.js";
import { outcomes } from "../../experiments/page/front/outcomes.js";
import { logOf } from "../../experiments/page/front/rows.js";
import { reasonsTold } from "../../experiments/page/front/reasons.js";
import { actsOf } from "../../experiments/page/front/rows.js";
import { Service } from "../../experiments/page/front/worker.js";
import * as state from "../../experiments/page/front/state.js";
import { leadOf } from "../../experiments/page/front/answers_view.js";
import { ranked } from "../../experiments/page/front/movers.js";
import { pairsOf } from "../../experiments/page/front/strikes.js";
import { asTable } from "../../experiments/page/front/draw.js";
import { storyOf } from "../../experiments/page/front/story.js";
import { useWords, words } from "../../experiments/page/front/words.js";

const given = JSON.parse(readFileSync(0, "utf8"));
if (given.content) useWords(given.content);

/** Columns as an engine has them: typed arrays. */
function typed(runs) {
  const columns = (table) => Object.fromEntries(Object.entries(table).map(([name, list]) => [name, Int32Array.from(list)]));
  const offsets = columns(runs.offsets);
  return { ...runs, acts: columns(runs.acts), answers: columns(runs.answers), wars: columns(runs.wars), pauses: columns(runs.pauses), offsets,
    mediated: Uint8Array.from(runs.mediated), series: Float32Array.from(runs.series) };
}

/** What stands in a block of a page. */
function block(page, id) {
  return gunzipSync(Buffer.from(new RegExp(`id="${id}">([^<]*)<`).exec(page)[1], "base64"));
}

/** A page's own worker, as the page uses it: what it sends for some messages, until one of a kind has come. */
async function served(path, messages) {
  const page = readFileSync(path, "utf8"), sent = [], service = new Service((message) => sent.push(message));
  await service.take({ kind: "load", words: JSON.parse(block(page, "content")), module: new Uint8Array(block(page, "module")), image: new Uint8Array(block(page, "image")) });
  for (const message of messages) await service.take(message);
  return sent.map(({ tallies, ...rest }) => rest);
}

/** Texts that are damaged in keyed ways: letters of the alphabet put in, taken out, doubled. */
function* damaged(text, alphabet, count, seed) {
  let luck = seed;
  const draw = (most) => (luck = (Math.imul(luck, 1664525) + 1013904223) >>> 0) % most;
  for (let k = 0; k < count; k++) {
    let one = text;
    for (let times = 1 + draw(6); times > 0; times--) {
      const at = draw(one.length + 1), end = at + draw(12);
      const put = Array.from({ length: draw(5) }, () => alphabet[draw(alphabet.length)]).join("");
      one = one.slice(0, at) + put + (draw(3) ? one.slice(end) : one.slice(at));
    }
    yield one;
  }
}

/** Damaged addresses and files: how many were tried, what went otherwise than it may, and how long the slowest took. */
function fuzzed(count, seed) {
  const odd = ["#", "&", "=", "%", "%zz", "..", "__proto__", "constructor", "1e999", "-0", "NaN", "\u0000", "\ud800", "{", "}", "[", "]", ":", "\n", "  ", "'", '"', "<img>", "|", "9".repeat(400)];
  const taken = Object.fromEntries(words.events.listed.map((one) => [one.path, null]));
  const full = state.fragmentOf({ seed: 3, run: 4, values: { ...Object.fromEntries(words.controls.map((one) => [one.path, one.high])), ...taken } });
  const file = state.fileOf({ seed: 1, run: null, values: { ...Object.fromEntries(words.controls.map((one) => [one.path, one.low])), ...taken } });
  const wrong = [];
  let slowest = 0;
  const check = (text, read) => {
    const began = performance.now();
    let found = {};
    try { found = read(text); } catch (fault) { if (!/^(no settings are|the file is too|it extends )/.test(fault.message)) wrong.push([text.slice(0, 200), fault.message]); }
    slowest = Math.max(slowest, performance.now() - began);
    for (const [path, value] of Object.entries(found)) {
      const control = state.controlOf(path);
      if (value === null && state.eventOf(path)) continue;
      if (!control || state.accepted(control, value) === null) wrong.push([text.slice(0, 200), path, value]);
    }
  };
  for (const text of damaged(full, odd, count, seed)) check(text, (one) => { const { state: made } = state.stateOf(one); if (!Number.isSafeInteger(made.seed)) throw new Error("seed"); return made.values; });
  for (const text of damaged(file, odd, count, seed + 1)) check(text, (one) => state.valuesOf(one).values);
  return { tried: 2 * count, wrong: wrong.slice(0, 5), slowest };
}

const tasks = {
  served: () => served(given.page, given.messages),
  file: () => state.fileOf(given.state),
  values: () => state.valuesOf(given.text),
  lead: () => leadOf(given.message, true, new Set(given.pinned)),
  instead: () => answers.answersOf(...given.pair.map((parts) => words.measures_shown.map(() => ({ top: Float64Array.from(parts.top), bottom: Float64Array.from(parts.bottom) })))).map((one) => one.instead ?? null),
  ranked: () => ranked(given.found, given.name),
  pairs: () => pairsOf(given.tallies),
  refused: () => {
    try { return state.valuesOf(given.text) && ""; } catch (fault) { return fault.message; }
  },
  fragment: () => state.stateOf(given.fragment),
  address: () => state.fragmentOf(given.state),
  table: () => asTable(given.rows),
  fuzz: () => fuzzed(given.count, given.seed),
  reasons: () => given.decisions.map(([reasons, act]) => reasonsTold(reasons, act)),
  acts: () => actsOf(logOf(typed(given.runs), given.days), 0),
  numbers: () => given.calls.map(([name, ...rest]) => numbers[name](...rest.map((one) => (one === "NaN" ? NaN : one)))),
  statistics: () => given.calls.map(([name, ...rest]) => statistics[name](...rest)),
  questions: () => evaluate(logOf(typed(given.runs), given.days), words.questions).map((found) => ({
    value: [...found.value].map((one) => (Number.isNaN(one) ? null : one)), came: [...found.came], day: [...found.day],
    count: [...found.count], of: found.of && [...found.of],
  })),
  outcomes: () => Object.fromEntries(Object.entries(outcomes(logOf(typed(given.runs), given.days), true)).map(([k, v]) => [k, [...v]])),
  parts: () => answers.partsOf(logOf(typed(given.runs), given.days)).map(({ top, bottom }) => [[...top], [...bottom]]),
  answers: () => {
    const [one, two] = given.pair.map((runs) => answers.partsOf(logOf(typed(runs), given.days)));
    return answers.answersOf(one, two).map((answer) => ({ ...answer, words: answers.inWords(answer), sentence: answers.sentenceOf(answer) }));
  },
  story: () => storyOf(typed(given.runs), given.days).map(({ sentences, observed }) => ({ sentences, observed })),
};

process.stdout.write(JSON.stringify(await tasks[given.task](), (_, one) => (Number.isNaN(one) ? "NaN" : one)));
