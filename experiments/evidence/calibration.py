"""A calibration as a study: its size and evidence are the question, its folder is begun, finished and found as others.

What is computed is the business of `calibrate`.
"""

from __future__ import annotations

import hashlib
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import MismatchError
from ..measures.numbers import decimal, setting, significant, span
from ..results.answer import freeze
from ..results.lock import locked
from ..results.manifest_schema import MISSHAPEN, CalibrationPlan, read_json, read_typed
from ..results.place import CHUNKS
from ..results.study import EARLIER_PLAN, Study, known_plan, sound
from ..studies.finish import answered
from ..studies.shown import Block, Shown
from ..system.regular import is_regular
from . import calibrate, episodes, targets
from .calibrate import REPORT, Size
from .inference import require_sklearn
from .situation import load_profiles
from .telling import Progress, Tell

#: Where a calibration goes unless told otherwise.
HOME = Path("calibration")


class CalibrationQuestion(NamedTuple):
    """What is asked: how much is computed."""

    size: Size

    def command(self) -> list[str]:
        """The command line that asks for it."""
        return ["brink", "calibrate", f"--points={self.size.first}", f"--trials={self.size.trials}"]

    def study(self) -> Study:
        """The question, for its folder."""
        question = {**self.size._asdict(), "evidence": _evidence()}
        return Study("calibrate", "constants", question, {}, self.command())


def asked_for(points: int | None, trials: int | None) -> CalibrationQuestion:
    """A calibration with so many points in its first wave and so many trials; by default the full size."""
    size = calibrate.FULL
    if points is not None:
        size = size._replace(first=points, second=points * 5 // 8)
    return CalibrationQuestion(size if trials is None else size._replace(trials=trials))


def again(folder: Path, question: dict[str, Any]) -> CalibrationQuestion:
    """The calibration that a frozen plan asks for; all that it needs is the plan."""
    return CalibrationQuestion(Size(*(int(question[name]) for name in Size._fields)))


def _evidence() -> str:
    """What stands for the shipped statistics, coded acts and profiles of actors, 16 hexadecimal digits."""
    digest = hashlib.sha256(load_profiles().digest().encode())
    for name in (targets.SHIPPED, episodes.SHIPPED):
        digest.update((resources.files(episodes.PACKAGE) / name).read_bytes())
    return digest.hexdigest()[:16]


def answer_calibration(
    asked: CalibrationQuestion, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None, tell: Tell | None = None,
) -> Path:  # fmt: skip
    """Calibrate, or find the answer; it takes all processors, however many ``jobs`` there may be.

    ``tell`` hears the name of each part as well as its progress.

    Raises:
        UserError: the size is too small, scikit-learn is missing, or the folder cannot be used.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    require_sklearn()
    calibrate.check_size(asked.size)

    def told(what: str, done: int, total: int) -> None:
        if tell is not None:
            tell(what, done, total)
        elif progress is not None:
            progress(done, total)

    def compute(folder: Path) -> dict[str, Any]:
        found = calibrate.calibrate(asked.size, told, folder / CHUNKS)
        calibrate.write(found, folder, asked.command(), figures)
        return {"seed": calibrate.SEED}

    place = out or HOME
    adopt(place)
    return answered(asked.study(), place, force, compute)


def adopt(folder: Path) -> None:
    """Give a calibration that was begun before calibrations were studies its plan; its finished points stay.

    Raises:
        UserError: what was begun cannot be read.
    """
    file = folder / EARLIER_PLAN
    if not is_regular(file):
        return
    with locked(folder):
        begun = read_typed(file, CalibrationPlan)
        if known_plan(folder) is None:
            freeze(folder, asked_for(begun.points, begun.trials).study().frozen())
        file.unlink()


def shown(folder: Path, found: dict[str, Any]) -> Shown:
    """The constants, the fit, and where the posterior is.

    Raises:
        MismatchError: the report is not what was written.
    """
    told = read_json(sound(folder, REPORT, found))
    try:
        return Shown(told, [_constants(told), _fit(told), _hits(told), _posterior(folder)])
    except MISSHAPEN as fault:
        raise MismatchError(f"{folder / REPORT}: cannot be read (no report of a calibration)") from fault


def _constants(told: dict[str, Any]) -> Block:
    rows = [
        [
            name,
            span(row["range"][0], row["range"][1], setting),
            setting(row["shipped"]),
            f"{significant(row['posterior_mean'])} +- {significant(row['posterior_sd'], 2)}",
            decimal(row["posterior_to_prior_sd"]),
            decimal(row["recovery_coverage_80"]),
            decimal(row["recovery_coverage_90"]),
            decimal(row["recovery_shrinkage"]),
            "yes" if row["identifiable"] else "no",
        ]
        for name, row in told["constants"].items()
    ]
    columns = ["constant", "range", "shipped", "posterior", "of prior sd"]
    columns += ["coverage 80 %", "coverage 90 %", "shrinkage", "identifiable"]
    return Block(f"constants; recovery over {told['trials']} trials", columns, rows)


def _fit(told: dict[str, Any]) -> Block:
    rows = [
        [
            row["name"],
            setting(row["observed"]),
            *("-" if row[name] is None else significant(row[name]) for name in ("prior", "posterior", "shipped")),
            "hit" if row["hit"] else "MISS",
        ]
        for row in told["fit"]
    ]
    heads = ["statistic", "observed", "prior", "posterior", "shipped", ""]
    return Block("fit to the statistics of real disputes", heads, rows)


def _hits(told: dict[str, Any]) -> str:
    hits = sum(row["hit"] for row in told["fit"])
    kept = told["share_not_ruled_out"]
    return f"{hits} of {len(told['fit'])} statistics hit; history matching keeps {decimal(kept)} of the prior"


def _posterior(folder: Path) -> str:
    file = folder / calibrate.POSTERIOR
    return f"posterior: {file}; use it with: brink run SCENARIO --posterior {file}"
