"""One run of each shipped scenario as a story, kept and compared.

A change of rules or numbers shows here as text that a person can read. Renew the files on purpose, with a "Regression"
line in the changelog: ``python tests/transcripts/test_transcripts.py``.
"""

import tempfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from brink.experiments.commands import cli
from brink.experiments.runs.batch import run
from brink.experiments.stories.story import tell
from brink.scenarios.loader import load_scenario

SCENARIOS = ("border-clash", "middle-east", "january-2024")
FOLDER = Path(__file__).parent


def story(name: str, out: Path) -> str:
    return tell(run(load_scenario(name), 2, 1, jobs=1, out=out / name), 1)


def menus() -> str:
    """What `brink check january-2024 --menus` prints: every option of every actor, to be read line by line."""
    return CliRunner().invoke(cli.app, ["check", "january-2024", "--menus"], env={"COLUMNS": "200"}).stdout


def test_every_option_of_january_is_one_that_was_read() -> None:
    """Who reads a new line here asks whether an expert of the region would list it."""
    assert menus().splitlines() == (FOLDER / "menus.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", SCENARIOS)
def test_run_reads_as_it_did(name: str, tmp_path: Path) -> None:
    assert story(name, tmp_path).splitlines() == (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for scenario in SCENARIOS:
            (FOLDER / f"{scenario}.txt").write_text(story(scenario, Path(folder)), "utf-8")
    (FOLDER / "menus.txt").write_text(menus(), "utf-8")
