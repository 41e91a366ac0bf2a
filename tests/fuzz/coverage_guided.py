"""Coverage-guided fuzzing with atheris: ``python -m tests.fuzz.coverage_guided TARGET RUNS [CORPUS]``.

Stops at the first input that ends in anything but a value or a message of ours, and leaves it as ``crash-*``. The
corpus given is read and grows; without one it is a temporary folder, begun with the seeds and what is kept here.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import atheris

import brink.agents
import brink.model

# atheris marks the branches of a whole package, and numba cannot compile what is marked; what is there already stays
for room in (brink.model, brink.agents):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
with atheris.instrument_imports(include=["brink"]):
    from brink.tests.fuzz import targets
    from brink.tests.fuzz.kept import kept
    from brink.tests.fuzz.seeds import seeds


def begun(name: str) -> Path:
    """A temporary corpus with all that is known."""
    folder = Path(tempfile.mkdtemp(prefix=f"brink-corpus-{name}-"))
    for number, seed in enumerate(seeds(name)):
        (folder / f"seed-{number}").write_bytes(seed)
    for number, raw in enumerate(kept(name)):
        (folder / f"kept-{number}").write_bytes(raw)
    return folder


def main() -> None:
    """Fuzz one target."""
    name, runs, *given = sys.argv[1:]
    corpus = given[0] if given else str(begun(name))
    options = [f"-runs={runs}", f"-max_len={targets.MOST}", "-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1"]
    tally = [0, 0]

    def one(data: bytes) -> None:
        tally[targets.attack(name, data)] += 1
        if sum(tally) % 10_000 == 0:
            sys.stderr.write(f"{name}: {sum(tally):,} inputs, {tally[1]:,} accepted\n")

    atheris.Setup([sys.argv[0], *options, corpus], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
