"""Verbs about scenario files: list, new, check, explain and schema. They answer at once: nothing heavy is imported."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UserError
from ..measures.labels import after_the_end
from ..measures.numbers import decimal, setting, several, span
from ..system.whole import write_new
from . import completing
from .console import give, give_json, give_prose, give_table, say
from .trying import show as show_tried
from .trying import try_out

if TYPE_CHECKING:
    from ...scenarios.describe import Explanation
    from ...scenarios.menus.menu import Option
    from ...scenarios.problems import Problem
    from ...scenarios.scenario import Scenario
    from .trying import TrialRuns

#: Why an actor has no option, however far its weapons reach.
NO_TARGET = "nobody it could have an account with is where it may strike (brink explain actors.any.sits_in)"
#: Sections that a world does without.
ASKED = ("questions", "expectations")
#: Entries of the glossary that a terminal is given.
MOST_ENTRIES = 15

Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]


def list_scenarios(
    doctrines: Annotated[bool, typer.Option("--doctrines", help="List the ways to decide instead.")] = False,
    experiments: Annotated[bool, typer.Option("--experiments", help="List the shipped experiments instead.")] = False,
    as_json: Json = False,
) -> None:
    """List the scenarios that come with brink."""
    rows = _doctrines() if doctrines else _experiments() if experiments else _scenarios()
    if as_json:
        give_json(rows)
        return
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        source = f" ({row['source']})" if doctrines else ""
        give_prose(f"{row['name']:<{width}}  {row['summary']}{source}", width + 2)
        for name, entry in row.get("parameters", {}).items():
            give_prose(f"{'':<{width}}    {name} = {_parameter(entry)}", width + 6)


def _scenarios() -> list[dict[str, Any]]:
    from ...scenarios.shipped import shipped_scenarios

    return [
        {"name": entry.name, "title": entry.title, "summary": entry.summary, "runnable": entry.runnable}
        for entry in shipped_scenarios()
    ]


def _parameter(entry: dict[str, Any]) -> str:
    """Default, bounds, unit and meaning of a doctrine's parameter."""
    bounds = span(entry["low"], entry["high"], setting)
    return f"{setting(entry['default'])} ({bounds} {entry['unit']}): {entry['meaning']}"


def _experiments() -> list[dict[str, Any]]:
    from ..studies.files import load_experiment, shipped

    loaded = [(name, load_experiment(name)[0]) for name in shipped()]
    return [{"name": name, "title": entry.name, "summary": entry.name} for name, entry in loaded]


def _doctrines() -> list[dict[str, Any]]:
    from ...model.world.doctrines import DOCTRINES

    return [
        {
            "name": name,
            "summary": doctrine.summary,
            "source": doctrine.source,
            "parameters": {key: value._asdict() for key, value in doctrine.parameters.items()},
        }
        for name, doctrine in DOCTRINES.items()
    ]


