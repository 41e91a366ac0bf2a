"""The record: how far two codings agree, what it holds, and what models without mechanisms score on it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from brink.docs.pages import markdown

PACKAGE = "brink.experiments.evidence.record"
HEAD = """\
Crises and pairs that nobody picked for how they went on, coded twice apart from [the codebook](codebook.md), and
the frames on which a forecast can be scored. Everything here follows from four files in
`experiments/evidence/record/`: `crises.csv` (the frame), `coding-a.csv` and `coding-b.csv` (the codings, as they
were handed in) and `settled.csv` (one row an act, with the number it has in either coding and, where they differ,
what was decided and why); acts that the settling left out stand in `left-out.csv` with the reason. `python -m
brink.experiments.evidence.record` writes the tables and the numbers of this page again. Facts and own coding; the
four files and the tables made from them are dedicated to the public domain (CC0 1.0). Nothing is dated after 20
January 2024. The chains of `episodes.csv`, which were picked because they escalated, are no part of it."""
AGREEMENT = """\
## Agreement

Acts are matched within a case by actor, target and dates at most two days apart, the nearest first. *Found by both*
is twice the matched acts over all acts of both codings. Krippendorff's alpha is of the matched acts: 1 is
agreement, 0 what chance gives; .6 or more was wanted. *Deaths* is the share of matched acts whose figures lie
inside each other's ranges."""
DRAWN = """\
### Ten acts drawn at random

By a fixed seed from the settled record, with what either coder wrote; `answers` counts within each coder's own
numbers."""
HOLDS = """\
## What it holds

{cases} cases: {force} with an act of force, {without} without ({without_names}). {acts} acts, {of_force} of them of
force, from {first} to {last}; {seen} were seen in the source named with them, the others are known to the coder and
marked so. In {settled} rows the settled column says what was decided between the codings. {crises} crises begin
after thirty quiet days and end with thirty; **in {silent} of them only one side used force**, and {never} cases
with force have no act that is coded as the answer to another."""
FRAME_ROWS = (
    (
        "`openings.csv`",
        "an act of force after 30 quiet days in its case, all of them watched",
        "any force of the other side within 30 days (`delay`, -1 none)",
    ),
    ("`replies.csv`", "an act of force", "the first act of force that is coded as its answer, within 30 days"),
    (
        "`pair-months.csv`",
        "a month of a pair with a chronology, zeros included; `days` are those it covers",
        "acts of force of each side",
    ),
    (
        "`spells.csv`",
        "a crisis, from an opening to 30 quiet days; `week_*` is what its first seven days show",
        "highest rung, number of acts, days to the last act before quiet",
    ),
)
FRAMES = """\
`days` says how long an act was watched: fewer than 30 means that the window of its case, or the record, ends
before, and such rows enter no score; a crisis is `censored` where fewer than 30 days follow its last act. Side 0 is
the first side of the case in `crises.csv`; whoever no side names is on the side that its target is not on."""
BASELINES = """\
## What models without mechanisms score

What brink scores on them stands on the page [evidence](../evidence.md). Every case is forecast from the other cases
alone; what looks at a case's own past looks at earlier days. Lower is better, but for the gain; intervals are 95 %,
cases drawn whole. The logit with history sees deaths, rung, the acts of both sides in the last 30, 90 and 365 days,
and the share of earlier acts that were answered."""
IN_TIME = "The acts from 2010 on, each year from what was known before it began:"
MONTHS = """\
**Pair-months.** {number} months of one side of {cases} pairs, after twelve months each to start from; {zeros:.0f} %
are zero. All but persistence, which is a point, are negative binomial with a spread learned on the other pairs. The
gain is over persistence."""
CRISES = """\
**Crises.** {number} crises in {cases} cases from their first week, {censored} more are censored. The gain is over
the base rate, in the highest rung."""


def read(name: str) -> Any:
    """A file of numbers that ships with the record."""
    return json.loads((files(PACKAGE) / name).read_text(encoding="utf-8"))


