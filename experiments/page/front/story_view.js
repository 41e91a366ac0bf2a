/** One run told: its acts one below the other, a step at a time, with why each was chosen. */
import { byId, h, s, show } from "./dom.js";
import { decimal, percent, signed } from "./numbers.js";
import { words } from "./words.js";

/** Half the width of a bar beside a term. */
const HALF = 56;

/** Shows both stories of a run; asks for reasons as they are wanted. */
export class StoryView {
  /** @param {(act: number, world: number) => void} askWhy @param {() => void} onChoose */
  constructor(askWhy, onChoose) {
    this.askWhy = askWhy;
    this.onChoose = onChoose;
    this.world = 1;
    this.chosen = -1;
    /** @type {any} */
    this.told = null;
    /** @type {Map<number, any>} */
    this.items = new Map();
    byId("act-before").addEventListener("click", () => this.step(-1));
    byId("act-after").addEventListener("click", () => this.step(1));
    byId("act-first").addEventListener("click", () => this.toFirst());
    byId("which-world").addEventListener("change", () => this.show(this.told, Number(byId("which-world").value)));
  }

  /** @param {any} told a message of the worker @param {number} [world] 0 as given, 1 now */
  show(told, world = this.world) {
    this.told = told;
    this.world = world;
    this.chosen = -1;
    this.items.clear();
    byId("which-world").value = String(world);
    const list = told.stories[world].map((/** @type {any} */ passage) => this.item(passage));
    show(byId("story"), ...list);
    byId("act-first").disabled = told.first < 0;
    show(byId("differs"), ...this.parting());
    this.onChoose();
  }

  /** Where the two worlds part in this run: the act as given beside the act now. @returns {any[]} */
  parting() {
    const { first, stories } = this.told;
    if (first < 0) return ["In this run every act is the same in both worlds."];
    const told = (/** @type {number} */ world) => stories[world].find((/** @type {any} */ one) => one.act?.act === first)?.sentences.join(" ") ?? "No further act.";
    return [
      h("p", {}, `The first act that differs is #${first}:`),
      h("dl", {}, ...["as given", "now"].flatMap((name, world) => [h("dt", {}, name), h("dd", {}, told(world))])),
    ];
  }

  /** @param {any} passage */
  item(passage) {
    const [headline, ...rest] = passage.sentences;
    if (!passage.act) return h("li", { class: passage.observed ? "seen" : "between" }, ...passage.sentences.map((/** @type {string} */ one) => h("p", {}, one)));
    const number = passage.act.act, why = h("div", { class: "why", "aria-live": "polite" });
    const decided = !passage.observed && passage.act.cause >= 0 && passage.act.kinetic;
    const button = decided ? h("button", { type: "button", class: "quiet", "aria-expanded": "false", click: () => this.ask(number) }, `Why #${number}?`) : null;
    const item = h("li", { class: passage.observed ? "seen" : "act", tabindex: "-1", id: `act-${number}`, click: () => this.choose(number, false) },
      h("p", { class: "headline" }, headline), rest.length ? h("p", {}, rest.join(" ")) : null, button, why);
    this.items.set(number, { item, button, why });
    return item;
  }

  /** @param {number} act */
  ask(act) {
    const entry = this.items.get(act);
    if (!entry) return;
    const open = entry.button?.getAttribute("aria-expanded") === "true";
    entry.button?.setAttribute("aria-expanded", String(!open));
    if (open) show(entry.why);
    else this.askWhy(act, this.world);
  }

  /** @param {any} message */
  because(message) {
    const entry = this.items.get(message.act);
    if (!entry || message.world !== this.world || message.run !== this.told.run) return;
    if (!message.told) return show(entry.why, h("p", {}, words.because.nothing));
    const { sentence, terms, chance, draw } = message.told;
    show(entry.why, h("p", {}, sentence),
      h("table", { class: "terms" }, h("caption", {}, `${words.because.caption} ${percent(chance)}; ${words.because.draw} ${decimal(draw, 3)}.`),
        h("tbody", {}, ...terms.map((/** @type {any} */ term) => h("tr", {}, h("th", { scope: "row" }, term.words), h("td", {}, signed(term.value)), h("td", { class: "bar" }, bar(term.value, terms)))))));
  }

  /** @param {number} way */
  step(way) {
    const numbers = [...this.items.keys()], at = numbers.indexOf(this.chosen);
    const next = at < 0 ? (way > 0 ? 0 : numbers.length - 1) : Math.min(numbers.length - 1, Math.max(0, at + way));
    if (numbers.length) this.choose(numbers[next], true);
  }

  toFirst() {
    const told = [...this.items.keys()].find((number) => number >= this.told.first);
    if (told !== undefined) this.choose(told, true);
  }

  /** @param {number} act @param {boolean} go */
  choose(act, go) {
    if (this.chosen === act && !go) return;
    this.items.get(this.chosen)?.item.classList.remove("chosen");
    this.chosen = act;
    const entry = this.items.get(act);
    if (entry) {
      entry.item.classList.add("chosen");
      if (go) {
        entry.item.focus({ preventScroll: true });
        entry.item.scrollIntoView({ block: "nearest" });
      }
    }
    this.onChoose();
  }
}

/** How strong a term is, for the eye: for the act to the right of a centre line, against it to the left.
 * @param {number} value @param {{value: number}[]} terms */
function bar(value, terms) {
  const most = Math.max(1e-9, ...terms.map((term) => Math.abs(term.value))), long = (HALF * Math.abs(value)) / most;
  return s("svg", { width: 2 * HALF, height: 12, "aria-hidden": "true" },
    s("rect", { x: value < 0 ? HALF - long : HALF, y: 2, width: long, height: 8, class: value > 0 ? "for" : "against" }),
    s("line", { x1: HALF, x2: HALF, y1: 0, y2: 12, stroke: words.look.ink }));
}
