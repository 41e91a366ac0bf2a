/** Where it happens: simulated strikes outside campaigns as arcs on the map of the theatre figure, one map a world. */
import { s } from "./dom.js";
import { haloed, label, narrow, Room, sheet } from "./draw.js";
import { decimal } from "./numbers.js";
import { words } from "./words.js";

const ARCS = 36, NAMED = 14, HEAD_OF_PANEL = 22, KEY = 210;

/** @typedef {{actor: number, site: number, rate: number, rung: number}} Arc */

/** Strikes by actor and site, the most frequent first. @param {any} tally @returns {Arc[]} */
export function arcsOf(tally) {
  /** @type {Arc[]} */
  const found = [];
  tally.sites.forEach((/** @type {number[]} */ row, /** @type {number} */ actor) =>
    row.forEach((acts, site) => {
      if (acts && words.map.sites[site]) found.push({ actor, site, rate: acts / tally.runs, rung: Math.round(tally.rungs[actor][site] / acts) });
    }),
  );
  return found.sort((a, b) => b.rate - a.rate);
}

/** @param {{width: number, tallies: any[], changed: boolean, which: string}} asked */
export function theatre(asked) {
  const { width, tallies, changed } = asked, worlds = changed ? tallies : tallies.slice(0, 1);
  const columns = changed && !narrow(width) ? 2 : 1, wide = (width - 12 * (columns - 1)) / columns;
  const scale = wide / words.map.width, high = words.map.height * scale;
  const arcs = tallies.map(arcsOf), most = Math.max(1e-9, ...arcs.map((strikes) => strikes[0]?.rate ?? 0));
  const parts = worlds.flatMap((tally, k) => {
    const at = `translate(${(k % columns) * (wide + 12)} ${Math.floor(k / columns) * (high + HEAD_OF_PANEL + 8)})`;
    return [s("g", { transform: at }, label(2, 14, changed ? ["as given", "now"][k] : "as given", { "font-weight": "bold" }),
      s("svg", { y: HEAD_OF_PANEL, width: wide, height: high, viewBox: `0 0 ${wide} ${high}` }, ...panel(tally, arcs[k].slice(0, ARCS), scale, wide, high, most)))];
  });
  const { title, note } = words.pictures.theatre;
  const maps = (high + HEAD_OF_PANEL + 8) * Math.ceil(worlds.length / columns), rungs = rungsOf(arcs);
  parts.push(...key(rungs, maps + 14, width));
  const height = maps + 22 + 16 * keyRows(rungs, width);
  const told = arcs[0].slice(0, 3).map((arc) => `${words.names.actors[arc.actor]} at ${words.names.sites[arc.site]} ${decimal(arc.rate)} a run`).join("; ");
  return {
    drawing: sheet({ width, height, title, note, which: asked.which, alt: `${title}. ${told || "No strike"}.` }, parts),
    rows: worlds.flatMap((_, k) => arcs[k].map((arc) => ({
      world: k ? "now" : "as given", actor: words.names.actors[arc.actor], place: words.names.sites[arc.site], per_run: arc.rate, mean_rung: arc.rung,
    }))),
  };
}

/** The rungs that arcs are drawn in. @param {Arc[][]} arcs @returns {number[]} */
function rungsOf(arcs) {
  return [...new Set(arcs.flatMap((strikes) => strikes.slice(0, ARCS).map((arc) => arc.rung)))].sort((a, b) => a - b);
}

/** @param {number[]} rungs @param {number} width */
function keyRows(rungs, width) {
  return Math.ceil((rungs.length + 2) / Math.max(1, Math.floor(width / KEY)));
}

/** What colours and signs mean. @param {number[]} rungs @param {number} y @param {number} width */
function key(rungs, y, width) {
  const { look } = words, columns = Math.max(1, Math.floor(width / KEY));
  const signs = [
    ...rungs.map((rung) => ({ sign: s("line", { x1: 0, x2: 18, y1: -4, y2: -4, stroke: look.rungs[rung], "stroke-width": 4 }), text: look.rung_labels[rung] })),
    { sign: s("circle", { cx: 9, cy: -4, r: 6, fill: look.disc, opacity: 0.55 }), text: "acts of standing campaigns" },
    { sign: s("rect", { x: 4.5, y: -8.5, width: 9, height: 9, fill: "none", stroke: "#000000", "stroke-width": 1.5 }), text: words.about.mark },
  ];
  return signs.map(({ sign, text }, k) =>
    s("g", { transform: `translate(${2 + (k % columns) * KEY} ${y + 16 * Math.floor(k / columns)})` }, sign, label(24, 0, text, { "font-size": 11 })));
}

