/** What moves an answer most, as a table: settings at either end of their range, events taken out. */
import { inWords } from "./answers.js";
import { byId, h, show } from "./dom.js";
import { ranked } from "./movers.js";
import { several, setting } from "./numbers.js";
import { controlOf, eventOf } from "./state.js";
import { capital, fill, words } from "./words.js";

/** @typedef {import("./movers.js").Mover} Mover */

/** Settings in the table; those after them are named below it. */
const SHOWN = 8;

/** Shows the ranking of one answer at a time, and lets its changes be tried. */
export class MoversView {
  /** @param {(path: string, value: number | null) => void} onTry */
  constructor(onTry) {
    this.onTry = onTry;
    /** @type {any} */
    this.message = null;
    const asked = words.measures_shown, choice = byId("movers-of");
    /** A question answered by yes or no says most to begin with. */
    this.name = (asked.find((/** @type {any} */ one) => one.kind === "question" && one.unit === "share") ?? asked[0]).name;
    show(choice, ...asked.map((/** @type {any} */ one) => h("option", { value: one.name, selected: one.name === this.name }, capital(one.label))));
    choice.addEventListener("change", () => { this.name = choice.value; this.draw(); });
  }

  /** Whether the ranking of a seed is there. @param {number} seed */
  knows(seed) {
    return this.message?.seed === seed && this.message.done;
  }

  /** What moves an answer most by itself, in words; nothing where that is not known, or nothing does. @param {string} name */
  strongest(name) {
    const [first] = this.message?.done ? ranked(this.message.found, name) : [];
    return first?.clear ? fill(words.movers.most, { what: labelOf(first) }) : "";
  }

  /** @param {any} message of the worker */
  take(message) {
    this.message = message;
    this.draw();
  }

  /** The ranking is of other runs now. */
  forget() {
    this.message = null;
    this.draw();
  }

  draw() {
    const { message } = this, told = words.movers;
    if (!message?.done) {
      show(byId("movers"), h("p", { class: "note" }, message ? fill(told.going_on, { done: message.found.length, all: message.all }) : told.waiting));
      return;
    }
    const all = ranked(message.found, this.name), clear = all.filter((one) => one.clear), rest = all.filter((one) => !one.clear);
    const table = h("table", { class: "movers" }, h("thead", {}, h("tr", {}, ...told.heads.map((/** @type {string} */ head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...clear.slice(0, SHOWN).map((one) => this.row(one))));
    const also = clear.slice(SHOWN).map(labelOf);
    show(byId("movers"), clear.length ? table : h("p", {}, told.none),
      also.length ? h("p", { class: "note" }, `${told.also} ${also.join("; ")}.`) : null,
      clear.length && rest.length ? h("p", { class: "note" }, `${told.unclear} ${rest.map(labelOf).join("; ")}.`) : null,
      h("p", { class: "note" }, fill(told.note, { runs: several(message.runs, "paired run") })));
  }

  /** @param {Mover} mover */
  row(mover) {
    return h("tr", {}, h("th", { scope: "row" }, labelOf(mover)),
      h("td", {}, ...mover.ends.map(({ value, answer }) => {
        const told = inWords(answer), where = value === null ? words.movers.taken_out : fill(words.movers.at, { value: setting(value) });
        const bounds = told.bounds === told.difference ? "" : ` (${told.bounds})`;
        return h("p", { class: answer.worse ? `worse-${answer.worse}` : "" },
          h("button", { type: "button", class: "quiet", "aria-label": `${where}: ${labelOf(mover)}`, click: () => this.onTry(mover.path, value) }, where),
          h("span", { class: "verdict" }, ` ${told.difference}${bounds}`));
      })));
  }
}

/** @param {{path: string}} mover */
function labelOf({ path }) {
  return eventOf(path)?.label ?? controlOf(path)?.label ?? path;
}
