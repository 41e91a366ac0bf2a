/** The answers as tables: as given, now, the difference, and what may be said of it. */
import { clearness, inWords, sentenceOf } from "./answers.js";
import { h, show } from "./dom.js";
import { count, several } from "./numbers.js";
import { capital, words } from "./words.js";

/** @typedef {import("./answers.js").Answer} Answer */

/** Sentences told above the tables. */
const TOLD = 3;

/** The sentences on top. @param {any} message answers of the worker @param {boolean} changed @returns {string[]} */
export function leadOf(message, changed) {
  if (!changed) return ["Nothing is changed yet: these are the answers as the scenario is given. Move a setting to see what it does."];
  const runs = message.runs, differ = message.differ;
  const first = differ === runs
    ? `Of ${several(runs, "run")} none stays the same act by act: everywhere something, great or small, happens otherwise.`
    : `In ${count(differ)} of ${several(runs, "run")} something, great or small, happens otherwise; in the other ${count(runs - differ)} every act is the same.`;
  const moved = message.answers.filter((/** @type {Answer} */ one) => one.side === "above" || one.side === "below");
  const order = moved.sort((/** @type {Answer} */ a, /** @type {Answer} */ b) => weight(b) - weight(a) || clearness(b) - clearness(a));
  return [...order.slice(0, TOLD).map(sentenceOf), first];
}

/** Questions that are answered by yes or no come first, then other questions. @param {Answer} answer */
function weight(answer) {
  return answer.kind !== "question" ? 0 : answer.unit === "share" ? 2 : 1;
}

/** @param {Element} into @param {Answer[]} answers @param {string} caption @param {boolean} changed */
export function tableOf(into, answers, caption, changed) {
  const heads = ["", "as given", ...(changed ? ["now", "difference", "what can be said"] : [])];
  show(into, h("table", { class: "answers" }, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head || "question or outcome")))),
    h("tbody", {}, ...answers.map((answer) => row(answer, heads, changed)))));
}

/** @param {Answer} answer @param {string[]} heads @param {boolean} changed */
function row(answer, heads, changed) {
  const told = inWords(answer);
  const cell = (/** @type {number} */ k, /** @type {string} */ value, /** @type {string} */ bounds) =>
    h("td", { "data-head": heads[k], class: k > 1 && answer.side === "same" ? "same" : null }, h("span", { class: "value" }, value), bounds ? h("span", { class: "bounds" }, bounds) : null);
  const cells = [cell(1, told.given, told.givenBounds)];
  if (changed) cells.push(cell(2, told.now, told.nowBounds), cell(3, told.difference, told.bounds === told.difference ? "" : told.bounds), verdict(answer, heads[4]));
  return h("tr", { class: answer.worse ? `worse-${answer.worse}` : answer.side === "above" || answer.side === "below" ? "moved" : "" },
    h("th", { scope: "row" }, capital(answer.label)), ...cells);
}

/** Which way, in words and by a sign; colour only repeats it. @param {Answer} answer @param {string} head */
function verdict(answer, head) {
  const sign = { above: "▲ ", below: "▼ " }[/** @type {"above" | "below"} */ (answer.side)] ?? "";
  const way = words.answers.verdict[answer.side], worse = answer.worse ? `: ${words.answers.worse[answer.worse]}` : "";
  const differ = answer.differing ? `; ${several(answer.differing, "run")} ${answer.differing === 1 ? "differs" : "differ"}` : "";
  return h("td", { "data-head": head, class: "verdict" }, `${sign}${way}${worse}${differ}`);
}

/** The answers as rows of a file. @param {Answer[]} answers */
export function rowsOf(answers) {
  return answers.map((one) => ({
    name: one.name, label: one.label, unit: one.unit, runs: one.runs, as_given: one.given.estimate, as_given_low: one.given.low,
    as_given_high: one.given.high, now: one.now.estimate, now_low: one.now.low, now_high: one.now.high, difference: one.by.estimate,
    difference_low: one.by.low, difference_high: one.by.high, differing: one.differing,
  }));
}
