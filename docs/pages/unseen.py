"""What is proven and what is hoped: scores on acts that nothing was learned from, the ledger, the ranks."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from brink.docs.pages import markdown, who_wins
from brink.docs.pages.found import PROVEN, Told, bounds, brier, compared, proven, scored, written
from brink.docs.pages.who_wins import TO_BEAT
from brink.experiments.evidence.events.forecasters import BASE
from brink.experiments.evidence.ledger.book import SHIPPED, read_book
from brink.experiments.measures.claims import FEWEST

PACKAGE = "brink.experiments.evidence"
RELIABILITY = "Reliability of the chances of unseen {name}: brink with level and slope learned before, and as shipped"
FRAMES = {
    "openings": "an act after thirty quiet days: does the other side use force within thirty?",
    "replies": "an act of force: is an answer coded to it within thirty days?",
    "months": "a month of a pair: how many acts of force of each side?",
    "crises": "the first week of a crisis: which rung is the highest?",
}
SUMMARY = """\
## What is proven, what is hoped

One forecaster a frame was named in `experiments/evidence/primary.yaml` on {named}, before brink was scored on the
record, and one for imported events before any of them was scored; every other score on this page is exploratory.
*Proven*: the error is lower, the 95 % interval (crises drawn whole) leaves out zero, and so does the chance of luck by
sign-flips over crises after Holm's correction for all rivals. *Null*: the crises at hand cannot tell. *Behind*: the
rival's error is lower by the same rule. *Hoped*: not measured, or measured after a choice. {made}"""
EVERY = """\
The same against every rival; *would be seen* is the difference that so many crises would have shown in eight of ten
cases, *crises needed* how many would have shown the one that was found, both at the strictest level of that
correction."""
SCORED = """\
## Acts that nothing was learned from

`brink backtest --primary record-2010` (or `--learn A --score B --since DATE`) learns from {learned} acts of force of
[the record](reference/record.md) before {first} and scores what came after. The cut is made in one place
(`experiments/evidence/unseen/cases.py`): cases are shown as they were known on the eve of the first act scored, so that
an act whose thirty days were not over, and a crisis that had not ended, are unknown; {left} later acts are left out.
Chains that share an actor in a month are one crisis; fewer than {fewest} crises carry no verdict. Lower is better, but
for AUC; *level* is the mean chance less the share that happened."""
READ = """\
**What can be foretold.** *Level* comes first: after 2010 fewer openings and acts were answered than before, and
whoever learned the level from before is too high by it. Rank is next to nothing where a forecaster sees the act
alone. What the first week shows is worth much for the highest rung, whoever uses it. Counts by the month are told
far better by a mean of the past than by the last month, and what brink adds to that mean is small."""
LEDGER = """\
## The ledger

`brink forecast` freezes statements before the fact and `brink resolve` scores them against acts that are coded later
([how to](how-to/forecast-before-the-fact.md)). Each entry holds the hash of the one before it, of the model, of the
constants and of what was learned from; a changed entry is refused. {entries}"""
NO_ENTRY = "No entry is sealed yet."
SEALED = """\
Entry {number}, *{title}*, was sealed on {made} with the model {model} and the hash `{hash}`: {kinds} kinds of acts, the
next {next} of each, by {forecasters} forecasters, {primary} the primary one. It was sealed before any act after
{after} was coded or looked up here, and is not resolved."""
FAULTS = "## Faults an audit found, and what became of them"
BECAME = (
    (
        "a file was scored by chains of that file alone",
        "mended: `--learn A --score B`, cut in one place; `--episodes` leaves each chain out in turn, and says so",
    ),
    (
        '"hits" reward a wide posterior',
        "mended in part: hits without the width stand beside them, and the energy score below is proper",
    ),
    ("data and model were measured by other definitions", "mended: one function of directed acts for both"),
    (
        "recovery tried another procedure than the one used",
        "mended: the ranks below try history matching, second wave, clipping and weights, coded acts and January "
        "inside",
    ),
    (
        "weights at the unadjusted draw, silent clipping",
        "mended: draws are rows that were run, nothing is moved after weighing; the ranks include the clipping",
    ),
    (
        'many entries "beaten by more than chance"',
        "mended: sign-flips over crises and Holm decide; the table of the chains below keeps plain intervals and is "
        "exploratory",
    ),
    ("a share beside an interval too coarse to hold it", "a matter of the summary of runs, not of this page"),
    ("the shipped constants score worse than a coin", "{coin}"),
    (
        "cumulative totals counted as many reports",
        "mended: the table of the winter counts the increases from report to report; after different cuts they overlap",
    ),
    ("the skill does not travel", "{travels}"),
)


def read(name: str) -> Any:
    """A shipped file of numbers; nothing where it does not ship yet."""
    file = files(PACKAGE) / name
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def cell(found: Told, sign: str = "") -> str:
    """An interval in a cell; a dash where there is none."""
    return "-" if found["estimate"] is None else written(bounds(found), sign)