/** One map. @param {any} tally @param {Arc[]} arcs @param {number} scale @param {number} wide @param {number} high @param {number} most */
function panel(tally, arcs, scale, wide, high, most) {
  const { map, look } = words, room = new Room(wide, high);
  const on = (/** @type {number[]} */ point) => [point[0] * scale, point[1] * scale];
  const parts = [s("rect", { width: wide, height: high, fill: map.land.length ? look.sea : look.land })];
  parts.push(s("g", { transform: `scale(${scale})`, fill: look.land, stroke: look.border, "stroke-width": 0.7 / scale }, ...map.land.map((/** @type {string} */ d) => s("path", { d }))));
  map.sites.forEach((/** @type {number[] | null} */ site, /** @type {number} */ k) => {
    const rate = tally.standing[k] / tally.runs;
    if (site && rate > 0) parts.push(s("circle", { cx: on(site)[0], cy: on(site)[1], r: Math.min(13, 2 + 1.1 * Math.sqrt(rate)), fill: look.disc, opacity: 0.55 }));
  });
  for (const arc of [...arcs].reverse()) parts.push(...drawn(arc, scale, most));
  for (const site of map.observed) {
    const [x, y] = on(map.sites[site]);
    parts.push(s("rect", { x: x - 4.5, y: y - 4.5, width: 9, height: 9, fill: "none", stroke: "#000000", "stroke-width": 1.5 }));
  }
  for (const site of new Set([...arcs.map((arc) => arc.site), ...map.observed])) room.keep(...spot(on(map.sites[site])));
  return [...parts, ...names(arcs, room, on)];
}

/** @param {number[]} point @returns {[number, number, number]} */
function spot(point) {
  return [point[0], point[1], 4];
}

/** An arc with its head, thicker the more strikes, darker the higher the rung. @param {Arc} arc @param {number} scale @param {number} most */
function drawn(arc, scale, most) {
  const { map, look } = words, [x, y] = map.sites[arc.site].map((/** @type {number} */ one) => one * scale);
  const begin = map.begins[arc.actor][arc.site], colour = look.rungs[arc.rung];
  const dot = s("circle", { cx: x, cy: y, r: 3.6, fill: colour, stroke: "#ffffff", "stroke-width": 0.8 });
  if (!begin) return [dot];
  const [fromX, fromY] = begin.map((/** @type {number} */ one) => one * scale), bend = x < fromX ? -0.22 : 0.22;
  const [midX, midY] = [(x + fromX) / 2 + bend * (y - fromY), (y + fromY) / 2 - bend * (x - fromX)];
  const width = 0.8 + 2.6 * Math.sqrt(arc.rate / most), turn = Math.atan2(y - midY, x - midX), size = 5 + width;
  const corner = (/** @type {number} */ side) => `${x - size * Math.cos(turn + side)},${y - size * Math.sin(turn + side)}`;
  return [
    s("path", { d: `M${fromX},${fromY}Q${midX},${midY} ${x},${y}`, fill: "none", stroke: colour, "stroke-width": width, opacity: 0.8 }),
    s("polygon", { points: `${x},${y} ${corner(0.4)} ${corner(-0.4)}`, fill: colour }),
    dot,
  ];
}

/** Names of countries and of the places struck most, where there is room. @param {Arc[]} arcs @param {Room} room
 * @param {(point: number[]) => number[]} on */
function names(arcs, room, on) {
  /** @type {Map<number, number>} */
  const rates = new Map();
  for (const arc of arcs) rates.set(arc.site, (rates.get(arc.site) ?? 0) + arc.rate);
  const found = [];
  for (const [site, rate] of [...rates].sort((a, b) => b[1] - a[1]).slice(0, NAMED)) {
    const text = rate >= 0.005 ? `${words.names.sites[site]} ${decimal(rate, rate >= 0.95 ? 1 : 2)}` : words.names.sites[site];
    const [x, y] = on(words.map.sites[site]), at = room.place(x, y, text, 7);
    if (at) found.push(haloed(at, text, { "font-weight": "bold" }));
  }
  for (const one of words.map.names) {
    const [x, y] = on(one.at), at = room.place(x, y, one.name, -one.name.length * 3);
    if (at) found.push(haloed(at, one.name, { "font-style": "italic", fill: one.own ? "#4a4435" : "#857d6a", "font-weight": one.own ? "bold" : "normal" }));
  }
  return found;
}
