"""What the results rest on: actors, constants that were changed, interventions, where numbers come from."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...model.mechanisms.registry import CONSTANTS
from ...scenarios.schema.words import as_name
from ..figures.about import clean
from ..measures.numbers import setting, span

if TYPE_CHECKING:
    from ..results.read import Results


class ActorSettings(NamedTuple):
    """An actor's main settings as text."""

    name: str
    kind: str
    patron: str
    pressure: str
    audience: str
    credibility: str
    tolerance: str


class ChangedConstant(NamedTuple):
    """A constant that is not at its default."""

    name: str
    meaning: str
    value: str
    default: str
    plausible: str


def actors_assumed(results: Results) -> list[ActorSettings]:
    """The main settings of each actor that decides."""
    actors = results.scenario.actors
    names = {key: clean(results.label(key)) for key in actors}
    return [
        ActorSettings(
            names[key],
            actor.kind,
            names.get(actor.patron or "", ""),
            setting(actor.pressure.baseline),
            setting(actor.pressure.audience),
            setting(actor.restraint.credibility),
            setting(actor.restraint.tolerance),
        )
        for key, actor in actors.items()
        if actor.kind in ("state", "militia")
    ]


def changed_constants(results: Results) -> list[ChangedConstant]:
    """The behavioural constants that differ from their default."""
    found = []
    for name, known in CONSTANTS.items():
        value = getattr(results.scenario.constants, name)
        if value != known.default:
            plausible = span(known.low, known.high, setting)
            found.append(
                ChangedConstant(as_name(name), known.meaning, setting(value), setting(known.default), plausible)
            )
    return found


def interventions(results: Results) -> list[tuple[str, str]]:
    """Dated interventions: the date, and what is set to what."""
    return [
        (entry.date.isoformat(), "; ".join(f"{path} = {new}" for path, new in entry.changes.items()))
        for entry in results.scenario.interventions.values()
    ]


def settings_given(results: Results) -> list[str]:
    """What was set on the command line (``--set path=value``)."""
    words = results.manifest.get("command") or []
    words = words.split() if isinstance(words, str) else [str(word) for word in words]
    after = [value for flag, value in pairwise(words) if flag == "--set"]
    return after + [word.removeprefix("--set=") for word in words if word.startswith("--set=")]


def sourced(results: Results) -> tuple[int, int]:
    """How many numbers of the scenario name a source, and how many of those are judgement."""
    sources = [source.lower() for source in results.scenario.sources().values()]
    return len(sources), sum("judgement" in source for source in sources)
