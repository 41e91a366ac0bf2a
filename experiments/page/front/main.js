/** The page: what a reader sets goes to the worker, what comes back is shown; the address always says what is set. */
import { leadOf, rowsOf, tableOf } from "./answers_view.js";
import { Controls } from "./controls.js";
import { byId, download, h, show } from "./dom.js";
import { asTable } from "./draw.js";
import { Lesson } from "./lesson.js";
import { MoversView } from "./movers_view.js";
import { several, setting } from "./numbers.js";
import { pictured, pictures } from "./pictures_view.js";
import { asGiven, controlOf, eventOf, fileOf, fragmentOf, isChanged, MOST_RUN, stateOf, valuesOf } from "./state.js";
import { StoryView } from "./story_view.js";
import { timeline } from "./timeline.js";
import { fill, words } from "./words.js";

/** Milliseconds that a slider rests before the address is written, and before pictures are drawn again. */
const RESTS = 250;

export class Page {
  /** @param {any} worker */
  constructor(worker) {
    this.worker = worker;
    this.asked = 0;
    this.state = asGiven();
    /** @type {any} */
    this.message = null;
    this.upTo = words.about.refined;
    /** Names of answers that stay on top. @type {Set<string>} */
    this.pinned = new Set();
    /** @type {any} */
    this.writing = 0;
    /** @type {any} */
    this.drawing = 0;
    this.controls = new Controls((path, value) => this.change(path, value));
    this.story = new StoryView((act, world) => this.worker.postMessage({ kind: "why", id: this.asked, run: this.story.told.run, act, world }), () => this.drawTimeline());
    this.movers = new MoversView((path, value) => { this.change(path, value); goTo("h-answers"); });
    this.lesson = new Lesson((values) => this.become({ ...this.state, values: { ...values } }), () => { this.draw(); this.rank(); });
    worker.onmessage = (/** @type {{data: any}} */ event) => this.take(event.data);
    worker.onerror = (/** @type {any} */ fault) => this.fail(fault.message ?? "the model stopped");
  }

  /** @param {any} message */
  take(message) {
    if (message.kind === "ready") this.ready(message);
    else if (message.kind === "fault") this.fail(message.message);
    else if (message.kind === "movers") { if (message.seed === this.state.seed) this.rankedTo(message); }
    else if (message.id !== this.asked) return;
    else if (message.kind === "answers") this.show(message);
    else if (message.kind === "run") this.story.show(message);
    else if (message.kind === "why") this.story.because(message);
  }

  /** @param {string} message */
  fail(message) {
    show(byId("fault"), `Something went wrong: ${message}`);
    byId("fault").hidden = false;
  }

  /** @param {{settings: any[], fixed: Record<string, string>, kept: Record<string, string>}} message */
  ready(message) {
    for (const event of words.events.listed) event.kept = message.kept[event.path] ?? "";
    for (const setting of message.settings) Object.assign(controlOf(setting.path) ?? {}, { low: setting.low, high: setting.high, whole: setting.whole, without: setting.without });
    this.controls.build(byId("controls"), message.fixed);
    // an address or a file that sets what cannot be moved here is told so, as of any setting that is not offered
    words.controls = words.controls.filter((/** @type {any} */ one) => !(one.path in message.fixed));
    this.listen();
    this.fromAddress();
    this.lesson.start();
  }

  listen() {
    byId("reset-all").addEventListener("click", () => this.become({ ...this.state, values: {} }));
    byId("seed").addEventListener("change", () => this.numberTyped("seed", Number.MAX_SAFE_INTEGER));
    byId("run").max = String(MOST_RUN);
    byId("run").addEventListener("change", () => this.numberTyped("run", MOST_RUN));
    byId("run-example").addEventListener("click", () => this.toDiffering());
    byId("more-runs").addEventListener("click", () => { this.upTo = 10_000; this.ask(); });
    byId("copy-link").addEventListener("click", () => this.copy());
    byId("save-yaml").addEventListener("click", () => download(`${words.saved.file}.yaml`, new Blob([fileOf(this.state)], { type: "text/yaml" })));
    byId("save-csv").addEventListener("click", () => this.message && download("answers.csv", new Blob([asTable(rowsOf(this.message.answers))], { type: "text/csv" })));
    byId("open-yaml").addEventListener("change", () => this.open());
    byId("print").addEventListener("click", () => window.print());
    // the address holds what is set: a link within the page must not write into it
    for (const link of document.querySelectorAll("a[href^='#']")) link.addEventListener("click", (event) => { event.preventDefault(); goTo(link.getAttribute("href")?.slice(1) ?? ""); });
    window.addEventListener("hashchange", () => { if (location.hash !== fragmentOf(this.state)) this.fromAddress(); });
    window.addEventListener("resize", () => this.draw());
  }

