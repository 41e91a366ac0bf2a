"""Puts the briefing together and writes it: numbers, figures, stories, assumptions, one file."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from ..figures import About, about, draw_all, worst_run
from ..measures.numbers import simulated
from ..measures.questions.answers import HEADS as HEADS_OF_QUESTIONS
from ..measures.questions.answers import row
from ..results import sums
from ..results.place import make_folder
from ..results.sums import FIGURES, LIVE
from ..stories.median import median_run
from ..system.whole import write_text
from .acts import HEADS, act_rows
from .answer import answer, question
from .assumed import actors_assumed, changed_constants, interventions, settings_given, sourced
from .base import changes
from .drivers import drivers
from .live import write_live
from .page import admitted, fill, resource
from .pictures import Picture, pictures
from .run_story import RunStory, run_story

if TYPE_CHECKING:
    from ..results.read import Results

NAME = "report.html"
#: Sections of the page by id.
CONTENTS = {
    "question": "The question",
    "answer": "The answer",
    "numbers": "The numbers",
    "figures": "The figures",
    "runs": "Runs as stories",
    "acts": "Their acts",
    "drivers": "What goes with the result",
    "assumed": "What is assumed",
    "limits": "Limits and ethics",
    "again": "How to reproduce it",
}


def draw(results: Results, live: bool = True) -> Path:
    """Write figures, report and, if ``live``, the page that runs beside it; returns the report's path."""
    make_folder(results.folder)
    draw_all(results, results.folder / FIGURES)
    beside = write_live(results) if live else None
    return write_report(results, beside is not None)


def write_report(results: Results, live: bool = False) -> Path:
    """Write ``report.html`` into the results folder, and the figures if they are not there yet.

    Args:
        results: an opened results folder.
        live: whether a live page stands beside it.

    Returns:
        The file written: one HTML page without any external resource. The same results give the same bytes.
    """
    sums.leave_out(results.folder, NAME)
    page = render(results, live)
    path = results.folder / NAME
    write_text(path, page)
    sums.add(results.folder)
    return path


def render(results: Results, live: bool = False) -> str:
    """The page as text. Whatever a user wrote, such as names and sources, is escaped."""
    facts = about(results)
    shown = pictures(results)
    script = resource("report.js")
    runs = _stories(results, facts)
    return fill(
        "report.html",
        title=facts.scenario,
        kind="briefing",
        facts=_facts(facts),
        stamp=facts.stamp(),
        contents=CONTENTS,
        live=LIVE if live else "",
        about=facts,
        question=question(results, facts),
        answer=answer(results, facts),
        question_heads=HEADS_OF_QUESTIONS,
        questions=[row(entry) for entry in results.answers_to_questions],
        lines=results.headlines,
        general=[picture for picture in shown if not picture.single],
        stories=[(story, _pictures_of(shown, story)) for story in runs],
        heads=HEADS,
        rows=act_rows(results, facts, [story.run for story in runs]),
        drivers=drivers(results, facts),
        assumed=_assumed(results),
        made=_made(results),
        script=Markup(script),
        script_hash=admitted(script),
    )


def _facts(facts: About) -> str:
    return f"{simulated(facts.runs, facts.days)} from {facts.on(0)}, seed {facts.seed}"


def _stories(results: Results, facts: About) -> list[RunStory]:
    """The median run, and the worst where it is another one."""
    if not facts.kept:
        return []
    middle, worst = median_run(results), worst_run(results)
    stories = [run_story(results, middle, "the median run")]
    return stories if worst == middle else [*stories, run_story(results, worst, "the worst run")]


def _pictures_of(shown: list[Picture], story: RunStory) -> list[Picture]:
    worst = story.which == "the worst run"
    return [picture for picture in shown if picture.single and picture.name.endswith("-worst") == worst]


def _assumed(results: Results) -> dict[str, Any]:
    return {
        "actors": actors_assumed(results),
        "changes": changes(results),
        "constants": changed_constants(results),
        "interventions": interventions(results),
        "given": settings_given(results),
        "sources": sourced(results),
    }


def _made(results: Results) -> dict[str, Any]:
    """How the results came about, from the manifest."""
    manifest = results.manifest
    git = manifest.get("git") or {}
    command = manifest.get("command") or []
    return {
        "command": command if isinstance(command, str) else shlex.join(command),
        "libraries": {name: version for name, version in (manifest.get("libraries") or {}).items() if version},
        "commit": f"{git['commit']}{' with local edits' if git.get('edited') else ''}" if git else "",
        "hash": manifest["scenario"]["sha256"],
        "files": {name: entry["sha256"] for name, entry in (manifest.get("files") or {}).items()},
        **{name: manifest.get(name) for name in ("brink", "python", "seed", "runs", "question", "engine", "ended")},
        "uncertain": bool(manifest.get("uncertain") or manifest.get("posterior")),
    }
