/** What drawings share: a sheet with title and foot, text that keeps its place, colours, and files to take away. */
import { s } from "./dom.js";
import { dateOf } from "./numbers.js";
import { fill, words } from "./words.js";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const HEAD = 46, FOOT = 24, LETTER = 6.1;

/** @param {number} width */
export const narrow = (width) => width < 560;

/** A text in a drawing. @param {number} x @param {number} y @param {string} text @param {Record<string, any>} [look] */
export function label(x, y, text, look = {}) {
  return s("text", { x, y, "font-size": 12, fill: words.look.ink, ...look }, text);
}

/** A text in lines of a width. @param {string} text @param {number} width @param {number} [letter] */
export function lines(text, width, letter = LETTER) {
  const found = [""], most = Math.max(12, Math.floor(width / letter));
  for (const word of text.split(" ")) {
    const last = found.length - 1;
    if (found[last] && found[last].length + word.length + 1 > most) found.push(word);
    else found[last] = found[last] ? `${found[last]} ${word}` : word;
  }
  return found;
}

/** A sheet: title, a grey line of what is seen, the parts, and at the foot what it is.
 * @param {{width: number, height: number, title: string, note: string, which: string, alt: string}} about
 * @param {Node[]} parts drawn as if the sheet began below its head */
export function sheet(about, parts) {
  const { width } = about, foot = fill(words.pictures.stamp, { which: about.which });
  const title = lines(about.title, width, 8.2), note = lines(about.note, width), last = lines(foot, width, 5.6);
  const head = HEAD + 19 * (title.length - 1) + 15 * (note.length - 1);
  const height = head + about.height + FOOT + 13 * (last.length - 1);
  return s(
    "svg",
    { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": about.alt, "font-family": FONT },
    s("rect", { width, height, fill: "#ffffff" }),
    ...title.map((line, k) => label(2, 17 + 19 * k, line, { "font-size": 15.5, "font-weight": "bold" })),
    ...note.map((line, k) => label(2, 36 + 19 * (title.length - 1) + 15 * k, line, { fill: words.look.soft })),
    s("g", { transform: `translate(0 ${head})` }, ...parts),
    ...last.map((line, k) => label(2, height - 6 - 13 * (last.length - 1 - k), line, { "font-size": 11, fill: words.look.soft })),
  );
}

/** The key of two worlds: as given dashed, now drawn through. @param {number} y @param {boolean} changed */
export function worldsKey(y, changed) {
  const one = (/** @type {number} */ x, /** @type {string} */ text, /** @type {string} */ colour, /** @type {boolean} */ dashed) => [
    s("line", { x1: x, x2: x + 26, y1: y - 4, y2: y - 4, stroke: colour, "stroke-width": 3, "stroke-dasharray": dashed ? "6 4" : null }),
    label(x + 32, y, text),
  ];
  return [...one(2, "as given", words.look.given, true), ...(changed ? one(112, "now", words.look.now, false) : [])];
}

/** Days to mark on an axis: firsts of months where the period is long, else every few days.
 * @param {number} days @param {number} most @returns {{day: number, text: string}[]} */
export function dayTicks(days, most) {
  const { start } = words.about;
  const text = (/** @type {number} */ day) => dateOf(start, day).replace(/ \d+$/, "");
  if (days <= 45) {
    const step = [1, 2, 5, 7, 10].find((one) => days / one <= most) ?? 15;
    return Array.from({ length: Math.ceil(days / step) }, (_, k) => ({ day: k * step, text: text(k * step) }));
  }
  const found = [];
  for (let day = 0; day < days; day++) if (/^1 /.test(dateOf(start, day))) found.push({ day, text: text(day) });
  const step = Math.max(1, Math.ceil(found.length / most));
  return found.filter((_, k) => k % step === 0);
}

/** Black or white, whichever reads better on a colour. @param {string} colour */
export function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 ? "#ffffff" : words.look.ink;
}

/** Room on a drawing: boxes that are taken. */
export class Room {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    /** @type {number[][]} */
    this.boxes = [];
  }

  /** Keep a box free. @param {number} x @param {number} y @param {number} half */
  keep(x, y, half) {
    this.boxes.push([x - half, y - half, x + half, y + half]);
  }

  /** The first free place for a text beside a point, taken at once; null where there is none.
   * @param {number} x @param {number} y @param {string} text @param {number} [gap] @param {number} [size] */
  place(x, y, text, gap = 9, size = 11) {
    const wide = text.length * size * 0.56, high = size;
    const spots = [[x + gap, y + high / 3], [x - gap - wide, y + high / 3], [x - wide / 2, y - gap], [x - wide / 2, y + gap + high]];
    for (const [left, base] of spots) {
      const box = [left - 1, base - high, left + wide + 1, base + 3];
      const inside = box[0] >= 0 && box[1] >= 0 && box[2] <= this.width && box[3] <= this.height;
      if (!inside || this.boxes.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
      this.boxes.push(box);
      return { x: left, y: base };
    }
    return null;
  }
}

/** A text with a white rim, for maps and lines. @param {{x: number, y: number}} at @param {string} text @param {Record<string, any>} [look] */
export function haloed(at, text, look = {}) {
  const rim = { stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  return label(at.x, at.y, text, { "font-size": 11, ...rim, ...look });
}

/** A drawing as the text of a file. @param {SVGElement} drawing */
export function asFile(drawing) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}\n`;
}

/** A drawing as a picture. @param {SVGElement} drawing @param {number} [dots] a unit @returns {Promise<Blob>} */
export async function asPicture(drawing, dots = 2) {
  const [width, height] = [drawing.getAttribute("width"), drawing.getAttribute("height")].map(Number);
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(asFile(drawing))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * dots;
  canvas.height = height * dots;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture")))));
}

/** Rows as a table for a spreadsheet. @param {Record<string, unknown>[]} rows */
export function asTable(rows) {
  const names = Object.keys(rows[0] ?? {});
  const cell = (/** @type {unknown} */ value) => {
    const text = String(value ?? "");
    // a cell that begins like a formula would be one in a spreadsheet
    const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  };
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((line) => line.map(cell).join(",")).join("\n") + "\n";
}
