"""Write what follows from the codings again: frames, agreement, and the scores of the baselines.

``python -m brink.experiments.evidence.record`` writes into the folder of the record; tests hold what ships to it.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...measures.statistics import SEED, shuffles
from . import baselines, counts, files, frames, outlooks
from .agreement import Agreement, agreement
from .files import CodedRow, DisputeCase

TABLES = {
    "openings.csv": (frames.openings, frames.Opening),
    "replies.csv": (frames.replies, frames.Reply),
    "pair-months.csv": (frames.months, frames.Month),
    "spells.csv": (frames.crises, frames.CrisisEpisode),
}
FACTS, SCORES = "facts.json", "baselines.json"
#: Acts that are shown with both codings, the settled one and the source.
SHOWN = 10


def coded_cases() -> list[frames.Coded]:
    """The shipped record: every case with its settled acts of force."""
    return frames.of_force(files.read_cases(), files.settled_acts())


def tables(cases: Sequence[frames.Coded]) -> dict[str, str]:
    """The frames as CSV, by the names of their files."""
    return {name: frames.table(make(cases), kind) for name, (make, kind) in TABLES.items()}  # pyright: ignore[reportArgumentType]


def facts() -> dict[str, Any]:
    """Agreement of the codings, and what the record holds, as plain data."""
    cases, settled = files.read_cases(), files.read_entries(files.SETTLED)
    one, other = (files.read_entries(name) for name in files.CODINGS)
    return {
        "files": {name: _digest(name) for name in (files.CASES, *files.CODINGS, files.SETTLED)},
        "agreement": {label: _told(agreement(*both)) for label, both in _groups(cases, one, other).items()},
        "holds": holdings(cases, settled),
        "drawn": drawn(one, other, settled),
    }


def _digest(name: str) -> str:
    return files.sha256_of(name)[:16]


def _groups(
    cases: Mapping[str, DisputeCase], one: Sequence[CodedRow], other: Sequence[CodedRow]
) -> dict[str, tuple[list[CodedRow], list[CodedRow]]]:
    """All acts, those of either part of the frame, and acts of force alone."""
    chosen = {
        "all acts": lambda act: True,
        "Part I, listed crises": lambda act: cases[act.case].part == files.LISTED,
        "Part II, chronologies": lambda act: cases[act.case].part == files.CHRONOLOGY,
        "acts of force": lambda act: act.rung >= 4,
    }
    return {label: ([a for a in one if keep(a)], [b for b in other if keep(b)]) for label, keep in chosen.items()}


def _told(found: Agreement) -> dict[str, Any]:
    return {
        "acts": list(found.acts),
        "matched": len(found.matched),
        "found_by_both": _known(found.found),
        "alpha_rung": _known(found.rung),
        "alpha_reply": _known(found.reply),
        "deaths_in_range": _known(found.deaths),
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)


def holdings(cases: Mapping[str, DisputeCase], settled: Sequence[CodedRow]) -> dict[str, Any]:
    """Cases and acts by region and decade, and which were ever answered by force."""
    record = frames.of_force(cases, files.settled_acts())
    answered = {case.case.id for case in record if any(reply.answered for reply in frames.replies([case]))}
    silent = [case.case.id for case in record if case.acts and case.case.id not in answered]
    return {
        "cases": len(cases),
        "acts": len(settled),
        "acts_of_force": sum(len(case.acts) for case in record),
        "without_force": sorted(case.case.id for case in record if not case.acts),
        "never_answered": sorted(silent),
        "crises": len(found := frames.crises(record)),
        "crises_never_answered": sum(silence := [crisis_silent(crisis, record) for crisis in found]),
        "crises_by_region": _tally([cases[crisis.case].region for crisis in found], silence),
        "crises_by_decade": _tally([_decade(crisis.start) for crisis in found], silence),
        "openings": len(frames.openings(record)),
        "first": min(act.date for act in settled).isoformat(),
        "last": max(act.date for act in settled).isoformat(),
        "cases_by_region": dict(sorted(Counter(case.region for case in cases.values()).items())),
        "acts_by_region": dict(sorted(Counter(cases[act.case].region for act in settled).items())),
        "acts_by_decade": dict(sorted(Counter(_decade(act.date) for act in settled).items())),
        "seen_in_source": sum(act.seen == "V" for act in settled),
        "confidence": dict(sorted(Counter(act.confidence for act in settled).items())),
        "settled_differences": sum(bool(act.settlement) for act in settled),
    }


def _decade(day: datetime.date) -> str:
    return f"{day.year // 10}0s"


def _tally(groups: Sequence[str], silent: Sequence[bool]) -> dict[str, list[int]]:
    """Number of crises in each group, and of those in which only one side used force."""
    one_sided = Counter(group for group, alone in zip(groups, silent, strict=True) if alone)
    return {group: [count, one_sided[group]] for group, count in sorted(Counter(groups).items())}


def crisis_silent(crisis: frames.CrisisEpisode, record: Sequence[frames.Coded]) -> bool:
    """Whether only one side used force in a crisis."""
    case = next(case for case in record if case.case.id == crisis.case)
    first = crisis.start.toordinal()
    last = first + crisis.days_to_quiet
    sides = {side for act, side in zip(case.acts, case.sides, strict=True) if first <= act.date.toordinal() <= last}
    return len(sides) == 1


def drawn(one: Sequence[CodedRow], other: Sequence[CodedRow], settled: Sequence[CodedRow]) -> list[dict[str, Any]]:
    """Acts drawn at random, the same ones for the same record, with both codings, the settled one and its source."""
    order = next(iter(shuffles(np.arange(len(settled), dtype=np.float64), 1))).astype(int)[:SHOWN]
    known = [{(act.case, act.n): act for act in coding} for coding in (one, other)]
    rows = []
    for k in sorted(order.tolist()):
        act = settled[k]
        rows.append(
            {
                "act": f"{act.case}-{act.n}",
                "date": act.date.isoformat(),
                "who": f"{act.actor} to {act.target}",
                "a": _brief(known[0].get((act.case, act.a))),
                "b": _brief(known[1].get((act.case, act.b))),
                "settled": _brief(act),
                "settlement": act.settlement,
                "source": act.source,
            }
        )
    return rows


def _brief(act: CodedRow | None) -> str:
    if act is None:
        return "not found"
    dead = "?" if act.killed < 0 else act.killed
    return f"{act.date}, rung {act.rung}, {dead} killed, answers {act.answers or 'nothing'}"


def scores() -> dict[str, Any]:
    """What the baselines score on the frames, as plain data."""
    cases = coded_cases()
    makers = baselines.forecasters(cases)
    found: dict[str, Any] = {"files": {files.SETTLED: _digest(files.SETTLED)}, "seed": SEED}
    for name, record in (("openings", baselines.of_openings(cases)), ("replies", baselines.of_replies(cases))):
        found[name] = baselines.told(record, makers)
    listed, held = counts.scored(frames.months(cases))
    found["months"] = held | {"scores": [baselines.plain(score) for score in listed]}
    crises = frames.crises(cases)
    ended = [crisis for crisis in crises if not crisis.censored]
    found["crises"] = {
        "number": len(ended),
        "cases": len({crisis.case for crisis in ended}),
        "censored": len(crises) - len(ended),
        "scores": [baselines.plain(score) for score in outlooks.scored(crises)],
    }
    return found


def write(folder: Path) -> None:
    """Write every table and both files of numbers."""
    for name, text in tables(coded_cases()).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    for name, content in ((FACTS, facts()), (SCORES, scores())):
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
