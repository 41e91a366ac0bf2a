"""Runs that draw their settings from a table: equally likely draws, a setting a column.

A posterior is such a table in a CSV file; the population of a scenario, a crisis a row, is one that the scenario holds.

`brink calibrate` writes such a file; any other with the paths of settings as its first line will do. Two come with
brink: `shipped`, and `disputes`, which no coded episode helped to make. The file is kept in the results folder, so that
a batch can be finished and verified without the one it was read from.
"""

from __future__ import annotations

import csv
import hashlib
import math
from importlib import resources
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.kernel.draws import Keys, key_of, uniform
from ...scenarios.problems import Problem, ScenarioError, shown
from ..results.store import POSTERIOR
from .parameters import declared as declared_ranges
from .uncertain import Uncertain

if TYPE_CHECKING:
    from ...model.world.tables import Case
    from ...scenarios.scenario import Scenario

#: Names that stand for the posteriors that ship, and the package they lie in.
NAMED, PACKAGE = {"shipped": POSTERIOR, "disputes": "posterior-disputes.csv"}, "brink.experiments.evidence"
MOST_BYTES = 16 * 1024 * 1024
#: Rows of a posterior beside a population.
MOST_ROWS = 20_000
#: Ending of a question's mark when declared ranges are drawn too.
DECLARED = "+declared"
#: Purpose of the draw that picks a row; no rule of the model uses it.
PICK = 1003


class Draws(NamedTuple):
    """Draws of some settings: their paths, values of shape (draws, paths), and the bytes they were read from."""

    paths: tuple[str, ...]
    values: NDArray[np.float64]
    raw: bytes

    def of_run(self, keys: Keys, run: int) -> NDArray[np.float64]:
        """The row that a run takes, shape (paths,), by its number alone."""
        u = uniform(keys.address, run, np.uint64(key_of("posterior")), PICK)
        return self.values[int(u * len(self.values))]

    def ranges(self) -> dict[str, tuple[float, float]]:
        """From the lowest to the highest value of each setting."""
        low, high = self.values.min(axis=0), self.values.max(axis=0)
        return {path: (float(a), float(b)) for path, a, b in zip(self.paths, low, high, strict=True)}

    def mark(self, declared: bool) -> str:
        """What stands for the file in a question: a hash, and whether declared ranges are drawn beside it."""
        return hashlib.sha256(self.raw).hexdigest()[:16] + (DECLARED if declared else "")


