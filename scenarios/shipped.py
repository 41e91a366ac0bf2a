"""The scenarios that come with brink."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import NamedTuple

from .problems import ScenarioError
from .text.yaml_text import read_yaml

SUFFIX = ".yaml"
#: YAML files of this folder that are no scenarios.
OTHER = frozenset({"profiles"})


class Shipped(NamedTuple):
    """A shipped scenario: the name to call it by, its title and summary, and whether it can be run as it stands."""

    name: str
    title: str
    summary: str
    runnable: bool


def folder() -> Traversable:
    """The folder that the shipped scenarios lie in."""
    return resources.files(__package__ or "brink.scenarios")


@cache
def names() -> tuple[str, ...]:
    """Names of the shipped scenarios and bases, in alphabetical order."""
    found = (entry.name for entry in folder().iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in found if name.endswith(SUFFIX) and _is_scenario(name)))


def _is_scenario(file: str) -> bool:
    return file.removesuffix(SUFFIX) not in OTHER


def read(name: str) -> bytes:
    """The bytes of a shipped scenario."""
    return folder().joinpath(name + SUFFIX).read_bytes()


def shipped_scenarios() -> list[Shipped]:
    """The shipped scenarios with title and summary; only the head of each file is read, nothing is checked."""
    return [_described(name) for name in names()]


def _described(name: str) -> Shipped:
    head: list[str] = []
    for line in read(name).decode().splitlines():
        # the head ends where the first section of the file begins
        if head and line.endswith(":") and line[:1].isalpha() and line not in ("summary:", "name:"):
            break
        head.append(line)
    try:
        data = read_yaml("\n".join(head) + "\n", name + SUFFIX).data
    except ScenarioError:
        data = None
    data = data if isinstance(data, dict) else {}
    runnable = "start" in data and "days" in data
    return Shipped(name, str(data.get("name", name)), str(data.get("summary", "")), runnable)
