/** A lesson before the page: screens in which the reader decides first, and then sees what the model and history did. */
import { inWords } from "./answers.js";
import { byId, h, show } from "./dom.js";
import { fill, words } from "./words.js";

/** Shows one screen at a time; the page itself comes after the last. */
export class Lesson {
  /** @param {(values: Record<string, number>) => void} onTry */
  constructor(onTry) {
    this.onTry = onTry;
    this.at = 0;
    /** @type {string} */
    this.picked = "";
    /** @type {any[]} */
    this.answers = [];
    this.shown = Boolean(words.lesson);
  }

  start() {
    byId("lesson").hidden = !this.shown;
    byId("laboratory").hidden = this.shown;
    if (this.shown) this.show(false);
  }

  /** @param {any[]} answers as given */
  know(answers) {
    this.answers = answers;
    if (this.shown && this.at < words.lesson.screens.length && byId("lesson-answers")) this.fillIn();
  }

  /** @param {boolean} [focus] */
  show(focus = true) {
    const screen = words.lesson.screens[this.at], last = this.at === words.lesson.screens.length - 1;
    const heading = h("h2", { tabindex: "-1" }, screen.title);
    show(byId("lesson"),
      h("p", { class: "kicker" }, `${words.lesson.title}, ${this.at + 1} of ${words.lesson.screens.length}`), heading,
      ...screen.paragraphs.map((/** @type {any} */ one) => h("p", {}, one.mark ? h("span", { class: "mark" }, one.mark) : null, one.text)),
      screen.choices ? this.choices(screen) : null,
      screen.answers ? h("div", { id: "lesson-answers", "aria-live": "polite" }) : null,
      screen.picked ? h("p", { class: "picked" }, this.picked ? fill(screen.picked, { picked: this.picked }) : "") : null,
      ...(screen.tries ?? []).map((/** @type {any} */ one) => h("p", {}, h("button", { type: "button", click: () => this.finish(one.values) }, one.label))),
      h("p", { class: "turn" },
        h("button", { type: "button", disabled: this.at === 0, click: () => this.turn(-1) }, "Back"),
        last ? null : h("button", { type: "button", class: "main", id: "lesson-next", disabled: Boolean(screen.choices && !this.picked), click: () => this.turn(1) }, "Next"),
        h("button", { type: "button", class: last ? "main" : "quiet", click: () => this.finish({}) }, last ? "Open the laboratory" : "Skip to the laboratory")));
    if (screen.answers) this.fillIn();
    if (focus) heading.focus();
  }

  /** @param {any} screen */
  choices(screen) {
    return h("fieldset", {}, h("legend", {}, screen.ask),
      ...screen.choices.map((/** @type {string} */ choice) => h("label", { class: "choice" },
        h("input", { type: "radio", name: "lesson", value: choice, checked: this.picked === choice, change: () => { this.picked = choice; byId("lesson-next").disabled = false; } }), choice)));
  }

  fillIn() {
    const wanted = words.lesson.screens[this.at].answers ?? [];
    const rows = wanted.flatMap((/** @type {string} */ name) => this.answers.filter((one) => one.name === name));
    show(byId("lesson-answers"), rows.length
      ? h("dl", { class: "lesson-answers" }, ...rows.flatMap((one) => {
          const told = inWords(one);
          return [h("dt", {}, one.label), h("dd", {}, h("span", { class: "value" }, told.given), ` (${told.givenBounds})`)];
        }))
      : h("p", {}, "The model is running …"));
  }

  /** @param {number} way */
  turn(way) {
    this.at += way;
    this.show();
  }

  /** @param {Record<string, number>} values */
  finish(values) {
    this.shown = false;
    byId("lesson").hidden = true;
    byId("laboratory").hidden = false;
    this.onTry(values);
    byId("h-change").focus();
  }
}
