"""A scenario: what is assumed, checked, and what can be made of it.

What it holds is said in `schema`; this is the face of the room. Its methods import what they need when they are called:
reading and checking a file stays cheap, for neither NumPy nor the compiler is loaded before arrays are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .schema.sections import Assumptions

if TYPE_CHECKING:
    from ..model.world.tables import Case, World


class Scenario(Assumptions):
    """Everything a batch of runs assumes; made by `brink.scenarios.loader.load_scenario`."""

    def stages(self) -> list[tuple[int, Scenario]]:
        """The scenario between interventions: (first day, settings that hold from it); day 0 comes first."""
        from .stages import stages_of

        return stages_of(self)

    def ranges(self, constants: bool = False) -> dict[str, tuple[float, float, float]]:
        """Declared ranges: path -> (value, low, high); with ``constants`` also those of the model's own table."""
        from .text.origin import ranges_of

        return ranges_of(self, constants)

    def sources(self) -> dict[str, str]:
        """Where values come from, as the file says: path -> source."""
        from .text.origin import sources_of

        return sources_of(self)

    def left_out(self) -> dict[str, str]:
        """Dates of the events and interventions after the end that a shorter horizon left out, by path."""
        from .text.origin import origin_of

        return dict(origin_of(self).left_out)

    @property
    def merged(self) -> dict[str, Any]:
        """The content of the file with everything it extends merged in, as data."""
        from .text.origin import origin_of

        return origin_of(self).text.data

    def resolved_yaml(self) -> str:
        """The scenario as one file with everything it extends merged in; loading it gives the same digest."""
        from .text.emit import resolved_yaml

        return resolved_yaml(self)

    def digest(self) -> str:
        """SHA-256 of the checked content, as 64 hexadecimal digits; comments and layout do not matter."""
        from .text.emit import digest

        return digest(self)

    def world(self) -> World:
        """The arrays that hold on day 0."""
        from .tables.build import build_world

        return build_world(self)

    def case(self) -> Case:
        """The scenario made ready to run: the arrays of every stage."""
        from .tables.build import build_case

        return build_case(self)