def number(value: float | None, form: str = ".2f") -> str:
    """A number, or a dash where there is none."""
    return "-" if value is None or value != value else f"{value:{form}}"


def agreement(told: dict[str, Any]) -> list[str]:
    """The table of agreement."""
    head = ("", "acts of A", "acts of B", "matched", "found by both", "alpha, rung", "alpha, reply", "deaths")
    names = ("found_by_both", "alpha_rung", "alpha_reply", "deaths_in_range")
    rows = [
        (label, *row["acts"], row["matched"], *(number(row[name]) for name in names)) for label, row in told.items()
    ]
    return [AGREEMENT, markdown.table(head, rows)]


def drawn(rows: list[dict[str, Any]]) -> list[str]:
    """The acts drawn at random."""
    head = ("act", "who", "coder A", "coder B", "settled", "why", "source")
    body = [
        (row["act"], row["who"], row["a"], row["b"], row["settled"], row["settlement"], row["source"]) for row in rows
    ]
    return [DRAWN, markdown.table(head, body)]


def holds(told: dict[str, Any]) -> list[str]:
    """What the record holds, by region and decade."""
    text = HOLDS.format(
        cases=told["cases"],
        force=told["cases"] - len(told["without_force"]),
        without=len(told["without_force"]),
        without_names=", ".join(told["without_force"]),
        acts=told["acts"],
        of_force=told["acts_of_force"],
        first=told["first"],
        last=told["last"],
        seen=told["seen_in_source"],
        settled=told["settled_differences"],
        crises=told["crises"],
        silent=told["crises_never_answered"],
        never=len(told["never_answered"]),
    )
    regions = [
        (region, count, told["acts_by_region"].get(region, 0), *told["crises_by_region"].get(region, (0, 0)))
        for region, count in told["cases_by_region"].items()
    ]
    decades = [
        (decade, count, *told["crises_by_decade"].get(decade, (0, 0)))
        for decade, count in told["acts_by_decade"].items()
    ]
    counted = ("acts", "crises", "of them with force of one side alone")
    return [text, markdown.table(("region", "cases", *counted), regions), markdown.table(("decade", *counted), decades)]


def scores(rows: list[dict[str, Any]]) -> str:
    """A table of scores, best first."""
    labels = list(rows[0]["scores"])
    ordered = sorted(rows, key=lambda row: row["scores"][labels[0]]["estimate"])
    body = [
        (row["forecaster"], *(interval(row["scores"][label]) for label in labels), interval(row["gain"], "+"))
        for row in ordered
    ]
    return markdown.table(("forecaster", *labels, "gain"), body)


def interval(entry: dict[str, float | None], sign: str = "") -> str:
    """An estimate with its bounds."""
    return (
        f"{number(entry['estimate'], sign + '.3f')} ({number(entry['low'], '.3f')} to {number(entry['high'], '.3f')})"
    )


def baselines(told: dict[str, Any]) -> list[str]:
    """The scores on the four frames."""
    parts = [BASELINES]
    for name, title in (("openings", "Openings"), ("replies", "Named replies")):
        frame = told[name]
        share = frame["answered"] / frame["number"]
        parts.append(
            f"**{title}.** {frame['number']} in {frame['cases']} cases, {share:.2f} answered. The gain is over the "
            "base rate, in the Brier score."
        )
        parts += [scores(frame["scores"]), IN_TIME, scores(frame["in_time"])]
    months = told["months"]
    zeros = 100 * months["zeros"]
    parts.append(MONTHS.format(number=months["number"], cases=months["cases"], zeros=zeros))
    parts += [scores(months["scores"]), CRISES.format(**told["crises"]), scores(told["crises"]["scores"])]
    return parts


def page() -> str:
    """Return the page."""
    facts = read("facts.json")
    return markdown.page(
        "The record",
        HEAD,
        *agreement(facts["agreement"]),
        *drawn(facts["drawn"]),
        *holds(facts["holds"]),
        "## Frames",
        markdown.table(("file", "a row is", "what is asked"), FRAME_ROWS),
        FRAMES,
        *baselines(read("baselines.json")),
    )
