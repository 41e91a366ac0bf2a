"""Taking up again what was interrupted: a batch, a study, a calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UserError
from .console import progress_bar
from .options import (
    Cluster,
    Csv,
    Jobs,
    Json,
    NoFigures,
    OnError,
    announce_compilation,
)

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING

from .batches import finish
from .shown import show_compare, show_sweep

if TYPE_CHECKING:
    pass


def resume(
    results: Annotated[Path, typer.Argument(help="Folder of an interrupted batch, study or calibration.")],
    jobs: Jobs = None,
    csv: Csv = False,
    no_figures: NoFigures = False,
    on_error: OnError = "finish",
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Finish an interrupted batch, study or calibration, to the same bytes as if it had never been interrupted."""
    from ...scenarios.loader import load_scenario
    from ..results.study import is_study
    from ..runs import batch
    from .evidence import is_calibration, resume_calibration

    if is_calibration(results):
        resume_calibration(results, as_json)
        return
    if is_study(results):
        from .resuming import resume_study

        if cluster is not None:
            raise UserError(f"--cluster: {results} is a study, which runs on this machine")
        resume_study(results, jobs, not no_figures, as_json)
        return
    announce_compilation()
    with progress_bar("running") as progress:
        finished = batch.resume(results, load_scenario, jobs, progress, on_error=on_error, cluster=cluster)
    finish(finished, csv, not no_figures, as_json)


def resume_study(folder: Path, jobs: int | None, figures: bool, as_json: bool) -> None:
    """Finish an interrupted study and print what the verb that asked for it prints."""
    from ..runs.batch import processors
    from ..studies.frozen import finish
    from .shown import show_found, show_sensitivity

    announce_compilation()
    with progress_bar("points") as progress:
        kind = finish(folder, jobs or processors(), figures, progress)
    if kind == "map":
        show_found(folder, "points", as_json)
        return
    {"sweep": show_sweep, "sensitivity": show_sensitivity, "compare": show_compare}[kind](folder, as_json)
