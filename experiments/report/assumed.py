"""What the results rest on: actors, constants that were changed, interventions, where numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.mechanisms.registry import CONSTANTS
from ..figures.about import clean, mapping, plain, section, title_of
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
    told = section(mapping(results.scenario), "actors")
    names = {key: clean(str(value.get("name") or title_of(key))) for key, value in told.items()}
    return [
        ActorSettings(
            names[key],
            str(value.get("kind") or ""),
            names.get(str(value.get("patron") or ""), ""),
            _number(value, "pressure", "baseline"),
            _number(value, "pressure", "audience"),
            _number(value, "restraint", "credibility"),
            _number(value, "restraint", "tolerance"),
        )
        for key, value in told.items()
        if value.get("kind") in ("state", "militia")
    ]


def changed_constants(results: Results) -> list[ChangedConstant]:
    """The behavioural constants that differ from their default."""
    given = mapping(results.scenario).get("constants") or {}
    found = []
    for name, value in given.items():
        number, known = plain(value), CONSTANTS.get(name)
        if known is not None and number is not None and float(number) != known.default:
            plausible = span(known.low, known.high, setting)
            found.append(
                ChangedConstant(
                    title_of(name), known.meaning, setting(float(number)), setting(known.default), plausible
                )
            )
    return found


def interventions(results: Results) -> list[tuple[str, str]]:
    """Dated interventions: the date, and what is set to what."""
    told = section(mapping(results.scenario), "interventions")
    return [
        (str(value.get("date")), "; ".join(f"{path} = {plain(new)}" for path, new in (value.get("set") or {}).items()))
        for value in told.values()
    ]


def settings_given(results: Results) -> list[str]:
    """What was set on the command line (``--set path=value``)."""
    words = results.manifest.get("command") or []
    words = words.split() if isinstance(words, str) else [str(word) for word in words]
    after = [value for flag, value in pairwise(words) if flag == "--set"]
    return after + [word.removeprefix("--set=") for word in words if word.startswith("--set=")]


def sourced(results: Results) -> tuple[int, int] | None:
    """How many numbers of the scenario name a source, and how many of those are judgement; None if unknown."""
    ask = getattr(results.scenario, "sources", None)
    if ask is None:
        return None
    sources = [str(source).lower() for source in ask().values()]
    return len(sources), sum("judgement" in source for source in sources)


def _number(actor: Mapping[str, Any], part: str, name: str) -> str:
    inside = actor.get(part)
    value = plain(inside.get(name)) if isinstance(inside, Mapping) else None
    return "" if value is None else setting(float(value))
