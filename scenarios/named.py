"""The Mesa model by the name of a scenario: where the readable driver meets the files that people write."""

from __future__ import annotations

from ..model.arguments import read_names_by
from ..model.crisis import CrisisModel
from .loader import load_scenario

__all__ = ["CrisisModel"]

read_names_by(load_scenario)
