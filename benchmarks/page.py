"""The results page: the text of page.md, filled with the numbers of a benchmark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from brink.benchmarks.clock import times
from brink.benchmarks.goals import Goal, goals
from brink.experiments.measures.statistics import Interval

Numbers = dict[str, Any]
Fields = dict[str, object]

TEMPLATE = Path(__file__).with_name("page.md")
MARK = re.compile(r"^<!-- section: (\w+) -->\n", re.MULTILINE)
IMAGE = "images/benchmarks.svg"
MIB, GIB = 1 << 20, 1 << 30


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table, numbers to the right of the first column."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(map(str, row)) + " |" for row in rows)])


def short(value: float) -> str:
    """Three digits that count, thousands apart."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) < 10 else 1}f}" if abs(value) >= 0.1 else f"{value:.2g}"


def size(count: float) -> str:
    """Bytes as MiB or GiB."""
    return f"{count / GIB:.2f} GiB" if count >= GIB else f"{count / MIB:.1f} MiB"


def drivers(found: Numbers) -> Fields:
    """Runs a second of engine, Mesa driver and ``batch_run``."""
    paces = found["paces"]
    one, two, mesa = (paces[name] for name in ("engine", "engine, two threads", "batch_run"))
    loops = found["loop"]
    head = ["", "CPU ms a run", "spread", "wall ms a run", "runs a second", "runs a lap", "laps"]
    return {
        "scenario": found["scenario"],
        "days": found["days"],
        "actors": found["actors"],
        "acts": short(found["acts a run"]),
        "table": table(head, (_pace_row(name, pace) for name, pace in paces.items())),
        "laps": one["laps"],
        "times": short(times(mesa["cpus"], one["cpus"]).estimate),
        "times_measured": _within(times(mesa["cpus"], paces["engine, daily measures"]["cpus"]), short),
        "times_driver": short(times(paces["Mesa driver"]["cpus"], one["cpus"]).estimate),
        "threads": _within(times(one["walls"], two["walls"]), "{:.2f}".format),
        "ceiling": _within(times(loops["one thread"]["walls"], loops["two threads"]["walls"]), "{:.2f}".format),
        "inflation": f"{two['cpu'] / one['cpu']:.2f}",
    }


def _within(found: Interval, text: Callable[[float], str]) -> str:
    return f"{text(found.estimate)} times** ({text(found.low)} to {text(found.high)})"


def _pace_row(name: str, pace: Numbers) -> tuple[object, ...]:
    elsewhere = "processes" in name
    cpu = ("", "") if elsewhere else (short(pace["cpu"] * 1e3), f"{pace['spread']:.0%}")
    return name, *cpu, short(pace["wall"] * 1e3), short(1 / pace["wall"]), pace["runs"], pace["laps"]


def sandbox(found: Numbers) -> Fields:
    """Games a second of both."""
    *early, whole = (each["cpu"] for each in found["sandbox"].values())
    calm, busy = (each["cpu"] for each in found["brink"].values())
    rows = [_game_row(f"brink: {name}", each) for name, each in found["brink"].items()]
    rows += [_game_row(f"sandbox: {name}", each) for name, each in found["sandbox"].items()]
    return {
        "version": found["version"],
        "turns": found["turns"],
        "table": table(["", "games a second", "CPU ms a game", "moves or acts a game", "us each"], rows),
        "whole": short(whole / calm),
        "busy": short(whole / busy),
        "least": short(min(early) / calm),
        "most": short(max(early) / calm),
        "busy_least": short(min(early) / busy),
        "busy_most": short(max(early) / busy),
    }


def _game_row(name: str, each: Numbers) -> tuple[str, ...]:
    moves, cpu = each["moves"], each["cpu"]
    return name, short(1 / cpu), short(cpu * 1e3), short(moves), short(cpu / moves * 1e6) if moves else ""


def costs(found: Numbers) -> Fields:
    """The two slopes, and growth."""
    return {
        "scenario": found["scenario"],
        "act": short(found["us an act"]),
        "quiet": short(found["us a quiet actor-day"] * 1e3),
        "runs": _growth("runs in a batch", found["runs"]),
        "days": _growth("days", found["days"]),
        "quiet_days": _growth("quiet days, two actors", found["quiet days"]),
        "rates": _growth("times the usual rate", found["rates"]),
        "crises": _growth("actors", found["actors, all in crisis"]),
        "idle": _growth("actors", found["actors, one pair in crisis"]),
        "ties": _growth("directed ties", found["ties"]),
    }


def _growth(title: str, rows: list[Numbers]) -> str:
    cells = [
        (f"{row['at']:,g}", short(row["us"]), short(row["acts"]), short(row["us"] / row["acts"]) if row["acts"] else "")
        for row in rows
    ]
    return table([title, "CPU us a run", "acts a run", "us an act"], cells)


def instructions(found: Numbers) -> Fields:
    """Instructions an act and a run by scenario."""
    head = ["scenario", "instructions an act", "instructions a run", "acts a run"]
    rows = [
        (row["scenario"], short(row["an act"]), short(row["a run"]), short(row["acts"] / row["runs"]))
        for row in found["counted"]
    ]
    return {"table": table(head, rows)}