def read_posterior(file: str | Path) -> Draws:
    """Read a posterior file; the names of `NAMED`, where no file is called so, are those that come with brink.

    Raises:
        ScenarioError: it cannot be read, or holds something else than paths and numbers; with file, line and column.
    """
    label = str(file)
    try:
        with _opened(file) as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        raise _wrong(label, 0, 0, f"cannot be read: {fault.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise _wrong(label, 0, 0, f"larger than {MOST_BYTES // 1024**2} MiB: not read")
    try:
        rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as fault:
        raise _wrong(label, 1, 1, f"this is not CSV text: {fault}") from None
    if len(rows) < 2 or not rows[0]:
        raise _wrong(label, 1, 1, "a posterior has a line of paths, such as constants.fear_weight, and a line a draw")
    paths = tuple(name.strip() for name in rows[0])
    if len(set(paths)) < len(paths):
        raise _wrong(label, 1, 1, "a path stands twice")
    return Draws(paths, np.array([_numbers(label, line, row, paths) for line, row in enumerate(rows[1:], 2)]), raw)


def _opened(file: str | Path) -> IO[bytes]:
    if str(file) in NAMED and not Path(file).exists():
        return (resources.files(PACKAGE) / NAMED[str(file)]).open("rb")
    return Path(file).open("rb")


def _numbers(file: str, line: int, row: list[str], paths: tuple[str, ...]) -> list[float]:
    if len(row) != len(paths):
        raise _wrong(file, line, 1, f"{len(row)} values under {len(paths)} paths")
    numbers: list[float] = []
    place = 1
    for text, path in zip(row, paths, strict=True):
        try:
            numbers.append(float(text))
        except ValueError:
            numbers.append(math.nan)
        if not math.isfinite(numbers[-1]):
            raise _wrong(file, line, place, f"{path}: {shown(text)} is no number")
        place += len(text) + 1
    return numbers


def _wrong(file: str, line: int, place: int, message: str) -> ScenarioError:
    return ScenarioError([Problem(file, line, place, "", message)])


class FromPosterior(Uncertain):
    """The cases of runs that each take a draw of a posterior; thread-safe."""

    def __init__(self, scenario: Scenario, runs: int, seed: int, draws: Draws, declared: bool) -> None:
        """Use ``draws`` for ``runs`` runs; ``declared``: every other declared range is drawn too.

        Raises:
            ScenarioError: no number of the scenario stands at a path of the draws, or a value is out of its bounds.
        """
        others = declared_ranges(scenario) if declared else _own_ranges(scenario)
        super().__init__(scenario, runs, seed, others | draws.ranges())
        self._draws = draws
        self._keys = Keys(seed)
        self._at = [self.paths.index(path) for path in draws.paths]

    def values(self, run: int) -> NDArray[np.float64]:
        """The parameters of a run, shape (paths,): a row of the posterior, and the hypercube for the rest."""
        found = super().values(run).copy()
        row = self._draws.of_run(self._keys, run)
        found[self._at] = np.where(self.whole[self._at], np.round(row), row)
        return found


def cases_of(scenario: Scenario, runs: int, seed: int, draws: Draws | None) -> Case | FromPosterior:
    """What runs of a scenario are of: its one case, or, with draws, one each."""
    return scenario.case() if draws is None else FromPosterior(scenario, runs, seed, draws, declared=False)


def _own_ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """The ranges that a scenario with a population declares: each of its crises is another; of others, none."""
    if not scenario.population:
        return {}
    return {path: (low, high) for path, (_, low, high) in scenario.ranges().items() if low < high}


def drawn_from(scenario: Scenario, file: str | Path | None) -> Draws | None:
    """The table that runs of a scenario take rows from: a posterior file, its own population, or both; else None.

    Raises:
        ScenarioError: as `fitting`.
    """
    own = population_of(scenario)
    if file is None:
        return own
    draws = fitting(scenario, file)
    # the table kept in a results folder has both already
    return draws if own is None or set(own.paths) <= set(draws.paths) else _beside(draws, own)


def population_of(scenario: Scenario) -> Draws | None:
    """The population of a scenario as a table of draws; None where it has none."""
    columns = getattr(scenario, "population", None)
    if not columns:
        return None
    return _table(tuple(columns), np.array(list(columns.values()), np.float64).T)


def _beside(draws: Draws, own: Draws) -> Draws:
    """Each row of one table with rows of the other, in turn, until both come out even."""
    rows = np.arange(min(math.lcm(len(draws.values), len(own.values)), MOST_ROWS))
    kept = [k for k, path in enumerate(draws.paths) if path not in own.paths]
    values = [draws.values[:, kept][rows % len(draws.values)], own.values[rows % len(own.values)]]
    return _table((*(draws.paths[k] for k in kept), *own.paths), np.concatenate(values, axis=1))


def _table(paths: tuple[str, ...], values: NDArray[np.float64]) -> Draws:
    lines = [",".join(paths), *(",".join(f"{value:.17g}" for value in row) for row in values)]
    return Draws(paths, values, ("\n".join(lines) + "\n").encode())


def fitting(scenario: Scenario, file: str | Path) -> Draws:
    """Read a posterior file and see that a scenario can take its draws.

    Raises:
        ScenarioError: as `read_posterior`, and as `FromPosterior`.
    """
    draws = read_posterior(file)
    try:
        FromPosterior(scenario, 1, 0, draws, declared=False)
    except ScenarioError as error:
        raise ScenarioError(problem._replace(file=str(file), line=0, column=0) for problem in error.problems) from None
    return draws


def drawing(scenario: Scenario, runs: int, seed: int, mark: str, folder: Path) -> Uncertain:
    """What draws the parameters of a batch whose question has this ``mark``; its posterior is kept in ``folder``.

    Raises:
        ScenarioError: the posterior that is kept cannot be used.
    """
    if not mark:
        return Uncertain(scenario, runs, seed)
    draws = read_posterior(folder / POSTERIOR)
    declared = mark.endswith(DECLARED)
    if draws.mark(declared) != mark:
        raise _wrong(str(folder / POSTERIOR), 0, 0, "not the posterior that this batch was asked with")
    return FromPosterior(scenario, runs, seed, draws, declared)
