/** One run on a time axis, by the rules of the timeline figure: lanes by actor, arrows from provocation to answer. */
import { s } from "./dom.js";
import { dayTicks, haloed, inkOn, label, narrow, Room, sheet } from "./draw.js";
import { count, dateOf } from "./numbers.js";
import { words } from "./words.js";

/** @typedef {Record<string, number>} Act */

const LANES = 14, MARK = 17, ROW = 15, GRAVE = 10, LABELS = 18, CROWDED = 7;

/** Acts of force, each with its lane and its level in it. @param {Act[]} acts @param {number} apart days that marks need */
function laid(acts, apart) {
  const force = acts.filter((act) => act.kinetic), answered = new Set(force.map((act) => act.cause));
  const standing = (/** @type {Act} */ act) => act.origin === words.origins.campaign && !act.observed;
  /** @type {Map<number, number>} */
  const weight = new Map();
  for (const act of force) weight.set(act.actor, (weight.get(act.actor) ?? 0) + (standing(act) ? 1 : 6));
  const lanes = [...weight].sort((a, b) => b[1] - a[1]).slice(0, LANES).map(([actor]) => actor).sort((a, b) => a - b);
  /** @type {Map<number, number[]>} */
  const ends = new Map();
  return {
    lanes,
    marks: force.filter((act) => lanes.includes(act.actor)).map((act) => {
      const shown = !standing(act) || answered.has(act.act), free = ends.get(act.actor) ?? [];
      ends.set(act.actor, free);
      let level = free.findIndex((end) => end <= act.day);
      if (level < 0) level = free.length;
      if (shown && level < CROWDED) free[level] = act.day + apart;
      return { act, shown, standing: standing(act), level: Math.min(level, CROWDED - 1) };
    }),
  };
}

/** @param {{width: number, acts: Act[], run: number, world: string, first: number, chosen: number,
 *   onPick?: (act: number) => void}} asked `first` is the first act that differs, -1 none */
export function timeline(asked) {
  const { width } = asked, { days } = words.about, tight = narrow(width);
  const left = tight ? 4 : 24 + 6.4 * Math.max(...words.names.actors.map((/** @type {string} */ name) => name.length)), room = width - left - 14;
  const { lanes, marks } = laid(asked.acts, (MARK * days) / room);
  const x = (/** @type {number} */ day) => left + (room * day) / Math.max(1, days - 1);
  let floor = 18;
  /** @type {Map<number, number>} */
  const tops = new Map(), feet = new Map();
  const parts = lanes.flatMap((actor, k) => {
    const mine = marks.filter((mark) => mark.act.actor === actor && mark.shown);
    const rows = mine.length ? 1 + Math.max(...mine.map((mark) => mark.level)) : 0;
    const ticks = marks.some((mark) => mark.act.actor === actor && mark.standing) ? 12 : 0;
    const high = rows * ROW + ticks + 8 + (tight ? 14 : 0), top = floor;
    tops.set(actor, top + (tight ? 14 : 0));
    feet.set(actor, top + (tight ? 14 : 0) + 4 + ROW * rows);
    floor += high;
    return [
      s("rect", { x: 0, y: top, width, height: high, fill: k % 2 ? "#ffffff" : "#f6f6f6" }),
      label(tight ? 4 : left - 8, tight ? top + 12 : top + high / 2 + 4, words.names.actors[actor], { "text-anchor": tight ? "start" : "end", "font-weight": tight ? "bold" : null, "font-size": tight ? 11 : 12 }),
    ];
  });
  const spots = new Map(marks.map((mark) => [mark.act.act, { x: x(mark.act.day), y: (tops.get(mark.act.actor) ?? 0) + 11 + ROW * mark.level }]));
  for (const tick of dayTicks(days, tight ? 4 : 8).filter((one) => x(one.day) < width - 18)) {
    parts.push(s("line", { x1: x(tick.day), x2: x(tick.day), y1: 14, y2: floor, stroke: "#dddddd" }));
    parts.push(label(x(tick.day), floor + 14, tick.text, { "text-anchor": "middle", "font-size": 11, fill: words.look.soft }));
  }
  for (const mark of marks.filter((one) => one.standing)) parts.push(tickOf(x(mark.act.day), feet.get(mark.act.actor)));
  parts.push(...marks.filter((mark) => mark.shown && spots.has(mark.act.cause)).map((mark) => arrow(spots.get(mark.act.cause), spots.get(mark.act.act), mark.act.displaced)));
  if (asked.first >= 0 && asked.acts[asked.first]) {
    const at = x(asked.acts[asked.first].day);
    parts.push(s("line", { x1: at, x2: at, y1: 12, y2: floor, stroke: words.look.now, "stroke-width": 1.5, "stroke-dasharray": "3 3" }));
    parts.push(label(Math.min(at, width - 130), 10, words.pictures.timeline.first, { "font-size": 11, fill: "#8a3b00" }));
  }
  for (const mark of marks.filter((one) => one.shown)) parts.push(dot(mark, spots.get(mark.act.act), asked));
  parts.push(...names(marks.filter((mark) => mark.shown), spots, width, floor));
  return { drawing: framed(asked, parts, floor + 22), rows: asked.acts.map((act) => rowOf(act, asked.world)) };
}

