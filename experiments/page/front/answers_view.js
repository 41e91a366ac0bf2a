/** The answers as tables: as given, now, the difference, and what may be said of it. */
import { asItIs, clearness, inWords, sentenceOf, unitOf } from "./answers.js";
import { h, show } from "./dom.js";
import { changeInUnit, count, several } from "./numbers.js";
import { capital, words } from "./words.js";

/** @typedef {import("./answers.js").Answer} Answer */

/** @typedef {{pinned: Set<string>, onPin: (name: string) => void, moverOf: (name: string) => string}} Pin */

/** Sentences told above the tables. */
const TOLD = 3;

/** The sentences on top: what the reader pinned, then what the change moves most.
 * @param {any} message answers of the worker @param {boolean} changed @param {Set<string>} [pinned] names @returns {string[]} */
export function leadOf(message, changed, pinned = new Set()) {
  const shown = message.answers.map((/** @type {Answer} */ one) => one.instead ?? one);
  const kept = shown.filter((/** @type {Answer} */ one) => pinned.has(one.name));
  if (!changed) return [...kept.map(asItIs), "Nothing is changed yet: these are the answers as the scenario is given. Move a setting to see what it does."];
  const runs = message.runs, differ = message.differ;
  const first = differ === runs
    ? `Of ${several(runs, "run")} none stays the same act by act: everywhere something, great or small, happens otherwise.`
    : `In ${count(differ)} of ${several(runs, "run")} something, great or small, happens otherwise; in the other ${count(runs - differ)} every act is the same.`;
  const moved = shown.filter((/** @type {Answer} */ one) => !pinned.has(one.name) && announced(one));
  const order = moved.sort((/** @type {Answer} */ a, /** @type {Answer} */ b) => weight(b) - weight(a) || clearness(b) - clearness(a));
  return [...kept.map(sentenceOf), ...order.slice(0, TOLD).map(sentenceOf), first];
}

/** Whether a difference is one that its own numbers show as they are written: neither it nor an end of its interval is
 * written as nothing. @param {Answer} answer */
export function announced(answer) {
  if (answer.side !== "above" && answer.side !== "below") return false;
  const told = inWords(answer), ends = [answer.by.low, answer.by.high].map((end) => changeInUnit(end, unitOf(answer)));
  return told.given !== told.now && [told.difference, ...ends].every((text) => /[1-9]/.test(text));
}

/** Questions that are answered by yes or no come first, then other questions. @param {Answer} answer */
function weight(answer) {
  return answer.kind !== "question" ? 0 : answer.unit === "share" ? 2 : 1;
}

/** @param {Element} into @param {Answer[]} answers @param {string} caption @param {boolean} changed
 * @param {Pin} pin */
export function tableOf(into, answers, caption, changed, pin) {
  const heads = ["", "as given", ...(changed ? ["now", "difference", "what can be said"] : [])];
  show(into, h("table", { class: "answers" }, h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head || "question or outcome")))),
    h("tbody", {}, ...answers.map((answer) => row(answer.instead ?? answer, heads, changed, pin)))));
}

/** @param {Answer} answer @param {string[]} heads @param {boolean} changed @param {Pin} pin */
function row(answer, heads, changed, pin) {
  const told = inWords(answer);
  const cell = (/** @type {number} */ k, /** @type {string} */ value, /** @type {string} */ bounds) =>
    h("td", { "data-head": heads[k], class: k > 1 && answer.side === "same" ? "same" : null }, h("span", { class: "value" }, value), bounds ? h("span", { class: "bounds" }, bounds) : null);
  const cells = [cell(1, told.given, told.givenBounds)];
  if (changed) cells.push(cell(2, told.now, told.nowBounds), cell(3, told.difference, told.bounds === told.difference ? "" : told.bounds), verdict(answer, heads[4]));
  return h("tr", { class: answer.worse ? `worse-${answer.worse}` : answer.side === "above" || answer.side === "below" ? "moved" : "" },
    h("th", { scope: "row" }, capital(answer.label), pinOf(answer, pin), counted(answer), said(pin.moverOf(answer.name))), ...cells);
}

/** The button that keeps an answer on top. @param {Answer} answer @param {Pin} pin */
function pinOf(answer, pin) {
  const on = pin.pinned.has(answer.name);
  return h("button", { type: "button", class: "quiet pin", id: `pin-${answer.name}`, "aria-pressed": String(on), "aria-label": `Keep on top: ${answer.label}`, click: () => pin.onPin(answer.name) }, on ? "Unpin" : "Pin");
}

/** What a number is a mean over, where it is one. @param {Answer} answer */
function counted(answer) {
  return said(answer.unit === "number" || answer.unit === "level" ? words.answers.mean[answer.kind] : "");
}

/** A line below a label, if there is one to say. @param {string} text */
function said(text) {
  return text ? h("span", { class: "bounds" }, text) : null;
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
