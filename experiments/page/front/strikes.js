/** Who strikes whom, by target and by whose soil: acts of force a run outside campaigns, as given and now, as bars. */
import { s } from "./dom.js";
import { label, narrow, sheet, worldsKey } from "./draw.js";
import { significant } from "./numbers.js";
import { words } from "./words.js";

const PAIRS = 10, MOVED = 3, ROW = 34, BAR = 9;

/** @typedef {{who: string, by: string, given: number, now: number}} Pair */

/** The most frequent pairs of either kind, and those that change most. @param {any[]} tallies as given, now @returns {Pair[]} */
export function pairsOf(tallies) {
  return [["target", "actors", " → "], ["soil", "territories", " in "]].flatMap(([by, names, joint]) => {
    /** @type {Pair[]} */
    const found = [];
    words.names.actors.forEach((/** @type {string} */ actor, /** @type {number} */ i) =>
      words.names[names].forEach((/** @type {string} */ struck, /** @type {number} */ j) => {
        const [given, now] = tallies.map((tally) => tally[by][i][j] / Math.max(1, tally.runs));
        if (given || now) found.push({ who: `${actor}${joint}${struck}`, by, given, now });
      }),
    );
    const change = (/** @type {Pair} */ pair) => Math.abs(pair.now - pair.given);
    found.sort((a, b) => Math.max(b.given, b.now) - Math.max(a.given, a.now));
    const moved = found.slice(PAIRS).filter(change).sort((a, b) => change(b) - change(a)).slice(0, MOVED);
    return [...found.slice(0, PAIRS), ...moved];
  });
}

/** @param {{width: number, tallies: any[], changed: boolean, which: string}} asked */
export function strikes(asked) {
  const { width, tallies, changed } = asked, pairs = pairsOf(tallies);
  const most = Math.max(1e-9, ...pairs.flatMap((pair) => [pair.given, pair.now]));
  const longest = Math.max(0, ...pairs.map((pair) => pair.who.length));
  const left = narrow(width) ? 0 : Math.min(width / 2, 16 + 6.6 * longest), room = width - left - 56, lift = narrow(width) ? 16 : 0;
  const parts = worldsKey(14, changed);
  let y = 34;
  for (const by of words.pictures.matrix.by) {
    parts.push(label(2, y + 6, words.pictures.matrix.panels[by], { "font-weight": "bold" }));
    y += 18;
    for (const pair of pairs.filter((one) => one.by === by)) {
      parts.push(label(narrow(width) ? 2 : left - 8, y + (narrow(width) ? 10 : 14), pair.who, { "text-anchor": narrow(width) ? "start" : "end" }));
      const bar = (/** @type {number} */ value, /** @type {number} */ at, /** @type {string} */ colour) => [
        s("rect", { x: left, y: at, width: (room * value) / most, height: BAR, fill: colour }),
        label(left + (room * value) / most + 4, at + BAR - 0.5, significant(value, 2), { "font-size": 10.5 }),
      ];
      parts.push(...bar(pair.given, y + lift, words.look.given));
      if (changed) parts.push(...bar(pair.now, y + lift + BAR + 2, words.look.now));
      y += ROW + lift - (changed ? 0 : 8);
    }
    y += 10;
  }
  const told = pairs.slice(0, 3).map((pair) => `${pair.who}: ${significant(pair.given, 2)}, now ${significant(pair.now, 2)}`).join("; ");
  const { title, note } = words.pictures.matrix;
  return {
    drawing: sheet({ width, height: y, title, note, which: asked.which, alt: `${title}. ${told}.` }, parts),
    rows: pairs.map((pair) => ({ pair: pair.who, by: pair.by, as_given: pair.given, now: pair.now })),
  };
}
