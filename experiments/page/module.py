"""The engine of the page: the module that is kept in this folder, what it was made from, and how it is made anew.

``python -m brink.experiments.page.module`` (``make page``) compiles the model for WebAssembly and writes
``engine.wasm`` with ``engine.json`` beside it: the hash of the sources. It needs a linker; to use the page needs none.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
import zlib
from pathlib import Path
from typing import NamedTuple

from ...model.kernel.compiled import code_hash

FOLDER = Path(__file__).parent
MODULE, FACTS = FOLDER / "engine.wasm", FOLDER / "engine.json"
#: How a stale module is mended.
MEND = "make page"


class Module(NamedTuple):
    """The module's bytes, their checksum, and the hash of the sources that it was made from."""

    content: bytes
    checksum: int
    sources: str


def checksum(content: bytes) -> int:
    """What a damaged file is told by."""
    return zlib.crc32(content)


def module() -> Module:
    """The module as it is kept.

    Raises:
        RuntimeError: its bytes are not those that were written.
    """
    content, facts = MODULE.read_bytes(), json.loads(FACTS.read_text())
    if checksum(content) != facts["checksum"]:
        raise RuntimeError(f"{MODULE.name} is damaged; {MEND} makes it anew")
    return Module(content, facts["checksum"], facts["sources"])


def is_stale() -> bool:
    """Whether the model has changed since the module was made."""
    return not FACTS.exists() or json.loads(FACTS.read_text())["sources"] != code_hash()


def make() -> bytes:
    """Compile the model for WebAssembly; in a process of its own, before anything is compiled.

    Raises:
        LinkerError: there is no linker for WebAssembly.
    """
    os.environ |= {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""}
    from ...model.engine.ensemble import live_runs
    from ...model.engine.explain import explain
    from ...model.engine.state import clear_ties
    from ...model.kernel.elementary import exp_of_bits
    from ...model.kernel.webassembly import module_of
    from ...model.prepared import work_out

    entries = (live_runs, work_out, clear_ties, explain)
    return module_of({**{entry.__name__: inspect.unwrap(entry) for entry in entries}, "exp_of_bits": exp_of_bits})


def main() -> None:
    """Make the module and keep it with what it was made from."""
    from ...model.kernel.webassembly import LinkerError

    try:
        content = make()
    except LinkerError as fault:
        sys.exit(str(fault))
    MODULE.write_bytes(content)
    facts = {"sources": code_hash(), "checksum": checksum(content), "bytes": len(content)}
    FACTS.write_text(json.dumps(facts, indent=1) + "\n")
    print(f"{MODULE.name}: {len(content):,} bytes, made from sources {facts['sources']}")


if __name__ == "__main__":
    main()