  fromAddress() {
    const { state, left } = stateOf(location.hash);
    this.become(state);
    if (left) this.say(`${several(left, "part")} of the address could not be used: no such setting here, or a value outside its range.`);
  }

  /** @param {string} name @param {number} most */
  numberTyped(name, most) {
    const field = byId(name), value = Number(field.value);
    const fits = field.value !== "" && Number.isInteger(value) && value >= 0 && value <= most;
    field.setAttribute("aria-invalid", String(!fits));
    if (fits && name === "run") this.choose(value);
    else if (fits) this.become({ ...this.state, [name]: value });
    else this.say(`Write a whole number from 0 for the ${name}.`);
  }

  /** @param {string} path @param {number | null | undefined} value nothing: as given */
  change(path, value) {
    const values = { ...this.state.values };
    if (value === undefined) delete values[path];
    else values[path] = value;
    this.become({ ...this.state, values });
  }

  /** @param {import("./state.js").State} state */
  become(state) {
    if (state.seed !== this.state.seed) this.movers.forget();
    this.state = state;
    this.controls.set(state.values);
    byId("seed").value = String(state.seed);
    this.say("");
    this.write();
    this.ask();
  }

  /** Another run of the same runs: nothing is made anew. @param {number} run */
  choose(run) {
    this.state = { ...this.state, run };
    this.say("");
    this.write();
    this.worker.postMessage({ kind: "run", id: this.asked, run: this.runShown() });
  }

  toDiffering() {
    if (this.message?.differ) this.choose(this.message.example);
    else this.say(this.message ? `Every act is the same in all ${several(this.message.runs, "run")} made so far: move a setting, or wait for more runs.` : "The model is being started.");
  }

  write() {
    clearTimeout(this.writing);
    // browsers refuse an address that is written at every movement of a slider
    this.writing = setTimeout(() => history.replaceState(null, "", fragmentOf(this.state) || location.pathname + location.search), RESTS);
  }

  ask() {
    const { seed, values } = this.state;
    Object.assign(document.body.dataset, { settled: "no", runs: "0" });
    byId("status").textContent = "";
    this.worker.postMessage({ kind: "set", id: ++this.asked, seed, values, upTo: this.upTo });
  }

  /** @param {any} message */
  show(message) {
    const first = message.runs <= 100;
    this.message = message;
    const lead = this.showAnswers();
    performance.mark(`answers of ${message.runs}`);
    byId("count").textContent = `${several(message.runs, "run")}${message.done ? "" : ", going on"}`;
    document.body.dataset.runs = String(message.runs);
    document.body.dataset.ms = String(Math.round(message.ms));
    document.body.dataset.settled = message.done ? "yes" : "no";
    byId("more-runs").disabled = this.upTo > words.about.refined;
    byId("printed").textContent = this.printed(message.runs);
    // read aloud, not shown: the sentences above the tables say it already
    if (!this.lesson.shown && (message.done || message.runs === words.about.at_once)) byId("status").textContent = `${several(message.runs, "run")}: ${lead[0]}`;
    this.lesson.know(message.answers, isChanged(this.state));
    if (message.done) this.rank();
    if (first) this.worker.postMessage({ kind: "run", id: this.asked, run: this.runShown() });
    clearTimeout(this.drawing);
    this.drawing = setTimeout(() => this.draw(), message.runs < words.about.at_once ? 0 : RESTS);
  }

  /** While nothing is asked, find out what moves the answers most. */
  rank() {
    if (this.lesson.shown || !this.message?.done || this.movers.knows(this.state.seed)) return;
    this.worker.postMessage({ kind: "rank" });
  }

  /** The ranking has come further; once it is there, each question says what moves it most. @param {any} message */
  rankedTo(message) {
    this.movers.take(message);
    if (message.done && this.message) this.showAnswers();
  }

