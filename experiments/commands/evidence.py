"""Verbs that hold the model against what happened: backtest and calibrate."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UserError
from ..measures.numbers import advance, count, decimal, interval, thousandths
from ..results.command_line import command_line
from .console import give, give_json, give_table, progress_bar, say
from .options import Force, NoFigures
from .record import show_disputes
from .shown import show_study

if TYPE_CHECKING:
    from ..evidence.backtest import Backtest
    from ..evidence.january import Continuation

Json = Annotated[bool, typer.Option("--json", help="Print for machines: scores, null models, every act's forecast.")]
Disputes = Annotated[
    str | None,
    typer.Option(
        "--disputes",
        metavar="generic-crisis|record|RESULTS|FILE",
        help="Instead: hold acts against the statistics of real disputes, by the datasets' own definitions.",
    ),
]


def backtest(
    episodes: Annotated[Path | None, typer.Option("--episodes", help="Coded acts as CSV; default the shipped.")] = None,
    profiles: Annotated[
        Path | None, typer.Option("--profiles", help="A scenario file with priors for the actors; default the shipped.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for report and figure.")] = None,
    january: Annotated[
        bool, typer.Option("--january", help="Instead: go on from the record of winter 2023-24, cut on several days.")
    ] = False,
    cut: Annotated[
        list[str] | None, typer.Option("--cut", help="With --january: last day of history, such as 2023-12-14.")
    ] = None,
    posterior: Annotated[
        Path | None,
        typer.Option("--posterior", metavar="FILE|shipped|disputes|prior", help="With --january: draw the constants."),
    ] = None,
    disputes: Disputes = None,
    as_json: Json = False,
) -> None:
    """Score forecasts of coded acts, each chain held out in turn, against null models and rival doctrines."""
    if disputes is not None:
        if january or cut or any(option is not None for option in (episodes, profiles, out, posterior)):
            raise UserError("--disputes goes alone: it forecasts nothing, and measures acts as the datasets do")
        show_disputes(disputes, as_json)
        return
    if january:
        if episodes is not None or profiles is not None:
            raise UserError("--january has a record of its own: leave out --episodes and --profiles")
        _january(cut or [], posterior, out, as_json)
        return
    if cut or posterior is not None:
        raise UserError(
            "--cut and --posterior go with --january: constants of the backtest are weighed by other chains"
        )
    from ..evidence import backtest as room
    from ..evidence.inference import require_sklearn

    require_sklearn()

    with progress_bar("acts") as progress:
        found = room.backtest(episodes, profiles, progress)
    for code, acts in found.guessed.items():
        say(f"{code}: no profile; the default of its kind stands in ({len(acts)} of the acts scored)")
    if out is not None:
        _draw(found, out)
    if as_json:
        give_json(room.as_json(found))
        return
    _show(found)


def _january(asked: list[str], posterior: Path | None, out: Path | None, as_json: bool) -> None:
    from ..evidence import january as room

    cuts = [room.cut_on(text) for text in asked] or room.CUTS
    found = []
    with progress_bar("cuts") as tell:
        for number, cut in enumerate(cuts, 1):
            found.append(room.go_on(cut, room.RUNS, posterior))
            tell(number, len(cuts))
    if out is not None:
        from ..evidence.page import write_january

        _written(write_january, found, out)
    if as_json:
        give_json([room.as_json(one) for one in found])
        return
    _show_january(found)


def _show_january(found: list[Continuation]) -> None:

    rows = [
        [
            f"{one.cut}",
            count(one.attacks_observed),
            interval(one.attacks, count),
            f"{sum(pair.observed for pair in one.pairs)}",
            interval(one.overt.last, count),
            f"{sum(pair.observed > 0 for pair in one.pairs)} of {len(one.pairs)}",
            decimal(sum(pair.p for pair in one.pairs), 1),
            thousandths(one.brier),
            thousandths(one.brier_rate),
        ]
        for one in found
    ]
    columns = ["history up to", "attacks on US forces", "simulated", "overt acts", "simulated", "pairs striking"]
    columns += ["expected", "Brier", "past rate"]
    give_table(f"after the record, to 20 January 2024; constants {found[0].constants}", columns, rows)
    last = found[-1]
    rows = [
        [pair.actor, pair.target, str(pair.observed), decimal(pair.expected), decimal(pair.p), decimal(pair.p_rate)]
        for pair in last.pairs
        if pair.observed or pair.p > 0.05
    ]
    columns = ["actor", "target", "observed acts", "expected", "chance of any", "by past rate"]
    give_table(f"overt acts after {last.cut}", columns, rows)


def _draw(found: Backtest, folder: Path) -> None:
    from ..evidence.page import write_backtest

    _written(write_backtest, found, folder)


def _written(write: Callable[[Any, Path, str], Path], found: Any, folder: Path) -> None:
    """Write a report and say where it is."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        say(f"report: {write(found, folder, shlex.join(command_line()))}")
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror})") from fault


def _show(found: Backtest) -> None:
    from ..evidence import backtest as room

    record = found.record
    chains = len(set(record.chains))
    give(
        f"{len(record.acts)} acts of force in {chains} chains, {decimal(record.share)} answered by force in time; each "
        "chain is forecast from the others alone.\nLower is better, but for gain and resolution. Intervals: 95 %, "
        "chains resampled."
    )
    columns = ["forecaster", "Brier", "gain on base rate", "reliability", "resolution", "log", "rung", "delay", "proxy"]
    rows = [
        [
            score.name,
            interval(score.brier, thousandths),
            interval(score.gain, advance),
            thousandths(score.parts.reliability),
            thousandths(score.parts.resolution),
            thousandths(score.log.estimate),
            thousandths(score.rung.estimate),
            decimal(score.delay.estimate),
            thousandths(score.proxy.estimate),
        ]
        for score in sorted(found.scores, key=lambda entry: entry.brier.estimate)
    ]
    give_table("backtest", columns, rows)
    for line in room.verdict(found):
        give(line)


Points = Annotated[int | None, typer.Option("--points", help="Points of the first wave; the second has 5 for every 8.")]
Trials = Annotated[int | None, typer.Option("--trials", help="Trials of the recovery test.")]


def calibrate(
    out: Annotated[Path, typer.Option("--out", help="Folder for posterior, report and figure.")] = Path("calibration"),
    point_count: Points = None,
    trials: Trials = None,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report for machines.")] = False,
) -> None:
    """Fit the free constants to dispute statistics and coded episodes; write a posterior for run --posterior."""
    from ..evidence.calibration import answer_calibration, asked_for
    from ..runs.batch import processors

    asked = asked_for(point_count, trials)
    with _told_progress() as tell:
        folder = answer_calibration(asked, out, processors(), force, not no_figures, tell=tell)
    show_study(folder, as_json)


@contextmanager
def _told_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Each part is named when it begins; on a terminal a bar shows how far it is."""
    named: list[str] = []
    with progress_bar("parts") as bar:

        def tell(what: str, done: int, total: int) -> None:
            if what not in named:
                named.append(what)
                say(f"{what}: {total:,} to do")
            if bar is not None:
                bar(done, total)

        yield tell
