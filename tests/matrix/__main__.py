"""`make matrix`: the wheel on every Python of the classifiers that this machine has, as users get it, without extras.

Into a fresh environment go the versions of the lock that brink itself needs, with their hashes, then the wheel, without
an index: what is not declared is not there. Both engines, `show` and `verify`, then the walks of the documentation run
in a bare shell, each in a folder of its own, then the notebooks, in a kernel. Where the lock has a newer Mesa than the
oldest that it takes anywhere, the oldest runs as well. The tables must be the same bytes on all.

Arguments: versions, such as 3.12; default all. ``--engines`` leaves out walks and notebooks. ``--light``, which
`make test` begins with: on the newest Python there is besides the one that the tests ran on, the wheel and one batch,
whose tables must be those that this Python makes, by the machine code for each level of processors that the wheel
brings; and its first batch costs about what the second does.
"""

from __future__ import annotations

import hashlib
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from brink.model.kernel.native import LEVELS
from brink.tests.matrix.installed import add, bare, install, needed, oldest, wheel
from brink.tests.matrix.interpreters import VERSIONS, interpreters
from brink.tests.walks import NOTEBOOKS, WALKS, script

#: Walks that need an extra, which the wheel alone does not bring.
EXTRAS = {"cluster.md", "find-what-matters.md", "hold-against-a-record.md"}
#: What runs a notebook from the command line.
NOTEBOOK = ("nbclient", "ipykernel")
SCENARIOS = ("border-clash", "january-2024")
BEGIN = "set -eu\nsource .venv/bin/activate\n"
RUN = "brink run {scenario} --runs {runs} --engine {engine} --no-figures --out {scenario}\n"
LOOK = "brink show {scenario}\nbrink verify {scenario}\n"

#: How much longer the first batch of a wheel may take than the second.
FIRST_USE = 1.5

Tables = dict[str, str]


def tables(folder: Path) -> Tables:
    """The hash of every table in a folder, by its path."""
    found = [path for path in sorted(folder.rglob("*.parquet")) if ".venv" not in path.parts]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def batches(home: Path, name: str, engine: str) -> Tables:
    """A batch of each scenario in one engine, shown and verified; its tables."""
    text = "".join((RUN + LOOK).format(scenario=scenario, runs=60, engine=engine) for scenario in SCENARIOS)
    bare(BEGIN + text, home / name, home)
    return tables(home / name)


def differing(one: Tables, other: Tables) -> list[str]:
    """Paths of tables that are not the same in both."""
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def same(version: str, what: str, one: Tables, other: Tables) -> None:
    """Refuse tables that differ."""
    if (wrong := differing(one, other)) or not one:
        raise SystemExit(f"{version}: {what}: not the same bytes: {wrong}")
    print(f"{version}: {what}: {len(one)} tables, the same bytes", flush=True)


def tried(version: str, python: str, made: Path, home: Path, pages: bool) -> Tables:
    """Everything on one Python, with the pages or without; the hashes of the tables."""
    home.mkdir()
    install(python, home, made)
    compiled = batches(home, "ensemble", "ensemble")
    same(version, "both engines", compiled, batches(home, "mesa", "mesa"))
    if pages:
        read(version, home)
    found = tables(home)
    same(version, f"Mesa {oldest_mesa(home)}, the oldest", compiled, batches(home, "oldest", "mesa"))
    return found


def read(version: str, home: Path) -> None:
    """Do what the pages and notebooks say."""
    for page in WALKS:
        if page.name not in EXTRAS:
            bare(script(page), home / page.stem, home)
            print(f"{version}: {page.name} ok", flush=True)
    add(home, needed(NOTEBOOK))
    for page in NOTEBOOKS:
        bare(f"{BEGIN}cp {page} .\njupyter execute {page.name}\n", home / page.stem, home)
        print(f"{version}: {page.name} ok", flush=True)


def oldest_mesa(home: Path) -> str:
    """Put the oldest Mesa of the lock into an environment; its version."""
    version, entry = oldest("mesa")
    add(home, entry)
    return version


def here(line: str, folder: Path) -> None:
    """Run a command with this Python, which compiled the model for the tests and need not do so again."""
    folder.mkdir(parents=True)
    program, *words = line.split()
    subprocess.run([Path(sys.executable).with_name(program), *words], cwd=folder, capture_output=True, check=True)


def light(home: Path, made: Path) -> None:
    """The wheel and a batch on the newest of the other Pythons, by the machine code that the wheel brings."""
    own = "{}.{}".format(*sys.version_info)
    others = [(version, python) for version, python in interpreters(VERSIONS).items() if version != own]
    if not others:
        print(f"the wheel was tried on no other Python than {own}: none is here")
        return
    version, python = others[-1]
    (home / version).mkdir()
    install(python, home / version, made, "--no-compile")
    run = RUN.format(scenario=SCENARIOS[0], runs=20, engine="ensemble")
    here(run, home / own / "batch")
    batch = BEGIN + run
    bare(batch, home / version / "batch", home / version)
    same(version, f"the wheel against {own}", tables(home / own), tables(home / version))
    first_use(home / version)
    for level, _ in LEVELS:
        bare(f"export BRINK_NATIVE={level}\n{batch}", home / version / level, home / version)
        same(version, f"machine code for {level}", tables(home / own / "batch"), tables(home / version / level))
    print(f"left to make matrix: {', '.join(name for name, _ in others[:-1]) or 'none'}")


def first_use(home: Path) -> None:
    """Refuse a wheel whose first batch, without any cache, takes far longer than the second, or compiles the model."""
    again = BEGIN + RUN.format(scenario=SCENARIOS[0], runs=20, engine="ensemble")
    costs = []
    shutil.rmtree(home / ".cache", ignore_errors=True)
    for name in ("first", "second"):
        begun = resource.getrusage(resource.RUSAGE_CHILDREN)
        bare(again, home / name, home)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime)
    print(f"the first batch of the wheel takes {costs[0]:.2f} s of CPU time, the second {costs[1]:.2f} s", flush=True)
    if costs[0] > FIRST_USE * costs[1] or list((home / ".cache").rglob("*.o")):
        raise SystemExit("the machine code that the wheel brings is not used")


def whole(home: Path, made: Path, asked: list[str], pages: bool) -> None:
    """Everything on every version asked for."""
    answers = {v: tried(v, found, made, home / v, pages) for v, found in interpreters(asked).items()}
    if not answers:
        raise SystemExit("none of these Pythons is here")
    first = next(iter(answers.values()))
    if wrong := {version: names for version, found in answers.items() if (names := differing(first, found))}:
        raise SystemExit(f"not the same bytes as on {next(iter(answers))}: {wrong}")
    print(f"{len(answers)} passed, 0 failed: {len(first)} tables, the same bytes on {', '.join(answers)}")


def main(words: list[str]) -> None:
    """Make the wheel, then try it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = wheel(home)
        if words == ["--light"]:
            light(home, made)
        else:
            versions = [word for word in words if word != "--engines"]
            whole(home, made, versions or VERSIONS, "--engines" not in words)


if __name__ == "__main__":
    main(sys.argv[1:])