  /** The sentences on top and the tables. @returns {string[]} the sentences */
  showAnswers() {
    const { answers } = this.message, changed = isChanged(this.state), lead = leadOf(this.message, changed, this.pinned);
    show(byId("lead"), ...lead.map((sentence) => h("p", {}, sentence)));
    show(byId("glance"), changed ? lead[0] : null);
    const of = (/** @type {string} */ kind) => answers.filter((/** @type {any} */ one) => one.kind === kind);
    const pin = { pinned: this.pinned, onPin: (/** @type {string} */ name) => this.pin(name), moverOf: (/** @type {string} */ name) => this.movers.strongest(name) };
    byId("questions").hidden = !of("question").length;
    tableOf(byId("questions"), of("question"), "The scenario's questions", changed, pin);
    tableOf(byId("outcomes"), of("outcome"), words.answers.outcomes, changed, pin);
    return lead;
  }

  /** Keep an answer on top, or no longer. @param {string} name */
  pin(name) {
    if (!this.pinned.delete(name)) this.pinned.add(name);
    this.showAnswers();
    byId(`pin-${name}`)?.focus();
  }

  /** What a sheet of paper has to say of the answers on it. @param {number} runs */
  printed(runs) {
    const moved = Object.entries(this.state.values).map(([path, value]) => {
      if (value === null) return `without ${eventOf(path).label}`;
      const control = controlOf(path);
      return `${control.label} (${control.unit}) ${setting(control.value)} → ${setting(value)}`;
    });
    return `Changed: ${moved.join("; ") || "nothing"}, seed ${this.state.seed}, ${several(runs, "run")}.`;
  }

  /** The run that is told: the one asked for, else the first in which something differs. */
  runShown() {
    const run = this.state.run ?? this.message?.example ?? 0;
    byId("run").value = String(run);
    return run;
  }

  draw() {
    if (!this.message || byId("laboratory").hidden) return;
    pictures(this.message, isChanged(this.state), `${several(this.message.runs, "run")}`);
    this.drawTimeline();
  }

  drawTimeline() {
    const { told, world, chosen } = this.story;
    if (!told || byId("laboratory").hidden) return;
    const worlds = isChanged(this.state) ? [world] : [0];
    pictured("picture-timeline", "timeline", (width) => timeline({
      width, acts: told.acts[worlds[0]], run: told.run, world: worlds[0] && world ? "now" : "as given", first: told.first, chosen,
      onPick: (act) => this.story.choose(act, true),
    }));
  }

  async copy() {
    const address = location.href.split("#")[0] + fragmentOf(this.state);
    try {
      await navigator.clipboard.writeText(address);
      this.say("The address is copied. It holds what you have set: send it with the file.");
    } catch {
      show(byId("address"), h("label", {}, "Copy this address: ", h("input", { readonly: true, value: address })));
    }
  }

  async open() {
    const file = byId("open-yaml").files[0];
    if (!file) return;
    try {
      const { values, left } = valuesOf(await file.text());
      this.become({ ...this.state, values });
      this.say(`${several(Object.keys(values).length, "change")} taken from the file.${left.length ? ` Left out, ${several(left.length, "entry", "entries")}:` : ""}`,
        left.map(([path, why]) => `${path}: ${why}`));
    } catch (fault) {
      this.say(`The file was not read: ${fault instanceof Error ? fault.message : fault}.`);
    }
    byId("open-yaml").value = "";
  }

  /** Say something of what the reader did; it stays until the next thing done. @param {string} text
   * @param {string[]} [listed] */
  say(text, listed = []) {
    show(byId("message"), text, listed.length ? h("ul", {}, ...listed.map((one) => h("li", {}, one))) : null);
  }
}

/** Go to a heading as a link does. @param {string} id */
function goTo(id) {
  byId(id).scrollIntoView();
  byId(id).focus({ preventScroll: true });
}

/** Write what the page is about. */
export function introduce() {
  const { about } = words;
  document.title = fill(words.saved.title, { name: about.scenario });
  show(byId("title"), about.scenario);
  show(byId("summary"), about.summary);
  show(byId("banner"), h("strong", {}, about.banner), " ", about.no_forecast);
  show(byId("about"), fill(words.saved.about, about));
  show(byId("caution"), words.war_caution);
  show(byId("limits"), ...words.limits.flatMap((/** @type {string[]} */ [head, text]) => [h("dt", {}, head), h("dd", {}, text)]));
}
