"""The entries of the compiled model: what Python enters, so that it can be made before anybody runs it."""

from __future__ import annotations

from collections.abc import Callable

from . import columns, measured, prepared
from .engine import ensemble, explain, state


def entries() -> tuple[Callable[..., object], ...]:
    """The functions that Python enters."""
    of_runs = ensemble.live_runs, prepared.work_out, state.clear_ties, explain.explain
    return *of_runs, measured.measure, columns.transpose