def summary(
    told: dict[str, Any], chains: dict[str, Any], fitted: dict[str, Any], events: dict[str, Any] | None
) -> list[str]:
    """Who wins in one table, then a row for each frame and rival of the forecaster that was named before."""
    rows = []
    for name in FRAMES:
        frame = told["frames"].get(name)
        if frame is None:
            continue
        for row in frame["comparisons"]:
            needed = row["crises_needed"]
            rows.append(
                (
                    name,
                    f"*{frame['compared']}* against *{row['rival']}*",
                    cell(row["gain"], "+"),
                    f"{row['adjusted']:.3f}",
                    f"{row['crises']}",
                    proven(row),
                    f"{row['in_sight']:.3f}",
                    "-" if needed is None or needed >= 10_000 else f"{needed:.0f}",
                )
            )
    heads = (
        "frame",
        "who against whom",
        "error lower by",
        "luck",
        "crises",
        "verdict",
        "would be seen",
        "crises needed",
    )
    made = f"Made with the model {told['model']}."
    return [
        SUMMARY.format(named=told["primary"]["named"], made=made),
        who_wins.table(told, chains, fitted, events),
        who_wins.reading(told),
        EVERY,
        markdown.table(heads, rows),
    ]


def section(told: dict[str, Any]) -> list[str]:
    """Scores of every forecaster on every frame."""
    text = SCORED.format(learned=told["acts_learned_from"], first=told["first"], left=told["left_out"], fewest=FEWEST)
    parts = [text]
    for name, frame in told["frames"].items():
        answered = f", {frame['answered']} answered" if "answered" in frame else ""
        parts.append(
            f"**{name.capitalize()}.** {frame['number']} in {frame['crises']} crises{answered}; {FRAMES[name]}"
        )
        parts.append(frame_table(frame))
        if "acts" in frame:
            parts.append(f"![{RELIABILITY.format(name=name)}](images/reliability-{name}.png)")
    return [*parts, READ]


def frame_table(frame: dict[str, Any]) -> str:
    """Scores of every forecaster on a frame."""
    names = list(frame["scores"][0]["scores"])
    marked = "auc" in frame["scores"][0]
    heads = ["forecaster", "", *names, *(["reliability", "level", "AUC", "delay inside 50 / 90 %"] if marked else [])]
    rows = []
    for row in sorted(frame["scores"], key=lambda one: one["scores"][frame["score"]]["estimate"]):
        cells = [row["forecaster"], "primary" if row["role"] == "primary" else ""]
        cells += [cell(row["scores"][name]) for name in names]
        if marked:
            inside = row["covered"]["delay"]
            cells += [
                f"{row['reliability']:.3f}",
                cell(row["in_the_large"], "+"),
                cell(row["auc"]),
                " / ".join(f"{share['estimate']:.2f}" for share in inside.values()),
            ]
        rows.append(tuple(cells))
    return markdown.table(tuple(heads), rows)


def ledger() -> list[str]:
    """The entries that ship."""
    entries = [entry for entry in read_book(SHIPPED).entries if entry.acts]
    told = [
        SEALED.format(
            number=entry.number,
            title=entry.title,
            made=entry.made[:10],
            model=entry.model,
            hash=entry.hash,
            kinds=len(entry.acts),
            next=entry.acts[0].next,
            forecasters=len(entry.acts[0].forecasts),
            primary=f"*{entry.primary}*",
            after=entry.after,
        )
        for entry in entries
    ]
    return [LEDGER.format(entries=" ".join(told) or NO_ENTRY)]


def faults(told: dict[str, Any]) -> list[str]:
    """What became of each fault."""
    frames = told["frames"]
    plain = {name: brier(frames[name], "brink as shipped") for name in ("openings", "replies")}
    worse = [name for name, value in plain.items() if value >= 0.25]
    numbers = ", ".join(f"{value:.3f} on {name}" for name, value in plain.items())
    state = "open" if worse else "mended"
    learned = ", ".join(f"{brier(frames[name], 'brink, recalibrated'):.3f} on {name}" for name in plain)
    coin = f"{state}: {numbers}, a coin .250; with level and slope learned on earlier acts {learned}"
    openings = frames["openings"]
    row, auc = compared(openings["comparisons"], "base rate"), scored(openings, openings["compared"])["auc"]
    travels = (
        f"stands: on unselected openings *{openings['compared']}* is {cell(row['gain'], '+')} below the base rate's "
        f"error with an AUC of {cell(auc)}"
    )
    if not worse:
        coin = f"mended: {numbers}, a coin .250"
    rows = [(str(k), fault, what.format(coin=coin, travels=travels)) for k, (fault, what) in enumerate(BECAME, 1)]
    return [FAULTS, markdown.table(("", "fault", "what became of it"), rows)]


def level(told: dict[str, Any], events: dict[str, Any] | None) -> str:
    """Which frames are foretold better than the least that has to be beaten, in words."""
    won, lost = [], []
    for name, rival in TO_BEAT.items():
        frame = told["frames"].get(name)
        if frame is None:
            continue
        row = compared(frame["comparisons"], rival)
        (won if proven(row) == PROVEN else lost).append(f"{name} (against {rival})")
    if events is not None:
        row = compared(events["frames"]["events"]["comparisons"], BASE)
        (won if proven(row) == PROVEN else lost).append(f"imported events (any reply, against {BASE})")
    said = f"proven for {', '.join(won)}" if won else "proven for no frame"
    return f"{said}; not for {', '.join(lost)}" if lost else said
