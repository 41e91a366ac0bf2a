"""Questions as functions: ask any results something new, a row a run; hold what is expected of a scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...model.world.asked import PREFIX
from ...scenarios.loader import load_scenario as load
from ..results.asking import Replied
from ..results.asking import ask as ask_results
from ..results.read import Results
from ..runs.expecting import RUNS, check_expectations
from . import arguments as a
from .answers import open_batch
from .calls import noted

#: Columns of what a question answers, a row a run.
TIDY = ("run", "question", "value", "date", "count")


@dataclass(frozen=True)
class Question:
    """A question to any results: in one line, or by the name that the scenario gives it.

    Example:
        >>> results = brink.run("border-clash", runs=20)
        >>> found = brink.Question("south on north 6+ answers (north on south 6+) within 7").of(results)
        >>> list(found.columns), len(found)
        (['run', 'question', 'value', 'date', 'count'], 20)
    """

    text: str

    def of(self, results: str | Results) -> pd.DataFrame:
        """A row a run, of the runs whose acts were kept.

        ``value`` is 1 where the question comes true, 0 where it does not, and nothing where it was not asked; or the
        number that it asks for. ``date`` is the day of the first act by which it comes true, ``count`` how many there
        are.

        Raises:
            UserError: it is no question of these results, or no acts were kept.
        """
        return ask(results, [self.text])


@a.checked
def ask(results: a.Batch, questions: a.Names) -> pd.DataFrame:
    """Ask results new questions: answered from the acts that were kept, without running anything.

    Args:
        results: what `run` returned, or its folder.
        questions: each a question in one line, or the name of one of the scenario's; a text, or a list.

    Returns:
        A row a run and question: ``run``, ``question``, ``value`` (nothing where it was not asked), ``date`` of the
        first act by which it comes true, and ``count`` of these acts.

    Raises:
        UserError: one is no question, or no acts were kept.

    Example:
        >>> results = brink.run("border-clash", runs=20)
        >>> brink.ask(results, "north on south 6+ measure count")["value"].notna().all()
        np.True_
    """
    opened = results if isinstance(results, Results) else open_batch(results)
    found = ask_results(opened, questions)
    start = np.datetime64(opened.scenario.start.isoformat(), "D")
    parts = [_tidy(found, text, number, start) for number, text in enumerate(questions)]
    return pd.concat(parts, ignore_index=True)


def _tidy(found: Replied, text: str, number: int, start: np.datetime64) -> pd.DataFrame:
    """What one question answers, a row a run; one made of others, not all about acts, comes true once or not at all."""
    own, frame = f"{PREFIX}{found.tables[number].name}", found.frame
    value = frame[own].to_numpy()
    day = frame[f"{own}.day"].to_numpy() if f"{own}.day" in frame else np.full(len(frame), -1)
    count = frame[f"{own}.count"].to_numpy() if f"{own}.count" in frame else value > 0
    date = np.where(day >= 0, (start + day.astype("timedelta64[D]")).astype("datetime64[ms]"), np.datetime64("NaT"))
    rows = (frame["run"], text, value, date, count.astype(np.int64))
    return pd.DataFrame(dict(zip(TIDY, rows, strict=True)))


@a.checked
@noted
def expect(
    scenario: a.World, *, runs: a.Runs = RUNS, seed: a.Seed = 1, jobs: a.Jobs = None, progress: a.Tell = None
) -> pd.DataFrame:
    """Run a scenario and hold its expectations against what the runs answer.

    Args:
        scenario: a name, a file, or what `load_scenario` returns.
        runs: how many; a bound is held against a 99 % interval.
        seed: of the keyed draws.
        jobs: chunks computed at a time.
        progress: called from time to time with the number of runs finished and asked for.

    Returns:
        A row a bound: ``id``, ``statistic``, ``least``, ``most``, ``estimate`` with ``low`` and ``high``, ``cases``,
        ``verdict`` (holds, fails, too few cases) and ``source``.

    Raises:
        UserError: nothing is expected of it.
        ScenarioError: the scenario does not pass the checks of a file.

    Example:
        >>> stated = {"expectations.north_answers": {"share": [0, 1], "source": "a share is one"}}
        >>> brink.expect(brink.load_scenario("border-clash", stated), runs=60)["verdict"].tolist()
        ['holds']
    """
    found = check_expectations(load(scenario), runs, seed, jobs, progress)
    return pd.DataFrame(
        {
            "id": entry.bound.id, "statistic": entry.bound.statistic, "stratum": entry.stratum,
            "least": entry.bound.low, "most": entry.bound.high, **entry.found._asdict(), "cases": entry.cases,
            "verdict": entry.verdict, "source": entry.bound.source,
        }
        for entry in found.held
    )  # fmt: skip