def memory(found: Numbers) -> Fields:
    """Peak memory by batch."""
    head = ["scenario", "runs", "peak memory", "wall s", "CPU s", "runs a second", "on disk"]
    return {"acts": f"{found['acts']}", "table": table(head, map(_batch_row, found["batches"]))}


def _batch_row(each: Numbers) -> tuple[str, ...]:
    wall, runs = each["wall"], each["runs"]
    times = (short(wall), short(each["cpu"]), short(runs / wall))
    return each["scenario"], f"{runs:,}", size(each["peak"]), *times, size(each["disk"])


def first_use(found: Numbers) -> Fields:
    """Starts, cold and warm."""
    said = {"cold": "first start, 1 run", "warm": "later start, 1 run", "report": "1,000 runs, figures, report"}
    rows = [(said[key], short(found[key]["wall"]), short(found[key]["cpu"])) for key in said]
    return {"scenario": found["scenario"], "table": table(["", "wall s", "CPU s"], rows)}


def commands(found: Numbers) -> Fields:
    """How often whole commands were measured; `goals_table` has the ratios."""
    return {"laps": found["laps"]}


def goals_table(sections: Numbers) -> Fields:
    """Every goal with what was measured, whichever section it is of."""
    return {"table": table(["", "ratio", "goal", "", "measured", "against"], map(_goal_row, goals(sections)))}


def _goal_row(one: Goal) -> tuple[str, ...]:
    bound = f"at {'least' if one.least else 'most'} {one.bound:g}"
    # a digit more than elsewhere, so that what misses its bound by little does not look as if it met it
    ratio = "" if one.ratio is None else f"{one.ratio:.3f}" if one.ratio < 10 else short(one.ratio)
    parts = ("" if number is None else f"{short(number)} {one.unit}".strip() for number in (one.first, one.second))
    return one.name, ratio, bound, one.verdict(), *parts


def wheel(found: Numbers) -> Fields:
    """The starts of the installed wheel, lap by lap."""
    rows = [(lap, *map(short, pair)) for lap, pair in enumerate(zip(found["first"], found["second"], strict=True), 1)]
    return {"runs": found["runs"], "table": table(["lap", "first start, CPU s", "a later one, CPU s"], rows)}


def suite(found: Numbers) -> Fields:
    """What the tests take."""
    return {name: short(found[name]) for name in ("cpu", "wall")}


def questions(found: Numbers) -> Fields:
    """What asking costs beside running."""
    return {name: f"{100 * found[name]:.0f}" if name in ("share", "worst") else found[name] for name in found}


def live(found: Numbers) -> Fields:
    """What a reader of the live page waits for, by browser."""
    head = [
        "",
        "first answer, ms",
        "slider to first numbers, ms",
        "to answer, ms",
        "95th percentile, ms",
        "10,000 runs, s",
    ]
    rows = [
        (name, *(short(one[key]) for key in ("first", "begun", "median", "p95")), short(one["most"] / 1e3))
        for name, one in found["browsers"].items()
    ]
    return {
        "scenario": found["scenario"], "size": f"{found['bytes'] / 1e3:.0f}", "moved": found["moved"],
        "table": table(head, rows),
    }  # fmt: skip


#: What is measured only if asked for by name, for it takes as long as all the rest.
LONG = ("suite",)
#: What fills each section, in the order in which they are measured.
SECTIONS: dict[str, Callable[[Numbers], Fields]] = {
    "drivers": drivers,
    "sandbox": sandbox,
    "costs": costs,
    "instructions": instructions,
    "memory": memory,
    "first_use": first_use,
    "wheel": wheel,
    "suite": suite,
    "commands": commands,
    "questions": questions,
    "live": live,
}


def machine(found: Numbers) -> Fields:
    """What was measured on, and when."""
    about = found["machine"]
    rows = [(name, taken["at"], taken["model"], taken["load"]) for name, taken in found["taken"].items()]
    return {
        **{name: about[name] for name in ("processor", "cores", "system", "brink")},
        "python": about["Python"],
        "libraries": ", ".join(f"{name} {number}" for name, number in about["versions"].items()),
        "token": "" if found["full"] else " **A token of every measurement: these numbers mean nothing.**",
        "taken": table(["section", "taken", "hash of the model", "load"], rows),
    }


def page(found: Numbers) -> str:
    """The whole page; sections that were not measured are left out."""
    opening, *rest = MARK.split(TEMPLATE.read_text(encoding="utf-8"))
    texts = dict(zip(rest[::2], rest[1::2], strict=True))
    parts = [opening.format(**machine(found))]
    for name, fields in SECTIONS.items():
        numbers = found["sections"].get(name)
        if numbers and "missing" in numbers:
            parts.append(texts[f"no_{name}"].format(**numbers))
        elif numbers:
            also = goals_table(found["sections"]) if name == "commands" else {}
            parts.append(texts[name].format(**fields(numbers), **also))
    return "\n".join(parts)
