"""Taking up again what was interrupted: a batch, a study, a calibration."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UserError
from . import completing
from .batches import finish
from .console import progress_bar
from .options import Cluster, Csv, Jobs, Json, NoFigures, OnError, announce_compilation
from .shown import show_study

if TYPE_CHECKING:
    from ..results.read import Results


def resume(
    results: Annotated[
        Path,
        typer.Argument(help="Folder of an interrupted batch, study or calibration.", autocompletion=completing.folders),
    ],
    jobs: Jobs = None,
    csv: Csv = False,
    no_figures: NoFigures = False,
    on_error: OnError = "finish",
    cluster: Cluster = None,
    as_json: Json = False,
) -> None:
    """Finish an interrupted batch, study or calibration, to the same bytes as if it had never been interrupted."""
    from ..results.study import is_study

    announce_compilation()
    if is_study(results):
        _resume_study(results, jobs, not no_figures, cluster)
        show_study(results, as_json)
    else:
        finish(_resume_batch(results, jobs, on_error, cluster), csv, not no_figures, as_json)


def _resume_batch(folder: Path, jobs: int | None, on_error: str, cluster: str | None) -> Results:
    from ..results.read import kept_scenario
    from ..runs import batch

    with progress_bar("runs") as progress:
        return batch.resume(
            folder,
            lambda kept: kept_scenario(kept.parent, kept.name),
            jobs,
            progress,
            on_error=on_error,
            cluster=cluster,
        )


def _resume_study(folder: Path, jobs: int | None, figures: bool, cluster: str | None) -> None:
    from ..runs.batch import processors
    from ..studies import frozen

    if cluster is not None:
        raise UserError(f"--cluster: {folder} is a study, which runs on this machine")
    with progress_bar("points") as progress:
        frozen.finish(folder, jobs or processors(), figures, progress)
