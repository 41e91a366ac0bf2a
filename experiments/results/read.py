"""A results folder, read back as tidy frames."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ...model.world.asked import PREFIX, QuestionTable
from ...scenarios.loader import loads_scenario
from ...scenarios.questions.compiled import questions_of
from ...scenarios.schema.words import as_words
from ...scenarios.shipped import names
from ...scenarios.text.yaml_text import MOST_BYTES
from ..errors import UserError
from ..measures.labels import after_the_end
from ..measures.questions.answers import Answer, answers_of
from ..measures.summary import Line, summarise
from ..system.regular import is_regular, kind_of, read_regular, refuse_strange
from .arrays import Columns
from .invariants import questions_broken
from .manifest_schema import Manifest, read_typed
from .parquet import sha256
from .tables import UNREADABLE, groups, has_table, narrowed, usual, written
from .tables import in_words as broken

if TYPE_CHECKING:
    import pandas as pd

    from ...model.world.tables import Case
    from ...scenarios.scenario import Scenario

MANIFEST, SCENARIO = "manifest.json", "scenario.yaml"
#: Bytes up to which a table is hashed before it is read: a second or two.
HASHED = 1024**3


class Results:
    """A complete results folder; each table is read when first asked for.

    ``fresh`` says whether it was computed just now, or found; ``case`` is the scenario made ready where it is at hand,
    so that the one that is kept need not be read again to know what was asked. ``sure``: an engine of brink's computed
    it just now, so that what it holds need not be looked at before it is counted.
    """

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        """Use `open_results`, which checks the folder."""
        self.folder = folder
        self.manifest = manifest
        self.fresh = self.sure = False
        self.case: Case | None = None
        self._checked: set[str] = set()

    def __repr__(self) -> str:
        """Scenario, runs, seed and folder."""
        m = self.manifest
        facts = f"{m['scenario']['name']!r}, runs={m['runs']}, seed={m['seed']}, folder={str(self.folder)!r}"
        return f"Results({facts})"

    @cached_property
    def headlines(self) -> list[Line]:
        """The headline outcomes, each with its interval and what it means."""
        return summarise(self.measured, self.manifest["days"], self._bounds() if self.manifest["uncertain"] else None)

    def _bounds(self) -> dict[str, tuple[float, float]]:
        """Bounds over the parameters by name of headline."""
        rows = self._table("uncertainty").to_pylist()
        return {row["outcome"]: (row["low"], row["high"]) for row in rows}

    def summary(self) -> pd.DataFrame:
        """The headline outcomes, a row each: estimate, bounds of the 95 % interval, unit, and what it means.

        Where runs drew their parameters, ``parameters_low`` and ``parameters_high`` bound nine in ten of the points.
        """
        import pandas as pd

        lines = self.headlines
        table = pd.DataFrame([{"outcome": e.outcome, **e.interval._asdict(), "unit": e.unit} for e in lines])
        if self.manifest["uncertain"]:
            ends = [line.parameters or (float("nan"), float("nan")) for line in lines]
            table["parameters_low"], table["parameters_high"] = zip(*ends, strict=True)
        return table.assign(meaning=[line.meaning for line in lines])

    @cached_property
    def measured(self) -> Columns:
        """The same as `runs`, by column and without pandas, whose import takes a fifth of a small batch."""
        return Columns(self._table("runs"))

    @cached_property
    def runs(self) -> pd.DataFrame:
        """A row a run: outcomes."""
        return self._read("runs")

    @cached_property
    def acts(self) -> pd.DataFrame:
        """A row an act of the runs whose acts are kept (``manifest['runs_with_acts']``)."""
        return self._read("acts")

    @cached_property
    def days(self) -> pd.DataFrame:
        """Quantiles over runs for each day, actor and measure."""
        return self._read("days")

    @cached_property
    def series(self) -> pd.DataFrame:
        """Full daily series of the first runs."""
        return self._read("series")

    @cached_property
    def answers(self) -> pd.DataFrame:
        """What an act answers besides its cause, where one act settles several provocations."""
        return self._read("answers")

    @cached_property
    def wars(self) -> pd.DataFrame:
        """A row a war."""
        return self._read("wars")

    @cached_property
    def pauses(self) -> pd.DataFrame:
        """A row a pause of somebody's standing campaigns."""
        return self._read("pauses")

    @cached_property
    def failures(self) -> pd.DataFrame:
        """A row a failed run: its number, where it failed, the message, and the command that shows it again."""
        return self._read("failures")

    @property
    def failed(self) -> int:
        """Number of failed runs; they have no row in the other tables."""
        return self.manifest.get("failed", 0)

    @cached_property
    def uncertainty(self) -> pd.DataFrame:
        """Headline numbers over the parameters, where the runs drew their own: outcome, mean, low, high.

        Raises:
            UserError: they did not.
        """
        if not self.manifest["uncertain"]:
            raise UserError(f"{self.folder}: its runs share their parameters; brink run --uncertain draws them")
        return self._read("uncertainty")

    @cached_property
    def scenario(self) -> Scenario:
        """The resolved scenario the runs were made with."""
        return kept_scenario(self.folder)

    @cached_property
    def questions(self) -> tuple[QuestionTable, ...]:
        """The scenario's questions, as far as the runs have answers to them; none where a folder was made without.

        Raises:
            UserError: what stands there is no answer to them.
        """
        if not any(name.startswith(PREFIX) for name in self.measured.columns):
            return ()
        asked = questions_of(self.scenario).tables if self.case is None else self.case.questions
        found = tuple(question for question in asked if f"{PREFIX}{question.name}" in self.measured)
        columns = {name: self.measured[name] for name in self.measured.columns if name.startswith(PREFIX)}
        columns["run"] = self.measured["run"]
        for problem in broken("runs", columns, questions_broken(columns, found, self.manifest["days"])):
            raise UserError(f"{self.folder}: {problem}; see what is damaged with: brink verify")
        return found

    @cached_property
    def answers_to_questions(self) -> list[Answer]:
        """The scenario's questions with their answers over runs; none where a folder was made without any."""
        if not self.questions:
            return []
        start = self.case.start if self.case else self.scenario.start.isoformat()
        return answers_of(self.questions, self.measured, start)

    def acts_of_first(self, runs: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The acts of the first ``runs`` runs, or some columns of them; no more of the file is read than holds them."""
        if "acts" in self.__dict__ or runs >= self.manifest["runs_with_acts"]:
            acts: Any = self.acts
            return acts.loc[acts["run"] < runs, list(acts if columns is None else columns)]
        return self._read("acts", range(runs), columns)

    def log_of_first(self, runs: int, columns: Sequence[str]) -> Columns | pd.DataFrame:
        """The same for what reads single columns (`measures.log`): without pandas, unless acts are a frame already."""
        at_hand = "acts" in self.__dict__
        return self.acts_of_first(runs, columns) if at_hand else Columns(self._table("acts", range(runs), columns))

    def acts_of(self, run: int) -> pd.DataFrame:
        """The acts of one run, numbered by act; only its row groups are read.

        Raises:
            UserError: no such run, or its acts were not kept.
        """
        self.refuse_no_run(run)
        kept = self.manifest["runs_with_acts"]
        if run >= kept:
            raise UserError(f"--run: acts of run {run} were not kept, those of 0 to {kept - 1} were; see --acts")
        if self.failed and run in set(self.failures["run"]):
            message = self.failures.set_index("run")["message"][run]
            raise UserError(f"--run: run {run} failed ({message}); see it with: brink verify {self.folder} --run {run}")
        if "acts" in self.__dict__:  # all of them were read before
            frame: Any = self.acts[self.acts["run"] == run]
        else:
            frame = self._read("acts", range(run, run + 1))
        return frame.set_index("act", drop=False).rename_axis(None)

    def refuse_no_run(self, run: int) -> None:
        """Refuse a number that is that of no run.

        Raises:
            UserError: it is.
        """
        runs = self.manifest["runs"]
        if not 0 <= run < runs:
            there = "it has one, numbered 0" if runs == 1 else f"they are numbered 0 to {runs - 1}"
            raise UserError(f"--run: {run} is not a run of {self.folder}; {there}")

    def label(self, identifier: str, section: str = "actors") -> str:
        """Plain name of an actor, or of a thing in another section."""
        return self.manifest["labels"].get(section, {}).get(identifier) or as_words(identifier)

    @property
    def left_out(self) -> str:
        """What lies after the end of a shorter horizon and was left out, in words; nothing if nothing was."""
        return after_the_end(self.manifest["labels"].get("left_out", {}))

    def _read(self, name: str, runs: range | None = None, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """A table as a frame, as `_table` reads it."""
        return self._table(name, runs, columns).to_pandas()

    def _table(self, name: str, runs: range | None = None, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or rows of some runs and columns of it: empty where an earlier version kept none.

        All that is read is looked at, but for the rows that an engine of brink's has computed just now.

        Raises:
            UserError: it is damaged, in one line.
        """
        if not has_table(self.manifest, name):
            return _no_rows(name, columns)
        path = self.folder / f"{name}.parquet"
        self._check_bytes(path)
        try:
            read = written if self.sure else self._examined
            parts = list(read(path, name, runs, columns))
            return pa.concat_tables(parts) if parts else _no_rows(name, columns)
        except UNREADABLE as fault:
            reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise UserError(f"{path}: cannot be read ({reason}); see what is damaged with: brink verify") from fault

    def _examined(self, path: Path, name: str, runs: range | None, columns: Sequence[str] | None) -> Iterator[pa.Table]:
        """The same, row group by row group, once rows are seen to be what they must."""
        for rows, problems in groups(path, name, self.manifest, runs):
            if problems:
                raise ValueError(problems[0].partition(": ")[2])
            yield narrowed(rows, runs, columns)

    def _check_bytes(self, path: Path) -> None:
        """See, once a file, that its bytes are those that were written; of a very large one only how many.

        Raises:
            UserError: they are not.
        """
        if path.name in self._checked:
            return
        known = self.manifest["files"].get(path.name, {})
        try:
            if what := kind_of(path):
                raise UserError(f"{path}: {what}, where a file is expected; it is not read")
            size = path.lstat().st_size
            same = size == known.get("bytes", size)
            if same and size <= HASHED and "sha256" in known:
                same = sha256(path) == known["sha256"]
        except OSError as fault:
            raise UserError(f"{path}: cannot be read ({fault.strerror})") from fault
        if not same:
            raise UserError(f"{path}: not the bytes that were written; see all that is damaged with: brink verify")
        self._checked.add(path.name)


def _no_rows(name: str, columns: Sequence[str] | None) -> pa.Table:
    empty = usual(name).empty_table()
    return empty if columns is None else empty.select(columns)


def kept_scenario(folder: Path, name: str = SCENARIO) -> Scenario:
    """The resolved scenario that a folder keeps; whatever it says, no other file is opened for it.

    Raises:
        ScenarioError: it is none that this version of brink can read.
        UserError: it is no regular file.
    """
    file = folder / name
    return loads_scenario(read_regular(file, MOST_BYTES), str(file), kept=True)


def open_results(path: str | Path) -> Results:
    """Open a results folder.

    Raises:
        UserError: it is not one, it is not complete, or a later version of brink wrote it.
    """
    folder = Path(path)
    file = folder / MANIFEST
    if not folder.is_dir():
        raise UserError(f"{folder}: {_instead(folder)}")
    if is_regular(folder / "study.json"):
        raise UserError(f"{folder}: the answer of a study, not a batch of runs; print it with: brink resume {folder}")
    if not os.path.lexists(file):
        if is_regular(folder / "plan.json"):
            raise UserError(f"{folder}: this batch was interrupted; finish it with: brink resume {folder}")
        raise UserError(f"{folder}: not a results folder of brink ({MANIFEST} is missing)")
    manifest = read_typed(file, Manifest).model_dump(by_alias=True)
    refuse_strange(folder)
    return Results(folder, manifest)


def _instead(path: Path) -> str:
    """What a path is that is no folder, and how results come about."""
    if path.is_file() or str(path) in names():
        what = "a file" if path.is_file() else "a scenario"
        return f"this is {what}, not a folder of results; brink run makes one"
    return "no such folder; brink run makes one"
