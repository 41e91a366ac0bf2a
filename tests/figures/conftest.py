"""Made-up results for the figures: two hundred runs, and the edges."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


def _made():
    """The builder beside this file, loaded by path: test folders are no packages."""
    if "brink_made_results" not in sys.modules:
        spec = importlib.util.spec_from_file_location("brink_made_results", Path(__file__).with_name("made.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules["brink_made_results"] = module
        spec.loader.exec_module(module)
    return sys.modules["brink_made_results"].made


@pytest.fixture(scope="session")
def make():
    """The function that makes results up: ``make(runs=200, seed=7, name=..., crowd=0, empty=False)``."""
    return _made()


@pytest.fixture(scope="session")
def two_hundred(make):
    """Two hundred runs of eight actors."""
    return make()
