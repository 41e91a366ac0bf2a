"""The sound answer, made once; and everything compiled before the first child is forked."""

from __future__ import annotations

from pathlib import Path

import pytest

from brink.tests.faults.bench import contents, run


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What every broken batch must come to in the end."""
    folder: Path = tmp_path_factory.mktemp("sound") / "results"
    run(folder)
    return contents(folder)
