"""The same made-up results as for the figures, each in a folder of its own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def make_in(tmp_path_factory):
    """Make results up in a fresh folder: ``make_in(runs=..., name=..., crowd=..., empty=...)``."""
    if "brink_made_results" not in sys.modules:
        path = Path(__file__).parents[1] / "figures" / "made.py"
        spec = importlib.util.spec_from_file_location("brink_made_results", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["brink_made_results"] = module
        spec.loader.exec_module(module)

    def make(**wishes):
        results = sys.modules["brink_made_results"].made(**wishes)
        results.folder = tmp_path_factory.mktemp("results")
        return results

    return make


@pytest.fixture(scope="session")
def briefing(make_in):
    """Results of two hundred runs with their report written."""
    from brink.experiments.report import write_report

    results = make_in()
    return results, write_report(results)


def _studies():
    """The makers of studies beside this file, loaded by path: test folders are no packages."""
    spec = importlib.util.spec_from_file_location("brink_made_studies", Path(__file__).with_name("studied.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.STUDIES


@pytest.fixture(scope="session", params=["compare", "sensitivity", "map", "discover", "sweep"])
def study(request, tmp_path_factory):
    """A study of each kind: its name and its page."""
    folder = _studies()[request.param](tmp_path_factory.mktemp(request.param) / "study")
    return request.param, folder / "report.html"
