/** Curves by which two worlds are compared: pressure at home by day, and how far chains run. */
import { s } from "./dom.js";
import { dayTicks, label, narrow, sheet, worldsKey } from "./draw.js";
import { percent, setting } from "./numbers.js";
import { survival } from "./tally.js";
import { capital, words } from "./words.js";

const ACTORS = 6, PANEL = 110;
/** Chains that a point of a curve stands on at least, to be drawn in colour. */
const CARRIES = 10;

/** Where fewer do. */
const FEW = "#bbbbbb";

/** @param {[number, number][]} points @param {string} colour @param {boolean} dashed */
function line(points, colour, dashed) {
  return s("polyline", {
    points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "), fill: "none", stroke: colour, "stroke-width": 2,
    "stroke-dasharray": dashed ? "6 4" : null, "stroke-linejoin": "round",
  });
}

/** Mean pressure of an actor by day. @param {any} tally @param {number} actor @returns {number[]} */
function meanPressure(tally, actor) {
  return [...tally.pressure[actor]].map((sum) => sum / Math.max(1, tally.recorded));
}

/** The actors whose pressure differs most between the worlds, else those whose pressure moves most; in the scenario's
 * order. @param {any[]} tallies @param {boolean} changed */
function liveliest(tallies, changed) {
  const score = words.names.actors.map((/** @type {string} */ _, /** @type {number} */ actor) => {
    const [given, now] = tallies.map((tally) => meanPressure(tally, actor));
    const moved = changed ? Math.max(...given.map((value, day) => Math.abs(value - now[day]))) : 0;
    return { actor, moved, swing: Math.max(...given) - Math.min(...given) };
  });
  const order = [...score].sort((a, b) => b.moved - a.moved || b.swing - a.swing).slice(0, ACTORS).filter((one) => one.moved || one.swing);
  return order.map((one) => one.actor).sort((a, b) => a - b);
}

/** @param {{width: number, tallies: any[], changed: boolean, which: string}} asked */
export function pressure(asked) {
  const { width, tallies, changed } = asked, actors = liveliest(tallies, changed), { days } = words.about;
  const columns = narrow(width) ? 1 : 2, wide = (width - 20 * (columns - 1)) / columns, parts = worldsKey(14, changed);
  actors.forEach((actor, k) => {
    const left = (k % columns) * (wide + 20) + 30, top = 40 + Math.floor(k / columns) * (PANEL + 44), room = wide - 36;
    const x = (/** @type {number} */ day) => left + (room * day) / Math.max(1, days - 1), y = (/** @type {number} */ value) => top + PANEL * (1 - value);
    parts.push(label(left, top - 6, words.names.actors[actor], { "font-weight": "bold" }));
    for (const value of [0, 0.5, 1]) {
      parts.push(s("line", { x1: left, x2: left + room, y1: y(value), y2: y(value), stroke: "#dddddd" }));
      parts.push(label(left - 6, y(value) + 4, setting(value), { "text-anchor": "end", "font-size": 11, fill: words.look.soft }));
    }
    for (const tick of dayTicks(days, narrow(width) ? 4 : 5).filter((one) => x(one.day) < left + room - 12))
      parts.push(label(x(tick.day), top + PANEL + 15, tick.text, { "text-anchor": "middle", "font-size": 11, fill: words.look.soft }));
    const curve = (/** @type {any} */ tally) => /** @type {[number, number][]} */ (meanPressure(tally, actor).map((value, day) => [x(day), y(value)]));
    parts.push(line(curve(tallies[0]), words.look.given, true));
    if (changed) parts.push(line(curve(tallies[1]), words.look.now, false));
  });
  const title = words.pictures.stocks.measures[0], note = `By day, mean of the first ${tallies[0].recorded} runs`;
  const height = 40 + Math.ceil(actors.length / columns) * (PANEL + 44);
  const named = actors.map((actor) => words.names.actors[actor]).join(", ");
  return {
    drawing: sheet({ width, height, title: capital(title), note, which: asked.which, alt: `${title}: ${named || "nobody"}.` }, parts),
    rows: actors.flatMap((actor) => {
      const [given, now] = tallies.map((tally) => meanPressure(tally, actor));
      return given.map((value, day) => ({ actor: words.names.actors[actor], day, as_given: value, now: now[day] }));
    }),
  };
}

/** @param {{width: number, tallies: any[], changed: boolean, which: string}} asked */
export function chains(asked) {
  const { width, tallies, changed } = asked, { title, note, steps, groups } = words.pictures.survival;
  const panels = [0, 1].map((group) => tallies.map((tally) => survival(tally.chains[group], steps)));
  const columns = narrow(width) ? 1 : 2, wide = (width - 20 * (columns - 1)) / columns, high = 190, parts = worldsKey(14, changed);
  /** @type {Record<string, unknown>[]} */
  const rows = [];
  panels.forEach((curves, k) => {
    const left = (k % columns) * (wide + 20) + 44, top = 44 + Math.floor(k / columns) * (high + 56), room = wide - 52;
    const points = curves.flat(), longest = Math.max(5, ...points.map(([length]) => length));
    const floor = Math.min(0.01, ...points.map(([, share]) => share)) * 0.7;
    const x = (/** @type {number} */ length) => left + (room * Math.log(length)) / Math.log(longest);
    const y = (/** @type {number} */ share) => top + (high * Math.log(share)) / Math.log(floor);
    parts.push(label(left - 40, top - 10, groups[k], { "font-weight": "bold" }));
    for (const share of [1, 0.1, 0.01, 0.001, 0.0001].filter((one) => one >= floor)) {
      parts.push(s("line", { x1: left, x2: left + room, y1: y(share), y2: y(share), stroke: "#dddddd" }));
      parts.push(label(left - 5, y(share) + 4, `${setting(100 * share)} %`, { "text-anchor": "end", "font-size": 11, fill: words.look.soft }));
    }
    for (const length of [1, 2, 3, 5, 10, 20, 50, 100, 500].filter((one) => one <= longest))
      parts.push(label(x(length), top + high + 15, String(length), { "text-anchor": "middle", "font-size": 11, fill: words.look.soft }));
    parts.push(label(left, top + high + 31, words.pictures.survival.axis, { "font-size": 11, fill: words.look.soft }));
    curves.forEach((curve, world) => {
      if (world && !changed) return;
      const at = /** @type {[number, number][]} */ (curve.map(([length, share]) => [x(length), y(share)]));
      const chains = tallies[world].chains[k].reduce((/** @type {number} */ sum, /** @type {number} */ many) => sum + (many ?? 0), 0);
      const firm = curve.filter(([, share]) => Math.round(share * chains) >= CARRIES).length;
      if (firm < at.length) parts.push(line(at.slice(Math.max(0, firm - 1)), FEW, !world));
      if (firm) parts.push(line(at.slice(0, firm), world ? words.look.now : words.look.given, !world));
      for (const [length, share] of curve) rows.push({ begun: groups[k], world: world ? "now" : "as given", length, share });
    });
  });
  const two = panels[0].map((curve) => percent(curve.find(([length]) => length === 2)?.[1] ?? 0)).join(", now ");
  const height = 44 + Math.ceil(2 / columns) * (high + 56);
  return {
    drawing: sheet({ width, height, title, note: `${note}; grey: fewer than ${CARRIES} chains`, which: asked.which, alt: `${title}. Two acts or more, ${groups[0]}: ${two}.` }, parts),
    rows,
  };
}
