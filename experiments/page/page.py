"""A live page written: the settings it offers chosen, the scenario made an image, everything put into one file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ...scenarios.problems import ScenarioError
from ...scenarios.text.origin import located, origin_of
from ...scenarios.text.unwrap import Mistake
from ..errors import UserError
from ..system.printable import slug
from ..system.whole import write_text
from .content import PageAsked, content
from .document import document
from .image import HEAD, image
from .lesson import lesson_of, settings
from .module import MEND, is_stale, module
from .offered import range_of
from .screening import screened

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...scenarios.scenario import Scenario


#: Why a scenario has no page in which every run is another crisis.
DRAWN = (
    "every run takes other numbers from it, and a live page runs one crisis: "
    "--set population=null makes a page of the numbers that stand in the file"
)


class LivePage(NamedTuple):
    """A page as text, the settings it offers, and those that it would have offered with the reason why not.

    ``events`` are those that a reader can take out.
    """

    text: str
    offered: Sequence[str]
    fixed: dict[str, str]
    events: Sequence[str]

    def opens(self, values: Mapping[str, float | None]) -> bool:
        """Whether the page can begin with these settings; None takes an event out."""
        free = set(self.offered) - set(self.fixed)
        return all(path in (self.events if value is None else free) for path, value in values.items())


def live_page(
    scenario: Scenario, seed: int = 1, lesson: bool = False, progress: Callable[[int, int], None] | None = None,
    wanted: Mapping[str, Sequence[float]] = MappingProxyType({}),
) -> LivePage:  # fmt: skip
    """Make the page of a scenario.

    Args:
        scenario: what it runs. The settings in its list ``page`` are offered; without one those that move its questions
            most, which takes some thousand runs.
        seed: of its runs.
        lesson: begin with the lesson about this scenario.
        progress: told how many of how many runs of the screening are made.
        wanted: settings to offer before all others, with values that their ranges have to hold; then there is no
            screening.

    Raises:
        UserError: there is no lesson about this scenario.
        ScenarioError: every run of the scenario is another crisis.
        RuntimeError: the model was changed since the page's engine was made.
    """
    if is_stale():
        raise RuntimeError(f"the page's engine is not that of this model: {MEND}")
    if scenario.population:
        raise ScenarioError([located(origin_of(scenario).text, Mistake(("population",), DRAWN, at_key=True))])
    lesson_text = lesson_of(scenario) if lesson else None
    if lesson and lesson_text is None:
        raise UserError(f"--lesson: there is no lesson about {scenario.name}; january-2024 has one")
    offered = scenario.page or (() if wanted else [entry.path for entry in screened(scenario, progress)])
    offered = tuple(dict.fromkeys([*(settings() if lesson_text else ()), *wanted, *offered]))
    made = image(scenario, {path: _holding(range_of(path, scenario), wanted.get(path, ())) for path in offered})
    asking = PageAsked(scenario, seed, offered)
    page = document(scenario.name, {**content(asking), "lesson": lesson_text}, module().content, made)
    header = header_in(made)
    events = [path for path in header["events"]["paths"] if path not in header["events"]["kept"]]
    return LivePage(page, offered, header["fixed"], events)


def _holding(ends: tuple[float, float], values: Sequence[float]) -> tuple[float, float]:
    """A range made wide enough for some values."""
    return min(*ends, *values), max(*ends, *values)


def header_in(made: bytes) -> dict[str, Any]:
    """What an image says of itself."""
    length = HEAD.unpack_from(made)[2]
    return json.loads(made[HEAD.size : HEAD.size + length])


def write_page(page: LivePage, path: Path, force: bool = False) -> Path:
    """Write a page where none is, or one with the same content.

    Raises:
        UserError: another file is there already, and ``force`` is not set.
    """
    if path.is_dir():
        raise UserError(f"--out: {path} is a folder; name a file, such as {path / 'page.html'}")
    if not path.parent.is_dir():
        raise UserError(f"--out: there is no folder {path.parent}")
    if path.exists() and not force and path.read_bytes() != page.text.encode():
        raise UserError(f"{path}: another file is there already; choose another --out, or --force to replace it")
    write_text(path, page.text)
    return path


def usual_name(scenario: Scenario) -> Path:
    """What the page of a scenario is called unless told otherwise."""
    return Path(f"{slug(scenario.name)}.html")
