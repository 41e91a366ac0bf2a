"""What the functions in Python return: tidy frames, a summary, sentences, figures, and how a notebook shows it all."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import pandas as pd

from ...scenarios.schema.words import as_words
from ..figures import INDEX
from ..report import draw
from ..results import summary
from ..results.read import Results, open_results
from ..results.study import table
from ..results.sums import FIGURES, REPORT
from ..studies import cases
from ..studies.kinds import shown_of
from ..studies.sensitivity_answer import SCREEN
from ..studies.shown import Block
from . import html


@dataclass(frozen=True, repr=False)
class AnswerFigure:
    """A figure of an answer: name, title, what to see in it, its files ``png`` and ``svg``; a notebook shows it."""

    name: str
    title: str
    see: str
    png: Path
    svg: Path

    @property
    def data(self) -> pd.DataFrame:
        """What is plotted."""
        return pd.read_csv(self.png.with_suffix(".csv"))

    def __repr__(self) -> str:
        """Name and title."""
        return f"AnswerFigure({self.name!r}, {self.title!r})"

    def _repr_png_(self) -> bytes:
        return self.png.read_bytes()


def pictures(folder: Path) -> dict[str, AnswerFigure]:
    """The figures that a folder holds, by name, in the order of its report where an index has one."""
    index = folder / FIGURES / INDEX
    described: dict[str, Any] = {}
    if index.is_file():
        described = {entry["name"]: entry for entry in json.loads(index.read_text(encoding="utf-8"))["figures"]}
    names = list(described) or sorted(path.stem for path in (folder / FIGURES).glob("*.png"))
    return {name: _picture(folder / FIGURES, name, described.get(name, {})) for name in names}


def _picture(folder: Path, name: str, described: dict[str, str]) -> AnswerFigure:
    title = described.get("title", as_words(name))
    return AnswerFigure(name, title, described.get("see", ""), folder / f"{name}.png", folder / f"{name}.svg")


class TemporaryFolder:
    """A folder for an answer that nobody wants to keep: it goes with the last answer that holds it."""

    def __init__(self) -> None:
        """Make the folder."""
        self.path = Path(mkdtemp(prefix="brink-"))
        finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class BatchAnswer(Results):
    """The answer to a batch: everything of `Results`, its figures, and how a notebook shows it."""

    #: The temporary folder that goes when the answer does, if it is kept in one.
    kept_in: TemporaryFolder | None = None

    @property
    def report(self) -> Path:
        """The report, a page in one file; it is written when first asked for, which takes some seconds."""
        path = self.folder / REPORT
        return path if path.is_file() else draw(self)

    @property
    def figures(self) -> dict[str, AnswerFigure]:
        """The figures by name; they are drawn when first asked for, with the report."""
        return pictures(self.report.parent)

    def _repr_html_(self) -> str:
        block = Block(summary.heading(self), *summary.table(self))
        return html.page([block], [f"results: {self.folder}"])


def open_batch(folder: str | Path, kept_in: TemporaryFolder | None = None) -> BatchAnswer:
    """A complete results folder as an answer.

    Raises:
        UserError: it is not one, it is not complete, or a later version of brink wrote it.
    """
    found = open_results(folder)
    answer = BatchAnswer(found.folder, found.manifest)
    answer.kept_in = kept_in
    return answer


class StudyAnswer:
    """The answer to a study: its tables, what was found in sentences, its figure, and how a notebook shows it.

    ``kind`` is the verb that asks, ``main`` names the table that sums it up.
    """

    kind = ""
    main = ""

    def __init__(self, folder: Path, kept_in: TemporaryFolder | None = None) -> None:
        """Read the manifest of a finished study; ``kept_in`` goes when the answer does."""
        self.folder, self.kept_in = folder, kept_in
        self.manifest, self._shown = shown_of(folder)

    def __repr__(self) -> str:
        """Kind, label and folder."""
        return f"{type(self).__name__}({self.manifest['label']!r}, folder={str(self.folder)!r})"

    def __str__(self) -> str:
        """What was found, a sentence a line."""
        return "\n".join(self.sentences) or repr(self)

    @property
    def sentences(self) -> list[str]:
        """What was found, in words."""
        return [part for part in self._shown.text if isinstance(part, str)]

    @property
    def report(self) -> Path | None:
        """The report, a page in one file; None where it was left out."""
        path = self.folder / REPORT
        return path if path.is_file() else None

    @property
    def figures(self) -> dict[str, AnswerFigure]:
        """The figures by name; none where they were left out."""
        return pictures(self.folder)

    def summary(self) -> pd.DataFrame:
        """The main table, the one that the verb prints."""
        return self.table(self.main)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the answer, its bytes those that were written.

        Raises:
            MismatchError: they are not.
        """
        return table(self.folder, name)

    def _repr_html_(self) -> str:
        return html.page(self._shown.text, [f"results: {self.folder}"])