/** @param {any} asked @param {Node[]} parts @param {number} height */
function framed(asked, parts, height) {
  const force = asked.acts.filter((/** @type {Act} */ act) => act.kinetic && !act.observed);
  const note = `Run ${asked.run}, ${asked.world}: ${words.pictures.timeline.note}`;
  const alt = `${words.pictures.timeline.title}: run ${asked.run}, ${asked.world}, ${count(force.length)} simulated acts of force. The story below tells them.`;
  const drawing = sheet({ width: asked.width, height, title: words.pictures.timeline.title, note, which: `Run ${asked.run}`, alt }, parts);
  return drawing;
}

/** A small tick at the foot of a lane. @param {number} x @param {number} y */
function tickOf(x, y) {
  return s("line", { x1: x, x2: x, y1: y, y2: y + 9, stroke: words.look.faint });
}

/** @param {any} start @param {any} end @param {number} displaced */
function arrow(start, end, displaced) {
  const bend = 0.12, midX = (start.x + end.x) / 2 + bend * (end.y - start.y), midY = (start.y + end.y) / 2 - bend * (end.x - start.x);
  const turn = Math.atan2(end.y - midY, end.x - midX), tipX = end.x - 7.5 * Math.cos(turn), tipY = end.y - 7.5 * Math.sin(turn);
  const corner = (/** @type {number} */ side) => `${tipX - 6 * Math.cos(turn + side)},${tipY - 6 * Math.sin(turn + side)}`;
  return s("g", { stroke: words.look.arrow, fill: words.look.arrow, opacity: 0.85 },
    s("path", { d: `M${start.x},${start.y}Q${midX},${midY} ${tipX},${tipY}`, fill: "none", "stroke-width": 1.1, "stroke-dasharray": displaced ? "3 2" : null }),
    s("polygon", { points: `${tipX},${tipY} ${corner(0.4)} ${corner(-0.4)}`, stroke: "none" }));
}

/** A circle with its rung; a square where the scenario prescribes the act. @param {any} mark @param {any} at @param {any} asked */
function dot(mark, at, asked) {
  const { act } = mark, colour = act.observed ? "#ffffff" : words.look.rungs[act.rung], size = mark.standing ? 4 : 6.5;
  const shape = act.observed
    ? s("rect", { x: at.x - 6, y: at.y - 6, width: 12, height: 12, fill: colour, stroke: "#000000", "stroke-width": 1.5 })
    : s("circle", { cx: at.x, cy: at.y, r: size, fill: colour, stroke: "#ffffff", "stroke-width": 0.7 });
  const number = mark.standing ? null : label(at.x, at.y + 3.2, String(act.rung), { "text-anchor": "middle", "font-size": 9, fill: act.observed ? words.look.ink : inkOn(colour) });
  const ring = asked.chosen === act.act ? s("circle", { cx: at.x, cy: at.y, r: 10, fill: "none", stroke: "#b85c00", "stroke-width": 2.5 }) : null;
  const pick = asked.onPick ? () => asked.onPick(act.act) : null;
  return s("g", { ...(pick ? { click: pick, cursor: "pointer" } : {}) }, ring, shape, number);
}

/** Names beside grave and observed acts. @param {any[]} marks @param {Map<number, any>} spots @param {number} width @param {number} height */
function names(marks, spots, width, height) {
  const room = new Room(width, height);
  for (const mark of marks) room.keep(spots.get(mark.act.act).x, spots.get(mark.act.act).y, 6);
  const grave = marks.filter(({ act, standing }) => act.observed || (!standing && (act.killed >= GRAVE || act.rung >= words.ladder.first_homeland)));
  const order = grave.sort((a, b) => b.act.observed - a.act.observed || b.act.killed - a.act.killed || b.act.rung - a.act.rung);
  return order.slice(0, LABELS).flatMap(({ act }) => {
    const dead = act.killed ? ` (${count(act.killed)} dead)` : "";
    const place = act.site >= 0 ? words.names.sites[act.site] : "";
    const text = act.observed ? `${words.about.mark} ${place}${dead}` : `→ ${words.names.actors[act.target]}${dead}`;
    const { x, y } = spots.get(act.act), at = room.place(x, y, text, 9, act.observed ? 11.5 : 10.5);
    return at ? [haloed(at, text, { "font-size": 10, fill: act.observed ? words.look.ink : words.look.soft, "font-weight": act.observed ? "bold" : "normal" })] : [];
  });
}

/** An act as a row of a table. @param {Act} act @param {string} world */
function rowOf(act, world) {
  const { names } = words, name = (/** @type {string[]} */ list, /** @type {number} */ number) => (number >= 0 ? list[number] : "");
  return {
    world, act: act.act, date: dateOf(words.about.start, act.day), mark: act.observed ? words.about.mark : words.act.simulated,
    actor: name(names.actors, act.actor), through: name(names.actors, act.executor), target: name(names.actors, act.target),
    place: name(names.territories, act.territory), site: name(names.sites, act.site), rung: act.rung, rung_name: names.rungs[act.rung],
    weapon: name(names.weapons, act.weapon), answers: act.cause, killed: act.killed, killed_civilians: act.killed_civilians, wounded: act.wounded,
  };
}
