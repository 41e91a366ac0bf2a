"""Instructions an act, counted by valgrind: the same on every day and under any load, so that a rise is a rise.

The engine's entry is compiled for any x86-64 processor and linked to a small program in C, which enters it on an image
of memory. ``python -m benchmarks.instructions`` counts anew and fails if an act takes more than it did when the page
was written, but for a tolerance.
"""

from __future__ import annotations

import inspect
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import binding

from brink.benchmarks.effort import FULL, Effort
from brink.model.batch import LISTS
from brink.model.engine import ensemble
from brink.model.engine.state import State
from brink.model.kernel.compiled import compile_alone
from brink.model.kernel.memory import Bundle
from brink.model.kernel.programs import program_of
from brink.model.prepared import Facts
from brink.model.world.tables import Case
from brink.scenarios.loader import load_scenario

#: Where the image lies: low enough for valgrind, far from where programs are laid.
BASE = 0x1000000000
PROGRAM = Path(__file__).with_suffix(".c")
#: Scenario and runs: much standing violence, and little.
COUNTED = (("january-2024", 40), ("border-clash", 400))
#: More instructions than when the page was written that are let pass, as a share.
TOLERANCE = 0.02
_ROOM = 8192


class MemoryImage:
    """Tables laid side by side as they lie in memory from `BASE` on."""

    def __init__(self) -> None:
        """Room for the two handles comes first."""
        self.content = bytearray(64)

    def put(self, raw: bytes) -> int:
        """Lay something down; returns its address."""
        self.content.extend(bytes(-len(self.content) % 64))
        self.content.extend(raw)
        return BASE + len(self.content) - len(raw)

    def move(self, bundle: Bundle) -> int:
        """Lay down a bundle with all its tables; returns its handle there."""
        record = bundle._record.copy()
        for name, value in bundle._kept.items():
            if isinstance(value, np.ndarray):
                record[name] = self.put(value.tobytes())
        return self.put(record.tobytes())


def missing() -> str:
    """What is lacking here, or nothing."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "instructions are counted on Linux and x86-64 alone"
    return next((f"{name} is not installed" for name in ("valgrind", "gcc") if shutil.which(name) is None), "")


def image(case: Case, runs: int) -> tuple[bytes, int]:
    """A batch of runs that is still to be done, as an image of memory; and how many acts it comes to."""
    acts = len(ensemble.simulate(case, 1, 0, runs).acts)
    worlds, whole = tuple(Facts(world) for world in case.worlds), MemoryImage()
    batch = ensemble._open_batch(case, worlds, runs, False)
    lists = {
        name: ensemble.OffsetRows(np.zeros(acts + _ROOM, getattr(batch, name).rows.dtype), np.zeros(runs + 1, np.int64))
        for name in LISTS
    }
    days = batch.days.copy()
    days["world"] = [whole.move(facts) for facts in worlds]
    bundle = batch._replace(days=days, **lists).bundled(seed=1, first=0, runs=runs, done=0)
    handles = whole.move(State(case.worlds, _ROOM, False)), whole.move(bundle)
    whole.content[:16] = np.array(handles, np.int64).tobytes()
    return bytes(whole.content), acts


def make(folder: Path) -> None:
    """The program, in a process of its own: it must not follow from the processor at hand."""
    plain = {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    order = [sys.executable, "-c", "import sys; from benchmarks.instructions import link; link(sys.argv[1])", folder]
    subprocess.run(order, cwd=PROGRAM.parent.parent, env=os.environ | plain, check=True)


def link(folder: str) -> None:
    """Compile the entry for any x86-64 processor and link the program; its symbol lies beside it."""
    library, symbol = compile_alone(inspect.unwrap(ensemble.live_runs))
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target: Any = binding.Target.from_default_triple()
    machine = target.create_target_machine("x86-64", "", opt=3, reloc="pic", codemodel="small")
    made = Path(folder) / "entry.o"
    made.write_bytes(machine.emit_object(program_of({symbol: library}, machine)))
    names = [f"-DENTRY={symbol}", f"-DBASE={BASE:#x}"]
    subprocess.run(["gcc", "-O1", *names, PROGRAM, made, "-lm", "-o", Path(folder) / "program"], check=True)
    (Path(folder) / "symbol").write_text(symbol)


def count(folder: Path, name: str, runs: int) -> dict[str, Any]:
    """Instructions of some runs of a scenario, from their first to the last that is kept.

    Raises:
        RuntimeError: the program did not do all runs.
    """
    content, acts = image(load_scenario(name).case(), runs)
    (folder / "image").write_bytes(content)
    symbol, out = (folder / "symbol").read_text(), folder / "counted"
    order = ["valgrind", "--tool=callgrind", "--demangle=no", f"--toggle-collect={symbol}"]
    order += [f"--callgrind-out-file={out}", str(folder / "program"), str(folder / "image")]
    done = subprocess.run(order, capture_output=True, text=True)
    if done.stdout.split() != ["0", str(runs)]:
        raise RuntimeError(f"{name}: {done.stdout}{done.stderr}")
    total = next(int(line.split()[1]) for line in out.read_text().splitlines() if line.startswith("totals:"))
    return {"scenario": name, "runs": runs, "acts": acts, "an act": total / acts, "a run": total / runs}


def measure(effort: Effort) -> dict[str, Any]:
    """Instructions by scenario; or what is missing."""
    if lacks := missing():
        return {"missing": lacks}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        return {"counted": [count(folder, scenario, effort.scaled(runs)) for scenario, runs in COUNTED]}


def risen(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What takes more instructions an act than before, in words; nothing within the tolerance."""
    then = {row["scenario"]: row["an act"] for row in before["counted"]}
    return [
        f"{row['scenario']}: {row['an act']:,.0f} instructions an act, {then[row['scenario']]:,.0f} before"
        for row in now["counted"]
        if row["an act"] > then[row["scenario"]] * (1.0 + TOLERANCE)
    ]


def main() -> None:
    """Count anew, and compare with the page."""
    if lacks := missing():
        sys.exit(lacks)
    kept = Path(__file__).parent.parent / "docs" / "benchmarks.json"
    found = measure(FULL)
    for row in found["counted"]:
        print(f"{row['scenario']}: {row['an act']:,.0f} instructions an act, {row['a run']:,.0f} a run")
    if more := risen(json.loads(kept.read_text(encoding="utf-8"))["sections"]["instructions"], found):
        sys.exit("\n".join(["more than when docs/benchmarks.json was written:", *more]))


if __name__ == "__main__":
    main()
