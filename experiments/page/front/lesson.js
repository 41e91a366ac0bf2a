/** A lesson before the page: screens in which the reader decides first, and then sees what the model and history did. */
import { inWords } from "./answers.js";
import { byId, h, show } from "./dom.js";
import { percent } from "./numbers.js";
import { fill, words } from "./words.js";

/** @typedef {import("./answers.js").Answer} Answer */

/** Shows one screen at a time; the page itself comes after the last. */
export class Lesson {
  /** @param {(values: Record<string, number>) => void} onTry @param {() => void} onOpen when the laboratory opens */
  constructor(onTry, onOpen) {
    this.onTry = onTry;
    this.onOpen = onOpen;
    this.at = 0;
    /** @type {string} */
    this.picked = "";
    /** @type {Answer[]} */
    this.answers = [];
    this.changed = false;
    this.shown = Boolean(words.lesson);
  }

  start() {
    byId("lesson").hidden = !this.shown;
    byId("laboratory").hidden = this.shown;
    byId("to-lesson").hidden = !words.lesson;
    byId("to-lesson").addEventListener("click", () => this.back());
    if (this.shown) this.show(false);
  }

  /** From the laboratory to the screen that was left. */
  back() {
    this.shown = true;
    byId("lesson").hidden = false;
    byId("laboratory").hidden = true;
    this.show();
  }

  /** @param {Answer[]} answers @param {boolean} changed whether they are of two worlds */
  know(answers, changed) {
    this.answers = answers;
    this.changed = changed;
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
      ...(screen.tries ?? []).map((/** @type {any} */ one) => this.tryOf(one)),
      screen.tries ? this.tryOf({ label: "All as given", values: {} }) : null,
      screen.answers ? h("div", { id: "lesson-answers", "aria-live": "polite" }) : null,
      screen.picked ? h("p", { class: "picked", id: "lesson-picked" }) : null,
      h("p", { class: "turn" },
        h("button", { type: "button", disabled: this.at === 0, click: () => this.turn(-1) }, "Back"),
        last ? null : h("button", { type: "button", class: "main", id: "lesson-next", disabled: Boolean(screen.choices && !this.picked), click: () => this.turn(1) }, "Next"),
        h("button", { type: "button", class: last ? "main" : "quiet", click: () => this.finish() }, last ? "Open the laboratory" : "Skip to the laboratory")));
    if (screen.answers) this.fillIn();
    if (focus) heading.focus();
  }

  /** @param {any} screen */
  choices(screen) {
    return h("fieldset", {}, h("legend", {}, screen.ask),
      ...screen.choices.map((/** @type {{text: string}} */ { text: choice }) => h("label", { class: "choice" },
        h("input", { type: "radio", name: "lesson", value: choice, checked: this.picked === choice, change: () => { this.picked = choice; byId("lesson-next").disabled = false; } }), choice)));
  }

  /** @param {{label: string, values: Record<string, number>}} one what a button changes */
  tryOf({ label, values }) {
    const button = h("button", { type: "button", class: "try", "aria-pressed": "false", click: () => {
      for (const other of document.querySelectorAll("#lesson .try")) other.setAttribute("aria-pressed", String(other === button));
      this.onTry(values);
    } }, label);
    return h("p", {}, button);
  }

  fillIn() {
    const screen = words.lesson.screens[this.at], wanted = screen.answers ?? [], both = Boolean(screen.tries);
    /** @type {Answer[]} */
    const rows = wanted.flatMap((/** @type {string} */ name) => this.answers.filter((one) => one.name === name));
    show(byId("lesson-answers"), rows.length
      ? h("dl", { class: "lesson-answers" }, ...rows.flatMap((one) => {
          const told = inWords(one);
          const value = (/** @type {string} */ name, /** @type {string} */ said, /** @type {string} */ bounds) => h("p", {}, name, h("span", { class: "value" }, said), ` (${bounds})`);
          return [h("dt", {}, one.label), h("dd", {}, value(both ? "as given " : "", told.given, told.givenBounds),
            both ? (this.changed ? value("now ", told.now, told.nowBounds) : h("p", {}, "now: nothing taken away yet")) : null)];
        }))
      : h("p", {}, "The model is running …"));
    if (screen.picked) show(byId("lesson-picked"), this.held(screen));
  }

  /** The reader's choice held against how often the model does the like. @param {any} screen */
  held(screen) {
    const choice = words.lesson.screens.flatMap((/** @type {any} */ one) => one.choices ?? []).find((/** @type {any} */ one) => one.text === this.picked);
    const found = this.answers.find((one) => one.name === screen.against);
    if (!choice || !found || Number.isNaN(found.given.estimate)) return "";
    const share = found.given.estimate, like = choice.strikes ? share : 1 - share;
    return fill(screen.picked, { picked: this.picked, like: percent(like), rest: percent(1 - like) });
  }

  /** @param {number} way */
  turn(way) {
    this.at += way;
    this.show();
  }

  finish() {
    this.shown = false;
    byId("lesson").hidden = true;
    byId("laboratory").hidden = false;
    this.onOpen();
    byId("h-change").focus();
  }
}
