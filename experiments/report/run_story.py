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
    """A run as it is told: its number, which run it is, what it came to, the acts, and how many were left out."""

    run: int
    which: str
    ending: str
    passages: tuple[Passage, ...]
    left_out: int
    campaign_acts: int


def run_story(results: Results, run: int, which: str) -> RunStory:
    """Tell a run by its observed events and its acts of force outside standing campaigns."""
    acts = records(results, run)
    force = [act for act in acts if act["kinetic"]]
    chosen = [act for act in force if act["observed"] or act["origin"] != "campaign"]
    narrator = Narrator(results.label, acts, {}, [])
    passages = tuple(_passages(narrator, chosen[:MOST], notices(narrator, results, run, acts)))
    ending = " ".join(ended(results, run).split())
    return RunStory(run, which, ending, passages, max(0, len(chosen) - MOST), len(force) - len(chosen))


def _passages(narrator: Narrator, acts: list[dict[str, Any]], between: list[Notice]) -> Iterator[Passage]:
    """Acts, and between them what is said of campaigns that stop and go on."""
    for act in acts:
        while between and between[0].is_before(act):
            yield Passage(between[0].observed, between.pop(0).sentence, ())
        yield _passage(narrator, act)
    yield from (Passage(one.observed, one.sentence, ()) for one in between)


def _passage(narrator: Narrator, act: dict[str, Any]) -> Passage:
    headline, *rest = narrator.act(act)
    return Passage(bool(act["observed"]), headline, tuple(rest))
