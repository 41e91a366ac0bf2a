/** Scenario files: written from plain data, and read for the numbers in them. Enough of YAML for both, and no more. */

const PLAIN = /^[a-z][a-z0-9_]*$/;
const WORDS = new Set(["true", "false", "null", "yes", "no", "on", "off", "y", "n"]);
/** Letters of a file that is read, and how deep it may go. */
const LONGEST = 2_000_000, DEEPEST = 40;

/** Plain data as a YAML file. @param {Record<string, any>} data @param {string[]} [comments] @returns {string} */
export function writeYaml(data, comments = []) {
  return [...comments.map((line) => `# ${line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ")}`), ...block(data, "")].join("\n") + "\n";
}

/** @param {Record<string, any>} data @param {string} indent @returns {string[]} */
function block(data, indent) {
  return Object.entries(data).flatMap(([key, value]) => {
    const name = `${indent}${PLAIN.test(key) && !WORDS.has(key) ? key : quoted(key)}:`;
    const inside = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
    return inside ? [name, ...block(value, `${indent}  `)] : [`${name} ${scalar(value)}`];
  });
}

/** A value on one line: JSON is YAML too. @param {any} value @returns {string} */
function scalar(value) {
  if (typeof value === "string") return quoted(value);
  if (Array.isArray(value)) return `[${value.map(scalar).join(", ")}]`;
  if (value !== null && typeof value === "object") return `{${Object.entries(value).map(([key, one]) => `${quoted(key)}: ${scalar(one)}`).join(", ")}}`;
  return String(value);
}

/** A text in double quotes; what a reader of YAML may take for the end of a line is written as a number.
 * @param {string} text */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/g, (one) => {
    const code = one.charCodeAt(0);
    return code >= 0xd800 && code <= 0xdfff ? one : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** A copy of a scenario's data with a number changed, as `--set` changes it. @param {any} data @param {string[]} keys
 * @param {number} value @returns {any} */
export function withNumber(data, keys, value) {
  if (!keys.length) return data !== null && typeof data === "object" && !Array.isArray(data) && "value" in data ? { ...data, value } : value;
  const [key, ...rest] = keys, inside = opened(data);
  const below = Object.hasOwn(inside, key) ? inside[key] : undefined;
  return { ...inside, [key]: withNumber(below, rest, value) };
}

/** The mapping to write into, where a file may have a shorter form or nothing. @param {any} data @returns {Record<string, any>} */
function opened(data) {
  if (Array.isArray(data)) return Object.fromEntries(data.filter((one) => typeof one === "string").map((one) => [one, 1]));
  if (typeof data === "string") return { rule: data };
  return data !== null && typeof data === "object" ? data : {};
}

/** A copy of a scenario's data with an entry taken out: left out where the data is all there is, else null, which takes
 * it out of what is extended. @param {any} data @param {string[]} keys @param {boolean} whole @returns {any} */
export function without(data, keys, whole) {
  const [key, ...rest] = keys, inside = opened(data);
  if (rest.length) return { ...inside, [key]: without(inside[key], rest, whole) };
  const { [key]: gone, ...left } = inside;
  return whole ? left : { ...left, [key]: null };
}

/** What a scenario file sets: its numbers by path, the texts that stand on one line, and the paths of all entries.
 * @param {string} text @returns {{numbers: Map<string, number>, texts: Map<string, string>, paths: Set<string>}}
 * @throws {Error} the file is too large, or no mapping */
export function entriesOf(text) {
  if (text.length > LONGEST) throw new Error("the file is too large for a scenario");
  /** @type {Map<string, number>} */
  const found = new Map();
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {Set<string>} */
  const paths = new Set();
  /** @type {{indent: number, key: string}[]} */
  const open = [];
  let held = -1, entries = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const indent = raw.length - raw.trimStart().length, line = uncommented(raw).trim();
    if (!line || (held >= 0 && indent > held)) continue;
    held = -1;
    const entry = keyOf(line);
    if (!entry) continue;
    entries++;
    while (open.length && open[open.length - 1].indent >= indent) open.pop();
    const path = [...open.map((one) => one.key), entry.key];
    paths.add(path.join("."));
    if (!entry.rest) {
      if (open.length < DEEPEST) open.push({ indent, key: entry.key });
    } else if (/^[|>]/.test(entry.rest)) held = indent;
    else {
      const value = flow(entry.rest);
      if (value === null) texts.set(path.join("."), unquoted(entry.rest));
      take(found, path, value);
    }
  }
  if (!entries) throw new Error("no settings are in this file: a scenario is a YAML mapping");
  return { numbers: found, texts, paths };
}

