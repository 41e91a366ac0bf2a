"""The verb that writes a live page: one file in which a reader changes settings, and the model runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..measures.numbers import count, several
from . import completing
from .console import give, give_json, progress_bar, say
from .options import Days, Seed, Sets, announce_compilation, load


def page(
    scenario: Annotated[str, typer.Argument(help="A scenario by name or file.", autocompletion=completing.scenarios)],
    sets: Sets = None,
    days: Days = None,
    seed: Seed = 1,
    out: Annotated[Path | None, typer.Option("--out", help="The file; default the scenario's name with .html.")] = None,
    lesson: Annotated[bool, typer.Option("--lesson", help="Begin with the lesson about it: january-2024.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace another file of this name.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
) -> None:
    """Write one HTML file that runs the model: for a browser, without a network, to be mailed or put on a server."""
    from ..page.page import live_page, usual_name, write_page

    world = load(scenario, sets, days)
    if not world.page:
        announce_compilation()
    with progress_bar("settings tried") as progress:
        made = live_page(world, seed, lesson, progress)
    path = write_page(made, out or usual_name(world), force)
    if as_json:
        offered = [name for name in made.offered if name not in made.fixed]
        give_json({"page": str(path), "bytes": path.stat().st_size, "offered": offered, "fixed": made.fixed})
        return
    for name, reason in made.fixed.items():
        say(f"not offered: {name}: {reason}")
    give(f"{path} ({count(path.stat().st_size / 1000)} kB, {several(len(made.offered) - len(made.fixed), 'setting')})")