def new(
    file: Annotated[Path, typer.Argument(help="The file to write.")],
    base: Annotated[
        str | None, typer.Option("--from", help="A shipped scenario to extend.", autocompletion=completing.scenarios)
    ] = None,
    world: Annotated[
        str | None, typer.Option("--world", metavar="STATESxGROUPS", help="An imagined world of this size instead.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="Seed of the imagined world.")] = 1,
) -> None:
    """Write a small commented scenario to start from, one that extends a shipped one, or an imagined world."""
    from ...scenarios.schema.words import as_words
    from ...scenarios.templates import new_scenario

    if world is not None:
        text = _imagined(world, base, seed)
    else:
        title = file.stem.encode("utf-8", "replace").decode()  # a path may hold what is no text
        text = new_scenario(as_words(title).capitalize(), base)
    write_new({file: lambda stream: stream.write(text)})
    say(f"wrote {file}; next: brink check {file}")


def _imagined(world: str, base: str | None, seed: int) -> str:
    from ...scenarios.imagined import world_text

    numbers = re.fullmatch(r"(\d{1,4})x(\d{1,4})", world)
    if numbers is None:
        raise UserError(f"--world: {world!r} is not a size such as 200x300 (states, armed groups)")
    if base is not None:
        raise UserError("--world goes without --from: an imagined world extends the arsenal alone")
    try:
        return world_text(int(numbers[1]), int(numbers[2]), seed=seed)
    except ValueError as fault:
        raise UserError(f"--world: {fault}") from fault


def check(
    files: Annotated[
        list[str],
        typer.Argument(help="Scenario files, or names of shipped scenarios.", autocompletion=completing.scenarios),
    ],
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Change a setting first; repeatable.",
            autocompletion=completing.settings,
        ),
    ] = None,
    menus: Annotated[bool, typer.Option("--menus", help="Show the options that each actor has.")] = False,
    tried: Annotated[
        bool, typer.Option("--try", help="Make quick runs too, and warn of what looks wrong in them.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="With --try: end with exit code 3 on a warning.")] = False,
    as_json: Json = False,
) -> None:
    """Check scenario files: every problem at once, with its place and the nearest valid name."""
    if strict and not tried:
        raise UserError("--strict: it is about the warnings of --try, and goes with it")
    scenarios, problems = _loaded(files, sets or [])
    if not as_json:
        for file, scenario in scenarios.items():
            give_prose(_described(file, scenario), 4)
            if menus:
                _show_menus(scenario)
    for problem in problems:
        say(str(problem))
    if not as_json:
        for file in files:
            if file not in scenarios:
                _do_without(file, sets or [], menus, tried)
    trials = {file: try_out(scenario) for file, scenario in scenarios.items()} if tried else {}
    if as_json:
        _give_checked(scenarios, problems, trials)
    elif tried:
        for file, trial in trials.items():
            show_tried(file, trial)
    elif scenarios:
        give("this looked at the text alone; quick runs say more: brink check --try")
    if problems:
        raise typer.Exit(2)
    if strict and any(trial.warnings for trial in trials.values()):
        raise typer.Exit(3)


def _loaded(files: list[str], sets: list[str]) -> tuple[dict[str, Scenario], list[Problem]]:
    """The scenarios that are right, by file, and everything that is wrong with the others."""
    from ...scenarios.loader import load_scenario
    from ...scenarios.problems import ScenarioError

    found: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            found[file] = load_scenario(file, sets)
        except ScenarioError as error:
            problems += error.problems
    return found, problems


def _do_without(file: str, sets: list[str], menus: bool, tried: bool) -> None:
    """Show what can be shown of a file with problems: its menus, where only its questions stand in the way."""
    from ...scenarios.loader import load_scenario
    from ...scenarios.problems import ScenarioError

    if menus:
        try:
            world = load_scenario(file, [*sets, *(f"{section}=null" for section in ASKED)])
        except ScenarioError:
            say(f"{file}: no menus: they follow from the whole of the world; mend the problems first")
        else:
            give_prose(f"{file}: the menus of its world, whose questions or expectations have the problems:")
            _show_menus(world)
    if tried:
        say(f"{file}: not tried: no runs of a file with problems")


def _give_checked(scenarios: dict[str, Scenario], problems: list[Problem], trials: dict[str, TrialRuns]) -> None:
    """The outcome of a check for machines."""
    left = {path: date for scenario in scenarios.values() for path, date in scenario.left_out().items()}
    content: dict[str, Any] = {
        "ok": not problems,
        "problems": [entry._asdict() for entry in problems],
        "left_out": left,
    }
    if trials:
        content["tried"] = {file: trial.as_json() for file, trial in trials.items()}
    give_json(content)


def _described(file: str, scenario: Scenario) -> str:
    parts = (
        several(len(scenario.actors), "actor"),
        f"{several(scenario.days, 'day')} from {scenario.start}",
        several(len(scenario.campaigns), "campaign"),
        several(len(scenario.events), "event"),
    )
    left = after_the_end(scenario.left_out())
    return f"{file}: ok: {scenario.name}: {', '.join([*parts, *([left] if left else [])])}"


def _show_menus(scenario: Scenario) -> None:
    from ...scenarios.menus.menu import idle, menus

    for (actor, account), options in menus(scenario).items():
        title = f"what {scenario.label(actor)} can do to settle with {scenario.label(account)}"
        columns = ["option", "hits", "reason", "rungs", "share"]
        give_table(title, columns, [_option_row(scenario, option) for option in options])
    for actor, beyond in idle(scenario).items():
        why = f"no weapon of its own, or of whom it sponsors, reaches: {', '.join(beyond)}" if beyond else NO_TARGET
        give_prose(f"{scenario.label(actor)} has no option of force: {why}")


def _option_row(scenario: Scenario, option: Option) -> list[str]:
    target = scenario.label(option.target)
    rungs = " ".join(f"{entry.rung}: {decimal(entry.share)}" for entry in option.alternatives)
    return [option.id, target, _reason(scenario, option), rungs, decimal(option.share, 3)]


def _reason(scenario: Scenario, option: Option) -> str:
    """Why an option settles the account."""
    account = scenario.label(option.account)
    found = {
        "DIRECT": "itself" if option.target == option.account else f"for {account}",
        "PROXY": f"through {scenario.label(option.executor)}",
        "STAND_IN": f"in the place of {account}",
        "DISPLACED": f"said to be {scenario.label(option.declared)}",
    }[option.credit.name]
    return f"a leader, when found ({decimal(option.opportunities, 1)} times a year)" if option.opportunities else found


def explain(
    path: Annotated[
        str,
        typer.Argument(
            help="A setting, such as actors.iran.restraint.credibility; or a word to look for.",
            autocompletion=completing.settings,
        ),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            help="Show its value in this scenario, and check the ids.",
            autocompletion=completing.scenarios,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain a setting: meaning, unit, range, source, which rule reads it; or what is known about a word."""
    from ...scenarios.describe import explain as describe
    from ...scenarios.describe import is_setting
    from ...scenarios.loader import load_scenario

    if scenario is None and not is_setting(path) and "." not in path:
        _show_entries(path, as_json)
        return
    found = describe(path, load_scenario(scenario) if scenario else None)
    if as_json:
        give_json(vars(found))
        return
    for name, text in [*_explained(found), *(("note", note) for note in found.notes)]:
        give_prose(f"{name + ':':<11}{text}", 11)
    if found.example:
        give(f"example:\n\n{indent(found.example, '    ')}")
    for page in found.see:
        give(f"{'see:':<11}{page}")


def _show_entries(word: str, as_json: bool) -> None:
    """What settings, outcomes, terms and rules there are about a word."""
    from ...scenarios.glossary import search

    found = search(word)
    if as_json:
        give_json([entry._asdict() for entry in found])
        return
    for entry in found[:MOST_ENTRIES]:
        called = f"{entry.name}: {entry.label}" if entry.label not in ("", entry.name) else entry.name
        give_prose(f"{entry.kind + ':':<11}{called}{f' - {entry.meaning}' if entry.meaning else ''}", 11)
    if len(found) > MOST_ENTRIES:
        give(f"and {len(found) - MOST_ENTRIES} more; --json gives all")


def _explained(found: Explanation) -> list[tuple[str, str]]:
    """What is known of a setting, in the order a reader asks for it; what is not known is left out."""
    bounds = "" if found.low is None and found.high is None else f"{_bound(found.low)} to {_bound(found.high)}"
    plausible = "" if found.plausible is None else span(found.plausible[0], found.plausible[1], setting)
    stated = "" if found.given is None else (f"stated in {found.place}" if found.given else "the default")
    rows = [
        ("setting", found.path),
        ("meaning", found.meaning),
        ("unit", found.unit),
        ("value", f"{_value(found.value)} ({stated})" if stated else ""),
        ("default", "" if found.default is None else str(found.default)),
        ("allowed", bounds or ", ".join(found.choices)),
        ("plausible", plausible),
        ("source", found.source),
        ("read by", found.rule),
        ("effect", found.direction),
        ("holds", ", ".join(found.inside)),
    ]
    return [(name, text) for name, text in rows if text]


def _value(value: Any) -> str:
    """A value as it stands in a file; of entries by id the ids alone."""
    by_id = isinstance(value, dict) and len(value) > 1 and all(isinstance(entry, dict) for entry in value.values())
    return ", ".join(value) if by_id else str(value)


def _bound(value: float | None) -> str:
    return "any" if value is None else setting(value)


def schema() -> None:
    """Print the JSON Schema by which editors complete and check scenario files."""
    from ...scenarios.schema.json_schema import json_schema_text

    give(json_schema_text().rstrip("\n"))
