"""Verbs that ask what matters, where and when: sensitivity, map, discover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import completing
from .answering import Answering, answer_and_show, spread
from .console import duration, say
from .options import Days, DryRun, Force, Json, NoFigures, Outcomes, Seed, Sets, StudyOut
from .shown import show_study

if TYPE_CHECKING:
    from ..studies.sensitivity_answer import Sensitivity

Scenario = Annotated[
    str, typer.Argument(help="A shipped scenario by name, or a file.", autocompletion=completing.scenarios)
]


@spread
def sensitivity(  # noqa: PLR0913 - an argument for each option of the command line
    scenario: Scenario,
    outcomes: Outcomes = None,
    parameters: Annotated[
        list[str] | None,
        typer.Option(
            "--parameter",
            help="Vary this setting, not all declared ranges; repeatable.",
            autocompletion=completing.settings,
        ),
    ] = None,
    trajectories: Annotated[int, typer.Option("--trajectories", help="Of the Morris screening.")] = 10,
    keep: Annotated[int, typer.Option("--keep", help="Settings kept for the Sobol indices.")] = 12,
    base: Annotated[int, typer.Option("--base", help="Base points of the Sobol design, a power of two.")] = 128,
    replications: Annotated[int, typer.Option("--replications", help="Runs of each point.")] = 40,
    seed: Seed = 1,
    days: Days = None,
    sets: Sets = None,
    dry_run: DryRun = False,
    *,
    how: Answering,
) -> None:
    """Find which settings drive the outcomes: Morris screening, then Sobol indices with intervals."""
    from ..studies.options import SensitivityOptions

    asked = SensitivityOptions(
        scenario, outcomes or (), parameters or (), trajectories, keep, base, replications, seed, days, sets or ()
    )
    answer_and_show(asked, how, plan=_plan if dry_run else None)


def _plan(asked: Sensitivity, jobs: int, out: Path | None) -> dict[str, Any]:
    import numpy as np

    from ...scenarios.design.dials import Dials
    from ..studies.points import Design, seconds

    first, then = asked.points()
    middle = np.array([[(low + high) / 2 for low, high in asked.ranges.values()]] * (first + then))
    dials = (Dials(asked.scenario, asked.ranges),)
    design = Design(dials, np.zeros(len(middle), np.int64), middle, asked.replications, asked.seed, asked.measures())
    return {
        "scenario": asked.scenario.name,
        "settings": len(asked.ranges),
        "points of the screening": first,
        "points of the indices": then,
        "runs": (first + then) * asked.replications,
        "estimated time": duration(seconds(design, jobs)),
        "folder": str(asked.study().folder(out)),
    }


@spread
def draw_map(  # noqa: PLR0913 - an argument for each option of the command line
    scenario: Scenario,
    x: Annotated[
        str, typer.Option("--x", metavar="PATH", help="The setting across.", autocompletion=completing.settings)
    ],
    y: Annotated[
        str, typer.Option("--y", metavar="PATH", help="The setting upwards.", autocompletion=completing.settings)
    ],
    x_range: Annotated[str | None, typer.Option("--x-range", metavar="LOW..HIGH", help="Default: as declared.")] = None,
    y_range: Annotated[str | None, typer.Option("--y-range", metavar="LOW..HIGH", help="Default: as declared.")] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            help="A question or an outcome, as for compare; default the scenario's first question.",
            autocompletion=completing.outcomes,
        ),
    ] = None,
    side: Annotated[int, typer.Option("--side", help="Points along each side.")] = 12,
    replications: Annotated[int, typer.Option("--replications", help="Runs of each point.")] = 100,
    seed: Seed = 1,
    days: Days = None,
    sets: Sets = None,
    *,
    how: Answering,
) -> None:
    """Map an outcome over two settings, with the line where acts of force begin to feed themselves."""
    from ..studies.options import MapOptions

    answer_and_show(
        MapOptions(scenario, x, y, x_range, y_range, outcome, side, replications, seed, days, sets or ()), how
    )


def discover(
    results: Annotated[
        Path, typer.Argument(help="A results folder of brink run --uncertain.", autocompletion=completing.folders)
    ],
    when: Annotated[str, typer.Option("--when", help="What is asked for, such as 'highest rung >= 9'.")],
    out: StudyOut = None,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Find under which conditions something happens: a box in the space of the settings (PRIM)."""
    from ..results.read import open_results
    from ..studies.discovery_answer import answer_discovery

    found = open_results(results)
    say(f"looking for conditions in {found.manifest['runs']:,} runs")
    show_study(answer_discovery(found, when, out, force, not no_figures), as_json)
