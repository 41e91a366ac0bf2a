"""Puts the briefing together and writes it: numbers, figures, stories, assumptions, one file."""

from __future__ import annotations

import base64
import hashlib
import os
import shlex
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ..figures import About, about, worst_run
from ..story import median_run
from ..summary import summarise
from .acts import HEADS, act_rows
from .answer import answer, question
from .assumed import actors_assumed, changed_constants, interventions, settings_given, sourced
from .pictures import Picture, pictures
from .told import Told, told

if TYPE_CHECKING:
    from ..results import Results

PACKAGE = "brink.experiments.report"
NAME = "report.html"


def write_report(results: Results) -> Path:
    """Write ``report.html`` into the results folder, and the figures if they are not there yet.

    Args:
        results: an opened results folder.

    Returns:
        The file written: one HTML page without any external resource. The same results give the same bytes.
    """
    page = render(results)
    path = results.folder / NAME
    draft = path.with_suffix(".part")
    draft.write_text(page, encoding="utf-8", newline="\n")
    os.replace(draft, path)
    return path


def render(results: Results) -> str:
    """The page as text. Whatever a user wrote, such as names and sources, is escaped."""
    facts = about(results)
    shown = pictures(results)
    script = _resource("report.js")
    runs = _runs_told(results, facts)
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.from_string(_resource("report.html")).render(
        about=facts,
        question=question(results, facts),
        answer=answer(results, facts),
        lines=summarise(results),
        general=[picture for picture in shown if not picture.single],
        stories=[(story, _pictures_of(shown, story)) for story in runs],
        heads=HEADS,
        rows=act_rows(results, facts, [story.run for story in runs]),
        assumed=_assumed(results),
        made=_made(results),
        style=Markup(_resource("report.css")),
        script=Markup(script),
        script_hash=_hash(script),
    )


def _runs_told(results: Results, facts: About) -> list[Told]:
    """The median run, and the worst where it is another one."""
    if not facts.kept:
        return []
    middle, worst = median_run(results), worst_run(results)
    stories = [told(results, facts, middle, "the median run")]
    return stories if worst == middle else [*stories, told(results, facts, worst, "the worst run")]


def _pictures_of(shown: list[Picture], story: Told) -> list[Picture]:
    worst = story.which == "the worst run"
    return [picture for picture in shown if picture.single and picture.name.endswith("-worst") == worst]


def _assumed(results: Results) -> dict[str, Any]:
    return {
        "actors": actors_assumed(results),
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


def _resource(name: str) -> str:
    return (files(PACKAGE) / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """What the page's security policy admits: this script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
