"""A run as a short story: the acts outside campaigns, in the words of `brink show`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ..measures.sentences import Narrator
from ..stories.notices import Notice, notices
from ..stories.story import ended, records

if TYPE_CHECKING:
    from ..results.read import Results

MOST = 80


class Passage(NamedTuple):
    """An act: whether it was observed, its headline, and what followed."""

    observed: bool
    headline: str
    rest: tuple[str, ...]


class RunStory(NamedTuple):
    """A run as it is told: its number, which one it is, what it came to, how many acts are told, how many left out."""

    run: int
    which: str
    ending: str
    passages: tuple[Passage, ...]
    acts: int
    left_out: int
    campaign_acts: int


def run_story(results: Results, run: int, which: str) -> RunStory:
    """Tell a run by its observed events and its acts of force outside standing campaigns."""
    acts = records(results, run)
    force = [act for act in acts if act["kinetic"]]
    chosen = [act for act in force if act["observed"] or act["origin"] != "campaign"]
    narrator = Narrator(results.label, acts, {}, [])
    told, left_out = chosen[:MOST], chosen[MOST:]
    between = notices(narrator, results, run, acts)
    if left_out:
        between = [one for one in between if one.is_before(left_out[0])]
    passages = tuple(_passages(narrator, told, between))
    ending = " ".join(ended(results, run, acts).split())
    return RunStory(run, which, ending, passages, len(told), len(left_out), len(force) - len(chosen))


def _passages(narrator: Narrator, acts: list[dict[str, Any]], between: list[Notice]) -> Iterator[Passage]:
    """Acts, and between them what is said of campaigns that stop and go on."""
    for act in acts:
        while between and between[0].is_before(act):
            yield Passage(between[0].observed, " ".join(between.pop(0).sentences), ())
        yield _passage(narrator, act)
    yield from (Passage(one.observed, " ".join(one.sentences), ()) for one in between)


def _passage(narrator: Narrator, act: dict[str, Any]) -> Passage:
    headline, *rest = narrator.act(act)
    return Passage(bool(act["observed"]), headline, tuple(rest))
