"""Scenarios that are put together here on top of one that ships, without writing YAML and reading it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ...scenarios.loader import NOT_INHERITED, Source, checked, read_merged
from ...scenarios.scenario import Scenario
from ...scenarios.shipped import SUFFIX
from ...scenarios.text.merge import merge
from ...scenarios.text.origin import Layer
from ...scenarios.text.yaml_text import FilePosition, Text


def extended(base: str, data: Mapping[str, Any], name: str) -> Scenario:
    """The scenario of a file with this content that extends the shipped one called ``base``; problems name ``name``.

    To write the content as YAML and to read that again takes ten times as long as to check it.

    Raises:
        ScenarioError: with every problem found.
    """
    below = read_merged(Source(base + SUFFIX))
    inherited = {key: value for key, value in below.data.items() if key not in NOT_INHERITED}
    # a copy: parts that are shared, as of two actors with one profile, would be written as one where it is written out
    own = Text(json.loads(json.dumps(data)), dict.fromkeys(_paths(data), FilePosition(name, 0, 0, 0, 0)))
    text = merge(Text(inherited, below.places), own)
    return checked(text, layers=(Layer(name, text.data), Layer(base, below.data)))


def _paths(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _paths(value, (*path, key))
