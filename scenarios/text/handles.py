"""Where single settings of a scenario stand, so that values are written into a private copy without checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from ..schema.actors import DoctrineChoice
from ..schema.fields import Section
from ..schema.walk import node_at
from .settings import split_path

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

#: The dictionary in which a setting stands, and its key there.
Slot = tuple[dict[str, Any], str]
Made = TypeVar("Made", bound="Assumptions")


def private_copy(scenario: Made) -> Made:
    """A copy that shares nothing with the original, without the text it came from: it can be written to."""
    plain = scenario.model_copy()
    plain._origin = None
    return plain.model_copy(deep=True)


def is_whole(path: str) -> bool:
    """Whether the setting at a path counts in whole numbers."""
    node = node_at(split_path(path))
    return node is not None and node.bare is int


def is_numeric(path: str) -> bool:
    """Whether a number stands at a path of the schema."""
    node = node_at(split_path(path))
    return node is not None and node.number


def value_at(scenario: Assumptions, path: str) -> Any:
    """The value at a path; None where the scenario has no such entry."""
    box, key = _box(scenario, path)
    return None if box is None else box.get(key)


def slot(scenario: Assumptions, path: str) -> Slot:
    """Where the value at a path of a private copy stands, for it to be written without checks.

    Raises:
        KeyError: the scenario has nothing at that path.
    """
    box, key = _box(scenario, path)
    if box is None or key not in box:
        raise KeyError(path)
    return box, key


def _box(scenario: Assumptions, path: str) -> tuple[dict[str, Any] | None, str]:
    """The dictionary that holds the value at a path, and its key there."""
    *above, last = split_path(path)
    here: Any = scenario
    for key in above:
        inside, name = _inside(here, key)
        here = inside.get(name) if inside is not None else None
    return _inside(here, last)


def _inside(here: Any, key: str) -> tuple[dict[str, Any] | None, str]:
    if isinstance(here, dict):
        return here, int(key) if key.isdigit() else key  # pyright: ignore[reportReturnType]
    if isinstance(here, DoctrineChoice) and key != "rule":
        return here.__pydantic_extra__, key
    if isinstance(here, Section):
        names = {field.alias or name: name for name, field in type(here).model_fields.items()}
        return vars(here), names.get(key, key)  # pyright: ignore[reportReturnType]
    return None, key
