"""The documentation says what is so: links lead somewhere, generated pages are fresh, and every block runs."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from brink.model.mechanisms.registry import CONSTANTS
from brink.tests.forked import shell
from brink.tests.walks import BLOCK, COMPLETE, WALKS, commands, script

ROOT = Path(__file__).resolve().parents[2]
MONTHS = {"January", "April", "October", "December"}
MAKE_TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.mark.slow
@pytest.mark.parametrize("page", WALKS, ids=lambda page: page.name)
def test_every_block_of_a_walk_runs(page, tmp_path, few_figures):
    """In a bare shell beside an installed `.venv`: what the page does not say, the shell does not know.

    Pages that say how to come by the short name start the program itself, which draws every figure; to the others it is
    a fork of this process.
    """
    (tmp_path / ".venv").symlink_to(sys.prefix)
    kept = {name: os.environ[name] for name in ("BRINK_CACHE_DIR",) if name in os.environ}
    bare = kept | {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    lines = f"unset -f brink\n{script(page)}" if page in COMPLETE else script(page)
    code, said = shell(lines, tmp_path, bare)
    assert code == 0, said


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
