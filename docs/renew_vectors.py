"""Write ``docs/reference/vectors.json`` anew, when the bytes of runs have moved on purpose.

``python docs/renew_vectors.py`` computes them in the ensemble engine; a test computes them again in both engines.
"""

from __future__ import annotations

import json
import sys

from brink.experiments.runs.vectors import FILE, MOST_FOR_MESA, compute
from brink.scenarios.shipped import shipped_scenarios

SEED, MANY = 1, 200
ABOUT = (
    "The first runs of each shipped scenario under a seed: number of acts, and SHA-256 of all acts, answers, wars, "
    "mediation and daily measures, column by column, little-endian. brink verify --vectors computes them again."
)


def main() -> int:
    """Write the file."""
    names = [found.name for found in shipped_scenarios() if found.runnable]
    vectors = [compute("ensemble", name, SEED, runs)._asdict() for name in names for runs in (MOST_FOR_MESA, MANY)]
    FILE.write_text(json.dumps({"about": ABOUT, "vectors": vectors}, indent=1) + "\n", encoding="utf-8")
    print(FILE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
