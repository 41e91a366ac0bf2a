/** The settings of a page as sliders with numbers: by group, each with its source, its range and a way back; and scripted
 * events as boxes to take them out. */
import { byId, h, show } from "./dom.js";
import { setting } from "./numbers.js";
import { accepted } from "./state.js";
import { capital, words } from "./words.js";

/** Steps of a key between the ends of a slider, and how many of them a page key takes. */
const STEPS = 20, PAGE = 5;

/** Builds the controls and tells of every change. */
export class Controls {
  /** @param {(path: string, value: number | null | undefined) => void} onChange nothing: as given; null: taken out */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {Map<string, {control: any, slider: any, number: any, reset: any, row: any, wrong: any}>} */
    this.rows = new Map();
    /** @type {Map<string, any>} */
    this.boxes = new Map();
  }

  /** Put the controls into an element. @param {Element} into @param {Record<string, string>} fixed why some are not offered */
  build(into, fixed) {
    // on a phone all groups open would push the answers out of sight
    const wide = window.innerWidth > 830;
    let opened = false;
    const groups = words.groups.map((/** @type {string} */ group) => {
      const mine = words.controls.filter((/** @type {any} */ one) => one.group === group && !fixed[one.path]);
      if (!mine.length) return null;
      const open = wide || !opened;
      opened = true;
      return h("details", { class: "group", open }, h("summary", {}, group), ...mine.map((/** @type {any} */ one) => this.row(one)));
    });
    const left = words.controls.filter((/** @type {any} */ one) => fixed[one.path]);
    const said = left.length
      ? h("details", { class: "group" }, h("summary", {}, `Not offered (${left.length})`),
          ...left.map((/** @type {any} */ one) => h("p", {}, h("strong", {}, one.label), `: ${fixed[one.path]}`)))
      : null;
    show(into, ...groups, this.events(wide), said);
  }

  /** The scripted events, each with a box; one that has to stay says why. @param {boolean} open */
  events(open) {
    const { listed, title, told } = words.events;
    if (!listed.length) return null;
    return h("details", { class: "group", open }, h("summary", {}, title), h("p", { class: "unit" }, told),
      ...listed.map((/** @type {any} */ event) => this.event(event)));
  }

  /** @param {{path: string, label: string, deed: string, kept: string}} event */
  event({ path, label, deed, kept }) {
    const box = h("input", { type: "checkbox", checked: true, disabled: Boolean(kept), change: () => this.onChange(path, box.checked ? undefined : null) });
    const row = h("div", { class: "control event" }, h("label", {}, box, label), h("p", {}, deed), kept ? h("p", {}, `It stays: ${kept}.`) : null);
    this.boxes.set(path, { box, row });
    return row;
  }

  /** @param {any} control */
  row(control) {
    const id = `set-${this.rows.size}`, part = (control.high - control.low) / STEPS, step = control.whole ? Math.max(1, Math.round(part)) : part;
    const ends = { min: control.low, max: control.high, step: control.whole ? 1 : "any" };
    const slider = h("input", {
      id, type: "range", ...ends, value: control.value, "aria-describedby": `${id}-unit`,
      input: () => this.moved(control, Number(slider.value)), keydown: (/** @type {KeyboardEvent} */ event) => this.step(event, control, step),
    });
    const number = h("input", {
      id: `${id}-number`, type: "number", ...ends, value: shown(control.value), "aria-label": `${control.label}, as a number`,
      "aria-describedby": `${id}-wrong`, change: () => this.moved(control, number.value === "" ? NaN : Number(number.value)),
    });
    const reset = h("button", { type: "button", class: "quiet", disabled: true, click: () => { this.onChange(control.path, undefined); slider.focus(); }, "aria-label": `Back to as given: ${control.label}` }, "Reset");
    const wrong = h("p", { id: `${id}-wrong`, class: "wrong", role: "status" });
    const mark = h("option", { value: control.value, label: "as given" });
    const row = h("div", { class: "control" },
      h("label", { for: id }, capital(control.label)),
      h("div", { class: "move" }, slider, h("datalist", { id: `${id}-mark` }, mark), number, reset),
      h("p", { class: "unit", id: `${id}-unit` }, `${control.unit}; as given ${setting(control.value)}, from ${setting(control.low)} to ${setting(control.high)}`),
      wrong, about(control));
    slider.setAttribute("list", `${id}-mark`);
    this.rows.set(control.path, { control, slider, number, reset, row, wrong });
    return row;
  }

  /** Arrow keys move by a twentieth of the range, page keys by a quarter; what is typed is exact. @param {KeyboardEvent} event @param {any} control @param {number} step */
  step(event, control, step) {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: PAGE, PageDown: -PAGE }[event.key];
    if (!way) return;
    event.preventDefault();
    const row = this.rows.get(control.path), moved = Number(row?.slider.value) + way * step;
    this.moved(control, Math.min(control.high, Math.max(control.low, Number(moved.toPrecision(12)))));
  }

  /** @param {any} control @param {number} asked */
  moved(control, asked) {
    const row = this.rows.get(control.path), exact = Number(asked.toPrecision?.(6) ?? asked), value = accepted(control, control.low <= exact && exact <= control.high ? exact : asked);
    if (!row) return;
    const hole = Number.isFinite(asked) && control.without.includes(asked) ? "This value changes what there is, and not how much: it is not offered." : "";
    row.wrong.textContent = value === null ? hole || `Write a ${control.whole ? "whole " : ""}number from ${setting(control.low)} to ${setting(control.high)}.` : "";
    row.number.setAttribute("aria-invalid", String(value === null));
    if (value !== null) this.onChange(control.path, value === control.value ? undefined : value);
  }

  /** Show what is set. @param {import("./state.js").Values} values */
  set(values) {
    for (const [path, { control, slider, number, reset, row, wrong }] of this.rows) {
      const value = values[path] ?? control.value;
      slider.value = String(value);
      if (document.activeElement !== number || Number(number.value) !== value) number.value = shown(value);
      reset.disabled = !(path in values);
      row.classList.toggle("changed", path in values);
      wrong.textContent = "";
      number.setAttribute("aria-invalid", "false");
    }
    for (const [path, { box, row }] of this.boxes) {
      box.checked = !(path in values);
      row.classList.toggle("changed", path in values);
    }
    byId("reset-all").disabled = !Object.keys(values).length;
  }
}

/** A number as a field holds it. @param {number} value */
function shown(value) {
  return String(Number(value.toPrecision(6)));
}

/** What a setting is, where its value comes from, and what reads it. @param {any} control */
function about(control) {
  const more = { up: "More of it makes retaliation likelier.", down: "More of it makes retaliation less likely." }[/** @type {"up" | "down"} */ (control.direction)];
  const bounds = control.declared ? "the range is the plausible one" : "no plausible range is declared: the range is what the schema allows";
  return h("details", { class: "about" }, h("summary", {}, "About this setting"),
    h("p", {}, `${capital(control.meaning)}. ${more ?? ""}`),
    h("p", {}, `Source: ${control.source || "none stated"}; ${bounds}. Read by: ${control.rule}.`),
    h("p", {}, h("code", {}, control.path)));
}
