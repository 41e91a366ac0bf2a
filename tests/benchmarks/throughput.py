"""Runs a second of the ensemble engine on the shipped scenarios, on one core. Compilation is not counted.

    python tests/benchmarks/throughput.py [SECONDS]

Times are medians of five batches; SECONDS (default 10) is about how long each scenario is given.
"""

import platform
import statistics
import sys
import time

from brink.model.ensemble import simulate
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios

BATCHES = 5


def timed(case, first, count):
    """Seconds for a batch, and its acts."""
    start = time.perf_counter()
    batch = simulate(case, 1, first, count)
    return time.perf_counter() - start, len(batch.acts)


def measure(name, seconds):
    """Milliseconds a run and acts a run of a scenario."""
    case = load_scenario(name).case()
    timed(case, 0, 1)
    once, _ = timed(case, 0, 20)
    count = max(20, int(seconds / BATCHES / (once / 20)))
    results = [timed(case, k * count, count) for k in range(BATCHES)]
    milliseconds = statistics.median(took for took, _ in results) / count * 1e3
    return milliseconds, sum(acts for _, acts in results) / (count * BATCHES), count


def main():
    """Print a line a scenario."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}, one core")
    print(f"{'scenario':<20}{'ms a run':>10}{'runs a s':>10}{'acts a run':>12}{'us an act':>11}{'runs timed':>12}")
    for entry in shipped_scenarios():
        if entry.runnable:
            ms, acts, count = measure(entry.name, seconds)
            each = ms * 1e3 / acts if acts else float("nan")
            print(f"{entry.name:<20}{ms:>10.3f}{1e3 / ms:>10.0f}{acts:>12.1f}{each:>11.2f}{count * BATCHES:>12}")


if __name__ == "__main__":
    main()