/** A line without the comment at its end. @param {string} line */
function uncommented(line) {
  let quote = "";
  for (let k = 0; k < line.length; k++) {
    const one = line[k];
    if (quote) {
      if (one === "\\" && quote === '"') k++;
      else if (one === quote) quote = "";
    } else if ((one === '"' || one === "'") && (k === 0 || /[\s,:{[]/.test(line[k - 1]))) quote = one;
    else if (one === "#" && (k === 0 || /\s/.test(line[k - 1]))) return line.slice(0, k);
  }
  return line;
}

/** The key of a line and what follows it. @param {string} line */
function keyOf(line) {
  const found = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s:#"'{}[\],&*!|>%@`-][^:#]*?)\s*:(?:\s+(.*))?$/.exec(line);
  return found && { key: unquoted(found[1]), rest: (found[2] ?? "").trim() };
}

/** @param {string} text */
function unquoted(text) {
  if (text.startsWith("'")) return text.slice(1, -1);
  if (!text.startsWith('"')) return text.trim();
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

/** A value on one line: a number, a mapping in braces; anything else is nothing. @param {string} text @returns {any} */
function flow(text) {
  if (!text.startsWith("{")) return numberOf(text);
  const reader = { text, at: 0 };
  try {
    return mapping(reader, 0);
  } catch {
    return null;
  }
}

/** @param {string} text */
function numberOf(text) {
  return /^[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) ? Number(text.replace(/_/g, "")) : null;
}

/** A mapping in braces. @param {{text: string, at: number}} reader @param {number} depth @returns {Record<string, any>} */
function mapping(reader, depth) {
  if (depth > DEEPEST) throw new Error("too deep");
  /** @type {Record<string, any>} */
  const found = Object.create(null);
  reader.at++;
  for (;;) {
    skip(reader, /[\s,]/);
    if (reader.at >= reader.text.length) throw new Error("a brace is not closed");
    if (reader.text[reader.at] === "}") break;
    const key = word(reader, /[:,}]/);
    skip(reader, /\s/);
    if (reader.text[reader.at] !== ":") continue;
    reader.at++;
    skip(reader, /\s/);
    found[key] = reader.text[reader.at] === "{" ? mapping(reader, depth + 1) : reader.text[reader.at] === "[" ? list(reader) : numberOf(word(reader, /[,}]/));
  }
  reader.at++;
  return found;
}

/** Pass over a list. @param {{text: string, at: number}} reader */
function list(reader) {
  let depth = 0;
  do {
    if (reader.at >= reader.text.length) throw new Error("a bracket is not closed");
    const one = reader.text[reader.at];
    if (one === '"' || one === "'") word(reader, /[,\]]/);
    else {
      depth += one === "[" ? 1 : one === "]" ? -1 : 0;
      reader.at++;
    }
  } while (depth > 0);
  return null;
}

/** @param {{text: string, at: number}} reader @param {RegExp} which */
function skip(reader, which) {
  while (reader.at < reader.text.length && which.test(reader.text[reader.at])) reader.at++;
}

/** A word up to a sign, or a text in quotes. @param {{text: string, at: number}} reader @param {RegExp} end */
function word(reader, end) {
  const { text } = reader, quote = text[reader.at];
  const start = reader.at;
  if (quote === '"' || quote === "'") {
    for (reader.at++; reader.at < text.length && text[reader.at] !== quote; reader.at++) if (text[reader.at] === "\\" && quote === '"') reader.at++;
    reader.at++;
    return unquoted(text.slice(start, reader.at));
  }
  while (reader.at < text.length && !end.test(text[reader.at])) reader.at++;
  return text.slice(start, reader.at).trim();
}

/** Note the numbers of a value; `{value: 1, range: ...}` is the number that it gives.
 * @param {Map<string, number>} found @param {string[]} path @param {any} value */
function take(found, path, value) {
  if (typeof value === "number") found.set((path[path.length - 1] === "value" ? path.slice(0, -1) : path).join("."), value);
  else if (value !== null && typeof value === "object") for (const [key, one] of Object.entries(value)) take(found, [...path, key], one);
}
