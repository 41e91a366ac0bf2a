"""All that a page knows besides the engine: words, names, questions, settings, the map, how a saved file begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.batch import MEASURES
from ...model.world.ladder import RUNG_NAMES
from ...scenarios.schema.words import as_words
from ..figures import matrix, stocks, survival, theatre, timeline
from ..figures.about import About, gathered
from ..figures.layers import BORDER, DISC, SEA
from ..figures.style import BLUE, FAINT, INK, LAND, RUNG_COLOURS, SOFT, VERMILION, rung_label
from ..figures.timeline import ARROW
from ..measures.labels import OBSERVED, SCRIPTED, WITH_ARTICLE, in_sentence, labels
from ..measures.numbers import count, date_of
from ..measures.sentences import Narrator
from ..measures.strikes import SOIL, TARGET
from ..results.question import brink_version
from ..stories.notices import of_truces
from ..system.printable import slug
from . import asked, wording
from .ground import ground
from .offered import GROUPS as SETTING_GROUPS
from .offered import controls
from .saved import start_of

if TYPE_CHECKING:
    from ...model.world.tables import Case
    from ...scenarios.scenario import Scenario
    from ...scenarios.schema.course import Event

#: Runs that a page makes at once, and up to which it refines its answers while nobody asks for more.
AT_ONCE, REFINED = 300, 3_000
#: What is said where somebody asks why an act was chosen.
BECAUSE = {
    "nothing": "No actor weighed this act: nothing is noted of it.",
    "caption": "What was weighed for this act (utility). The chance that there was an act of force at all, summed over "
    "every option of force, was",
    "draw": "the draw was",
}
#: How the banner begins: what is not simulated, by the mark it carries; and where nothing is scripted.
BANNERS = {
    OBSERVED: "Everything here is simulated, except acts marked OBSERVED, which are from the record.",
    SCRIPTED: "Everything here is simulated, except acts marked SCRIPTED, which the scenario supposes.",
}
ALL_SIMULATED = "Everything here is simulated."
EVENTS = "Scripted events"
WITHOUT = "They happen in every run. Take one out by its box, to see what would follow without it."
NO_FORECAST = "Nothing here is a forecast: it is what a model makes of its assumptions."


class PageAsked(NamedTuple):
    """What a page is made of: a scenario, the seed of its runs, and the settings it offers (paths)."""

    scenario: Scenario
    seed: int
    offered: Sequence[str]


def content(asking: PageAsked) -> dict[str, Any]:
    """What the page is told, as plain numbers and texts."""
    scenario, case = asking.scenario, asking.scenario.case()
    named = labels(scenario)
    facts = gathered(scenario, _called(named), REFINED, REFINED, asking.seed)
    return {
        **wording.words(),
        "about": _about(asking, facts),
        "names": _names(case, named),
        "ladder": wording.ladder(case),
        "rules": wording.rules(case),
        "questions": asked.questions(case),
        "measures_shown": asked.shown(scenario, case),
        "controls": controls(scenario, asking.offered),
        "groups": list(SETTING_GROUPS),
        "events": _events(scenario, _called(named)),
        "truces": _truces(scenario, _called(named)),
        "map": ground(case, facts),
        "look": _look(),
        "pictures": _pictures(facts),
        "saved": _saved(scenario),
        "because": BECAUSE,
        "save": start_of(scenario),
    }


def _called(named: dict[str, dict[str, str]]) -> Callable[[str, str], str]:
    return lambda key, section: named.get(section, {}).get(key) or as_words(key)


def _truces(scenario: Scenario, called: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """What a story says of each truce that the scenario dates."""
    return [
        {"day": one.day, "after": one.after, "sentence": " ".join(one.sentences)}
        for one in of_truces(Narrator(called, [], {}, []), scenario)
    ]


def _about(asking: PageAsked, facts: About) -> dict[str, Any]:
    scenario = asking.scenario
    return {
        "scenario": scenario.name,
        "summary": scenario.summary,
        "start": scenario.start.isoformat(),
        "days": scenario.days,
        "seed": asking.seed,
        "mark": facts.mark,
        "banner": BANNERS[facts.mark] if scenario.events else ALL_SIMULATED,
        "no_forecast": NO_FORECAST,
        "brink": brink_version(),
        "digest": scenario.digest(),
        "at_once": AT_ONCE,
        "refined": REFINED,
    }


def _names(case: Case, named: dict[str, dict[str, str]]) -> dict[str, Any]:
    names, called = case.names, _called(named)
    sections = {"actors": "actors", "territories": "territories", "sites": "places", "weapons": "weapons"}
    return {
        **{key: [called(one, section) for one in getattr(names, key)] for key, section in sections.items()},
        "told": {key: [in_sentence(called, one, key) for one in getattr(names, key)] for key in WITH_ARTICLE},
        "rungs": RUNG_NAMES,
    }


def _look() -> dict[str, Any]:
    """Colours, those of the figures."""
    return {
        "rungs": RUNG_COLOURS,
        "rung_labels": [rung_label(rung) for rung in range(len(RUNG_COLOURS))],
        "ink": INK, "soft": SOFT, "faint": FAINT, "land": LAND, "sea": SEA, "border": BORDER, "disc": DISC,
        "arrow": ARROW, "now": VERMILION, "given": BLUE,
    }  # fmt: skip


def _pictures(facts: About) -> dict[str, Any]:
    """Titles, notes and captions of the figures that a page draws, the curves in them, and the line at their foot."""
    stamp, _, rest = facts.stamp().rpartition(f"{REFINED:,} runs")
    return {
        "stamp": f"{stamp}{{which}}{rest}",
        "matrix": {"title": matrix.TITLE, "note": matrix.NOTE, "by": [TARGET, SOIL], "panels": matrix.PANELS},
        "timeline": {"title": timeline.TITLE, "note": "simulated acts of force by actor", "first": "first difference"},
        "theatre": {"title": theatre.TITLE, "note": theatre.NOTE},
        "stocks": {"measures": [title for name, title, _ in stocks.MEASURES if name in MEASURES]},
        "survival": {
            "title": survival.TITLE,
            "note": survival.NOTE.partition(";")[0],
            "axis": survival.AXIS,
            "groups": [label for _, label, _ in survival.GROUPS],
            "steps": survival.STEPS,
        },
    }


def _events(scenario: Scenario, called: Callable[[str, str], str]) -> dict[str, Any]:
    """The scripted events: a reader can take out those without which the world is the same one otherwise."""
    by_date = sorted(scenario.events.items(), key=lambda entry: entry[1].date)
    listed = [
        {"path": f"events.{name}", "label": f"{date_of(event.date)}: {_event(event, called)}", "deed": _deed(event)}
        for name, event in by_date
    ]
    return {"listed": listed, "title": EVENTS, "told": WITHOUT}


def _deed(event: Event) -> str:
    """What it was: its rung and its toll."""
    return f"{as_words(RUNG_NAMES[event.rung])}, {count(event.killed) if event.killed else 'nobody'} killed"


def _event(event: Event, called: Callable[[str, str], str]) -> str:
    """Who did it, to whom and where, by their names; the country where its name does not say it."""
    place = called(event.at, "places") if event.at else ""
    soil = called(event.territory, "territories")
    where = place if place.endswith(soil) else ", ".join(filter(None, (place, soil)))
    return f"{called(event.by, 'actors')} → {called(event.against, 'actors')}, {where}"


def _saved(scenario: Scenario) -> dict[str, Any]:
    """What is said in files that are saved, and of the page itself."""
    return {
        "file": slug(scenario.name),
        "title": "{name}: a live page of brink",
        "name": "{name}, changed",
        "comments": ["Saved from a live page of brink {brink}. Check it with: brink check FILE"],
        "command": "The same runs, to the last digit: brink run FILE --seed {seed}",
        "about": "Made with brink {brink} from the scenario {scenario} ({digest}). Everything happens in this file: "
        "nothing is sent, and nothing is loaded. Run k here is run k of brink run with the same settings and seed.",
    }
