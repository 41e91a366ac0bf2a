/** The pictures of a page: drawn for the width that there is, each with a way to take it along. */
import { chains, pressure } from "./curves.js";
import { byId, download, h, show } from "./dom.js";
import { asFile, asPicture, asTable } from "./draw.js";
import { theatre } from "./map.js";
import { strikes } from "./strikes.js";

/** Units of a picture that is saved, whatever the window. */
const SAVED = 900;

/** @typedef {(width: number) => {drawing: any, rows: Record<string, unknown>[]}} Draw */

/** Draw into a figure, and offer it as drawing, picture and data. @param {string} id @param {string} name @param {Draw} draw */
export function pictured(id, name, draw) {
  const figure = byId(id), width = Math.max(300, Math.floor(figure.clientWidth || 640));
  const made = draw(Math.min(SAVED, width));
  const failed = (/** @type {unknown} */ fault) => { byId("message").textContent = `The picture was not saved: ${fault}`; };
  const save = {
    SVG: () => download(`${name}.svg`, new Blob([asFile(draw(SAVED).drawing)], { type: "image/svg+xml" })),
    PNG: () => asPicture(draw(SAVED).drawing).then((picture) => download(`${name}.png`, picture), failed),
    CSV: () => download(`${name}.csv`, new Blob([asTable(made.rows)], { type: "text/csv" })),
  };
  const buttons = Object.entries(save).map(([kind, act]) => h("button", { type: "button", class: "quiet", click: act, "aria-label": `Save as ${kind}: ${name}` }, kind));
  show(figure, made.drawing, h("figcaption", {}, "Save: ", ...buttons));
}

/** All pictures of the answers. @param {any} message answers of the worker @param {boolean} changed @param {string} which */
export function pictures(message, changed, which) {
  const drawn = { theatre, strikes, pressure, chains };
  for (const [name, draw] of Object.entries(drawn))
    pictured(`picture-${name}`, name, (width) => draw({ width, tallies: message.tallies, changed, which }));
}
