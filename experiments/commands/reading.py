"""Verbs that read finished results: show and report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import MismatchError, NotStarted, UserError
from . import completing
from .console import columns, give, give_json, give_table, say
from .options import NoLive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..results.read import Results
    from ..runs.verify import Verdict
    from ..stories.followed import FollowedQuestion
    from ..stories.reasons import Motives

#: Days of actors (their number times the days) up to which a run is run again as a matter of course: some ten seconds.
LARGE = 12_000

Folder = Annotated[Path, typer.Argument(help="A results folder.", autocompletion=completing.folders)]


def show(
    results: Folder,
    run: Annotated[int | None, typer.Option("--run", help="Number of the run; default the median run.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell every campaign act, unanswered ones too.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="The chains as trees: each act under what it answers.")] = False,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="ID", help="Follow one side: its acts, wounds and silences.")
    ] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", metavar="Q", help="Tell of a run in which this comes true; by name or in one line."),
    ] = None,
    why: Annotated[
        int | None, typer.Option("--why", metavar="N", help="Everything that was weighed for act N.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Leave the reasons out: the run is not run again.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the acts for machines.")] = False,
) -> None:
    """Tell one run as a story: each act, what it answers, why it was chosen, what it did."""
    from ..results.read import open_results
    from ..stories.followed import follow
    from ..stories.lines import lines_of
    from ..stories.median import median_run
    from ..stories.story import tell
    from ..stories.trees import trees

    if why is not None and (tree or actor):
        raise UserError("--why tells of one act: it goes without --tree and --actor")
    opened = open_results(results)
    asked = None if question is None else follow(opened, question)
    number = run if run is not None else median_run(opened) if asked is None else asked.median(opened)
    side = None if actor is None else _side(opened, actor)
    if why is not None:
        _show_why(opened, number, why, as_json)
    elif as_json:
        _show_acts(opened, number, side, asked)
    elif tree:
        with lines_of(columns()):
            give(trees(opened, number, everything=everything, actor=side, question=asked))
    else:
        motives = None if plain else _motives(opened, number)
        with lines_of(columns()):
            story = tell(
                opened, number, everything=everything, median=run is None, actor=side, motives=motives, question=asked
            )
        give(story)


def _side(results: Results, asked: str) -> str:
    """The id of the actor asked for by id or name.

    Raises:
        UserError: there is none.
    """
    from ...scenarios.problems import choices

    known = results.manifest["labels"]["actors"]
    asked = os.fsencode(asked).decode("utf-8", "surrogateescape")  # under the C locale letters arrive as bytes
    if asked in known:
        return asked
    named = [key for key, name in known.items() if name.casefold() == asked.casefold()]
    if not named:
        raise UserError(f"--actor: {asked!r} is not an actor of {results.folder}; {choices(asked, list(known))}")
    return named[0]


def _show_acts(results: Results, run: int, actor: str | None, asked: FollowedQuestion | None) -> None:
    from ..stories.story import concerned, records

    acts = [act for act in records(results, run) if actor is None or actor in concerned(act)]
    head = {} if asked is None else {"question": asked.ask, "comes_true_by": asked.acts.get(run)}
    give_json({"run": run, **head, "acts": acts})


def _motives(results: Results, run: int) -> Motives | None:
    """The reasons of a run, or none with a word why they cannot be had."""
    from ...scenarios.problems import ScenarioError
    from ..stories.reasons import motives
    from ..stories.replayed import replay

    results.acts_of(run)
    if len(results.manifest["labels"]["actors"]) * results.manifest["days"] > LARGE:
        say("told without reasons: so large a world takes a while to run again; --why N gives them for an act")
        return None
    try:
        return motives(results, replay(results, run))
    except (UserError, MismatchError) as error:
        say(f"told without reasons: {error}")
    except ScenarioError as error:
        say(f"told without reasons: {error.problems[0]}")
    return None


def _show_why(results: Results, run: int, number: int, as_json: bool) -> None:
    from ..stories.lines import lines_of
    from ..stories.replayed import replay
    from ..stories.story import headline
    from ..stories.whole import as_plain, whole

    acts = len(results.acts_of(run))
    if not 0 <= number < acts:
        there = f"0 to {acts - 1} are, the nearest is {min(max(number, 0), acts - 1)}" if acts else "it has none"
        raise UserError(f"--why: {number} is not an act of run {run} of {results.folder}; {there}")
    replayed = replay(results, run)
    if as_json:
        give_json({"run": run, "act": number, **as_plain(replayed, number)})
        return
    with lines_of(columns()):
        give(headline(results, run, number))
        give("\n" + whole(results, replayed, number))


def report(results: Folder, no_live: NoLive = False) -> None:
    """Draw the figures and write the report again, and the live page beside it."""
    from ..report import draw
    from ..results.read import open_results

    found = open_results(results)
    say("drawing figures and report")
    give(str(draw(found, not no_live)))


def verify(
    results: Annotated[Path | None, typer.Argument(help="A results folder.", autocompletion=completing.folders)] = None,
    replay: Annotated[
        int | None, typer.Option("--replay", help="Number of runs to run again, spread evenly; default 20 and more.")
    ] = None,
    run: Annotated[list[int] | None, typer.Option("--run", help="Run this one again instead; repeatable.")] = None,
    engine: Annotated[
        list[str] | None, typer.Option("--engine", help="Run again in this engine only; default both.")
    ] = None,
    vectors: Annotated[
        bool, typer.Option("--vectors", help="Check this machine instead: shipped scenarios against known hashes.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print for machines.")] = False,
) -> None:
    """Check a results folder: hashes, columns, what must hold of acts, and a sample of runs run again."""
    verdict = _verdict(results, replay, run or (), engine or (), vectors)
    if as_json:
        ok, notes = not verdict.problems and not verdict.unstarted, [*verdict.notes, *verdict.unstarted]
        give_json({"ok": ok, "notes": notes, "checks": [c._asdict() for c in verdict.checks]})
    else:
        _tell_verdict(verdict)
    if verdict.problems:
        about = "this machine" if vectors else results
        raise MismatchError(f"{about}: {len(verdict.problems):,} things are not as they should be")
    if verdict.unstarted:
        raise NotStarted("; ".join(verdict.unstarted))


def _verdict(
    results: Path | None, replay: int | None, run: Sequence[int], engine: Sequence[str], vectors: bool
) -> Verdict:
    """Of a results folder, or of this machine."""
    from ..runs.vectors import verify_vectors
    from ..runs.verify import ENGINES, verify
    from ..studies.kinds import missing, shown_of

    if vectors and (results is not None or replay is not None or run):
        raise UserError("--vectors: it checks this machine and takes neither a folder nor --replay and --run")
    if vectors:
        return verify_vectors(engine or tuple(ENGINES))
    if results is None:
        raise UserError("RESULTS: name a results folder to check, or --vectors to check this machine")
    return verify(results, replay, run, engine or tuple(ENGINES), missing, shown_of)


def _tell_verdict(verdict: Verdict) -> None:
    rows = [[c.name, c.tried, f"{len(c.problems):,} problems" if c.problems else "ok"] for c in verdict.checks]
    give_table("what was looked at", ["check", "tried", "found"], rows)
    for problem in verdict.problems:
        give(problem)
    for note in (*verdict.notes, *verdict.unstarted):
        say(f"note: {note}")
