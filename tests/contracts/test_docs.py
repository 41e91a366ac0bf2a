"""The documentation says what is so: links lead somewhere, generated pages are fresh, and every block runs."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from brink.docs import renew_walks
from brink.model.mechanisms.registry import CONSTANTS
from brink.tests.forked import Command, shell
from brink.tests.walks import BLOCK, COMPLETE, WALKS, commands, script

ROOT = Path(__file__).resolve().parents[2]
MONTHS = {"January", "April", "October", "December"}
MAKE_TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


#: On pages that say how to come by the short name, there is nothing under it before they have; then it is the program
#: itself, except where that only means to compute and draw, which a fork does at less cost.
ITSELF = """\
brink() {
  type -P brink || return 127
  case $1 in run|show) brink_in_fork "$@" ;; *) command brink "$@" ;; esac
}
"""


@pytest.mark.slow
@pytest.mark.parametrize("page", WALKS, ids=lambda page: page.name)
@pytest.mark.usefixtures("one_figure", "few_tried")
def test_every_block_of_a_walk_runs_and_a_page_quotes_what_is_printed(page, tmp_path):
    """In a bare shell beside an installed `.venv`: what the page does not say, the shell does not know.

    Commands are forks of this process. If a quotation fails after a change of the rules, `python docs/renew_walks.py`
    writes the pages anew.
    """
    (tmp_path / ".venv").symlink_to(sys.prefix)
    kept = {name: os.environ[name] for name in ("BRINK_CACHE_DIR",) if name in os.environ}
    bare = kept | {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    code, said, told = shell(ITSELF * (page in COMPLETE) + script(page), tmp_path, bare)
    assert code == 0, said
    if page in renew_walks.PAGES:
        stands = page.read_text(encoding="utf-8")
        assert renew_walks.PAGES[page](stands, tmp_path, _typed(told)) == stands


def _typed(told: list[Command]) -> renew_walks.Type:
    """What commands of a walk have printed, for whoever would type them again, with figures or without."""

    def plain(words: Sequence[str]) -> tuple[str, ...]:
        return tuple(word for word in words if word != "--no-figures")

    printed = {plain(command.words): command.output for command in told}
    return lambda *words: printed[plain(words)]


@pytest.mark.parametrize("page", [*WALKS, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_make_targets_exist(page):
    named = {
        words[1]
        for language, block in BLOCK.findall(page.read_text())
        if language == "sh"
        for words in commands(block)
        if words[0] == "make"
    }
    assert named <= MAKE_TARGETS


def test_generated_pages_are_fresh_and_links_lead_somewhere():
    run([sys.executable, "docs/build.py", "--check"], ROOT)


def test_every_row_of_the_narrative_has_its_test():
    page = (ROOT / "docs" / "narrative.md").read_text()
    rows = dict(re.findall(r"^\| (N\d+) \|.*\| `(test_\w+)` \|$", page, re.MULTILINE))
    assert list(rows) == [f"N{number}" for number in range(1, 19)]
    tests = (ROOT / "tests" / "model" / "test_narrative.py").read_text()
    assert set(rows.values()) <= set(re.findall(r"^def (test_\w+)", tests, re.MULTILINE))


def test_every_source_of_a_constant_stands_in_the_bibliography():
    works = re.split(r"^- ", (ROOT / "docs" / "bibliography.md").read_text(), flags=re.MULTILINE)
    cited = {
        work
        for constant in CONSTANTS.values()
        for work in re.findall(r"([A-Z]\w+)(?: and [A-Z]\w+| et al\.)? (\d{4})", constant.source)
        if work[0] not in MONTHS
    }
    missing = [f"{name} {year}" for name, year in cited if not any(w.startswith(name) and year in w for w in works)]
    assert cited
    assert missing == []
