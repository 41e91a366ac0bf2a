"""One run of each shipped scenario as a story, kept and compared.

A change of rules or numbers shows here as text that a person can read. Renew the files on purpose, with a "Regression"
line in the changelog: ``python tests/transcripts/test_transcripts.py``.
"""

import tempfile
from pathlib import Path

import pytest

from brink.experiments.runs.batch import run
from brink.experiments.stories.story import tell
from brink.scenarios.loader import load_scenario

SCENARIOS = ("border-clash", "middle-east", "january-2024")
FOLDER = Path(__file__).parent


def story(name: str, out: Path) -> str:
    return tell(run(load_scenario(name), 2, 1, jobs=1, out=out / name), 1)


@pytest.mark.parametrize("name", SCENARIOS)
def test_run_reads_as_it_did(name: str, tmp_path: Path) -> None:
    assert story(name, tmp_path).splitlines() == (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for scenario in SCENARIOS:
            (FOLDER / f"{scenario}.txt").write_text(story(scenario, Path(folder)), "utf-8")
