/** What a reader has set: seed, run, the settings that are not as given, and the events taken out; kept in the address,
 * saved and opened. */
import { setting } from "./numbers.js";
import { fill, words } from "./words.js";
import { entriesOf, without, withNumber, writeYaml } from "./yaml.js";

/** By path: numbers of settings, and null for an event that is taken out, as in `--set events.NAME=null`.
 * @typedef {Record<string, number | null>} Values */
/** @typedef {{seed: number, run: number | null, values: Values}} State */

const LONGEST = 20_000;
/** The last run that can be asked for. */
export const MOST_RUN = 9_999_999;

/** @returns {State} */
export function asGiven() {
  return { seed: words.about.seed, run: null, values: {} };
}

/** The control of a path that the page offers. @param {string} path */
export function controlOf(path) {
  return words.controls.find((/** @type {any} */ control) => control.path === path) ?? null;
}

/** The event of a path that can be taken out. @param {string} path */
export function eventOf(path) {
  return words.events.listed.find((/** @type {any} */ event) => event.path === path && !event.kept) ?? null;
}

/** Whether anything is not as given. @param {State} state */
export function isChanged(state) {
  return Object.keys(state.values).length > 0;
}

/** A number as a control takes it; null where it is none, or out of range. @param {any} control @param {number} number */
export function accepted(control, number) {
  if (!control || !Number.isFinite(number) || number < control.low || number > control.high) return null;
  if (control.whole && !Number.isInteger(number)) return null;
  return control.without.some((/** @type {number} */ hole) => hole === number) && number !== control.value ? null : number;
}

/** The state as a fragment of an address. @param {State} state */
export function fragmentOf(state) {
  const parts = Object.entries(state.values).map(([path, value]) => `${encodeURIComponent(path)}=${value}`);
  if (state.run !== null) parts.unshift(`run=${state.run}`);
  if (state.seed !== words.about.seed) parts.unshift(`seed=${state.seed}`);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** The state that a fragment says; what it cannot mean is left out, and counted. @param {string} fragment
 * @returns {{state: State, left: number}} */
export function stateOf(fragment) {
  const state = asGiven();
  let left = fragment.length > LONGEST ? 1 : 0;
  for (const part of fragment.slice(0, LONGEST).replace(/^#/, "").split("&").filter(Boolean)) {
    const [name, text = ""] = part.split("=").map(decoded);
    const number = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
    if (name === "seed" && Number.isSafeInteger(number) && number >= 0) state.seed = number;
    else if (name === "run" && Number.isInteger(number) && number >= 0 && number <= MOST_RUN) state.run = number;
    else if (text === "null" && eventOf(name)) state.values[name] = null;
    else {
      const control = controlOf(name), value = accepted(control, number);
      if (value === null) left++;
      else if (value !== control.value) state.values[name] = value;
    }
  }
  return { state, left };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The scenario with the settings as they are now, as a file. @param {State} state */
export function fileOf(state) {
  let data = words.save;
  const entries = Object.entries(state.values), gone = entries.filter(([, value]) => value === null).map(([path]) => path);
  for (const [path, value] of entries)
    if (value !== null && !gone.some((event) => path.startsWith(`${event}.`))) data = withNumber(data, controlOf(path).keys, value);
  for (const path of gone) data = without(data, path.split("."), data.extends === undefined);
  const name = entries.length ? fill(words.saved.name, { name: words.about.scenario }).slice(0, 200) : data.name;
  const command = fill(words.saved.command, { seed: state.seed });
  return writeYaml({ ...data, name }, [...words.saved.comments.map((/** @type {string} */ line) => fill(line, { brink: words.about.brink })), command]);
}

/** Entries of a file that set nothing: what it is called, where it is from, and what is asked of its runs. */
const TOLD = /^(schema|name|summary|extends|record|start|page\b.*|questions\b.*|.*\.(name|source|range|range\..*|source\..*|note|ask))$/;

/** How a file says that an entry is taken out. */
const NOTHING = new Set(["null", "~", "Null", "NULL"]);

/** The settings that a file gives and the page offers; whatever else it sets is named, with the reason.
 * @param {string} text @returns {{values: Values, left: [string, string][]}}
 * @throws {Error} the file is of another scenario, or none */
export function valuesOf(text) {
  const { numbers, texts, paths } = entriesOf(text), own = entriesOf(writeYaml(words.save));
  const base = texts.get("extends"), mine = words.save.extends;
  if (base !== undefined && base !== mine)
    throw new Error(`it extends ${base.slice(0, 80)}, and this page is of ${mine ?? words.about.scenario}: its settings would mean something else here`);
  /** @type {Values} */
  const values = {};
  /** @type {[string, string][]} */
  const left = [];
  const whole = mine === undefined && Object.keys(words.save).every((name) => name === "events" || paths.has(name));
  for (const { path } of words.events.listed)
    if (eventOf(path) && (NOTHING.has(texts.get(path) ?? "") || (whole && !paths.has(path)))) values[path] = null;
  for (const [path, number] of numbers) {
    const control = controlOf(path), value = accepted(control, number);
    if (value !== null && value !== control.value) values[path] = value;
    else if (control && value === null) left.push([path, `${setting(number)} ${refused(control, number)}`]);
    else if (!control && !TOLD.test(path) && own.numbers.get(path) !== number) left.push([path, "this page does not offer it"]);
  }
  for (const [path, said] of texts) if (!TOLD.test(path) && !(path in values) && own.texts.get(path) !== said) left.push([path, "it is no number"]);
  return { values, left };
}

/** Why a control does not take a number. @param {any} control @param {number} number */
function refused(control, number) {
  if (number < control.low || number > control.high) return `is not from ${setting(control.low)} to ${setting(control.high)}`;
  return Number.isInteger(number) || !control.whole ? "changes what there is, and not how much" : "is not a whole number";
}
