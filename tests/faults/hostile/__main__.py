"""Damaged and hostile results folders, made by script, and what every verb does with them.

A folder is a copy of a sound one with one thing wrong: a value of its manifest or plan, a cell, a column or a row of a
table that the manifest and the checksums vouch for, a pipe or a link in place of a file, a bit, a claim that is far
too large, a piece that belongs to another question. Every verb must end in its answer or in one line.

``python -m tests.faults.hostile COUNT`` tries so many, spread evenly over all that can be made.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from brink.tests.faults.hostile.case import Hostile
from brink.tests.faults.hostile.collection import all_of_them, spread
from brink.tests.faults.hostile.looked import VERBS, tried
from brink.tests.faults.hostile.sound import sound


def main(count: int, first: int = 0, step: int = 1) -> int:
    """Try hostile folders in this process, which may take no more than 1 GiB beyond what it begins with."""
    home = Path(tempfile.mkdtemp(prefix="brink-hostile-"))
    folders = sound(home)
    for verb in VERBS:  # everything is imported and compiled before anybody watches
        tried(Hostile("sound", "batch", lambda folder: None), folders, home, (verb,))
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + 2**30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    chosen, bad, kinds = spread(all_of_them(folders), count)[first::step], 0, Counter()
    for hostile in chosen:
        heavy = tuple(verb for verb in VERBS if verb != "report" or kinds.total() % 10 == 0)
        kinds[hostile.base] += 1
        for text in tried(hostile, folders, home, heavy):
            bad += 1
            sys.stdout.write(f"{text!r}\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{len(chosen)} folders ({dict(kinds)}), {bad} faults, at most {peak:,} MiB of memory\n")
    shutil.rmtree(home)
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