class CompareAnswer(StudyAnswer):
    """The answer of `compare`: two worlds on the same draws."""

    kind = "compare"
    main = "differences"

    @property
    def differences(self) -> pd.DataFrame:
        """A row an outcome: both worlds, the difference and the ratio with their 95 % intervals."""
        return self.table("differences")

    @property
    def acts(self) -> pd.DataFrame:
        """Acts of force a run that only one world has, or both but not alike, by actor, target and rung."""
        return self.table("acts")

    @property
    def days(self) -> pd.DataFrame:
        """The first day that differs, a row a run; -1 where none does."""
        return self.table("days")

    @cached_property
    def a(self) -> BatchAnswer:
        """The batch of the first world."""
        return open_batch(self.folder / "a", self.kept_in)

    @cached_property
    def b(self) -> BatchAnswer:
        """The batch of the second world."""
        return open_batch(self.folder / "b", self.kept_in)


class SweepAnswer(StudyAnswer):
    """The answer of `sweep`: outcomes at every point."""

    kind = "sweep"
    main = "summary"

    @property
    def points(self) -> pd.DataFrame:
        """A row a point: its case, its settings, its runs, and each outcome with its 95 % interval."""
        return self.table("points")

    @property
    def differences(self) -> pd.DataFrame:
        """Each further case less the first on the same draws, by outcome; no rows where points are no pairs."""
        there = f"{cases.TABLE}.parquet" in self.manifest["files"]
        return self.table(cases.TABLE) if there else pd.DataFrame(columns=list(cases.COLUMNS))


class SensitivityAnswer(StudyAnswer):
    """The answer of `sensitivity`: which settings move which outcomes."""

    kind = "sensitivity"
    main = "indices"

    @property
    def indices(self) -> pd.DataFrame:
        """Sobol indices: a row an outcome and setting that was looked at closely."""
        return self.table("indices")

    @property
    def screening(self) -> pd.DataFrame:
        """Elementary effects: a row an outcome and setting; no rows where so few settings needed no screening."""
        there = "screening.parquet" in self.manifest["files"]
        return self.table("screening") if there else pd.DataFrame(columns=list(SCREEN))

    @property
    def outcomes(self) -> pd.DataFrame:
        """What the outcomes are as a whole, and how much of them is chance."""
        return self.table("outcomes")


class MapAnswer(StudyAnswer):
    """The answer of `map`: an outcome and the branching ratio over two settings."""

    kind = "map"
    main = "points"

    @property
    def points(self) -> pd.DataFrame:
        """A row a point of the grid."""
        return self.table("points")


class DiscoverAnswer(StudyAnswer):
    """The answer of `discover`: the conditions under which something happens."""

    kind = "discover"
    main = "box"

    @property
    def box(self) -> pd.DataFrame:
        """A row a setting that is bounded."""
        return self.table("box")

    @property
    def peeling(self) -> pd.DataFrame:
        """The way to the box: coverage and density."""
        return self.table("peeling")


#: The answers by the kind of study.
ANSWERS: dict[str, type[StudyAnswer]] = {
    answer.kind: answer for answer in (CompareAnswer, SweepAnswer, SensitivityAnswer, MapAnswer, DiscoverAnswer)
}
