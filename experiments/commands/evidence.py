"""Verbs that hold the model against what happened: backtest and calibrate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UserError
from .answering import spread
from .console import give_json, progress_bar, say
from .options import Force, NoFigures
from .record import show_disputes
from .shown import give_text, show_study

if TYPE_CHECKING:
    from ..evidence.backtest_study import AskedBacktest
    from ..evidence.telling import Tell

Json = Annotated[bool, typer.Option("--json", help="Print for machines: scores, null models, every act's forecast.")]
Disputes = Annotated[
    str | None,
    typer.Option(
        "--disputes",
        metavar="generic-crisis|record|RESULTS|FILE",
        help="Instead: hold acts against the statistics of real disputes, by the datasets' own definitions.",
    ),
]


@dataclass(frozen=True)
class UnseenActs:
    """Options of learning on one source and scoring another."""

    learn: Annotated[
        str | None,
        typer.Option("--learn", metavar="record|chains|FILE", help="Learn from these acts, up to the first scored."),
    ] = None
    score: Annotated[
        str | None, typer.Option("--score", metavar="record|chains|FILE", help="Forecast and score these acts.")
    ] = None
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="With --score: the first day that is scored.")
    ] = None
    events: Annotated[
        str | None,
        typer.Option(
            "--events", metavar="sample|FILE", help="Score imported acts one by one from --since on; to --cut DATE."
        ),
    ] = None
    primary: Annotated[
        str | None,
        typer.Option(
            "--primary", metavar="NAME|FILE:NAME", help="The forecasters that were named before; all else explores."
        ),
    ] = None

    begin: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="With --events: the first day that is looked at.")
    ] = None
    features: Annotated[
        str | None,
        typer.Option(
            "--features",
            metavar="distance=COLUMN,...",
            help="With --events: columns with distance, contiguous, power, power_target, nuclear or nuclear_target.",
        ),
    ] = None

    def named(self) -> bool:
        """Whether any of them is given."""
        return any(value is not None for value in astuple(self))


@spread
def backtest(  # noqa: PLR0913 - an argument for each option of the command line
    episodes: Annotated[Path | None, typer.Option("--episodes", help="Coded acts as CSV; default the shipped.")] = None,
    profiles: Annotated[
        Path | None, typer.Option("--profiles", help="A scenario file with priors for the actors; default the shipped.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for scores, report and figure.")] = None,
    january: Annotated[
        bool, typer.Option("--january", help="Instead: go on from the record of winter 2023-24, cut on several days.")
    ] = False,
    cut: Annotated[
        list[str] | None,
        typer.Option("--cut", help="With --january: last day of history; with --events: last day looked at."),
    ] = None,
    posterior: Annotated[
        Path | None,
        typer.Option(
            "--posterior",
            metavar="FILE|shipped|disputes|prior",
            help="With --january or --score: draw the constants (prior: with --january alone).",
        ),
    ] = None,
    disputes: Disputes = None,
    no_figures: NoFigures = False,
    force: Force = False,
    as_json: Json = False,
    *,
    unseen: UnseenActs,
) -> None:
    """Score forecasts of coded acts: each chain held out in turn, or learned on one file and scored on another."""
    from ..evidence import backtest_study as room

    if unseen.named():
        if january or any(option is not None for option in (episodes, disputes)):
            raise UserError("--learn, --score, --since, --primary and --events: none of the other ways goes with them")
        asked = _unseen(unseen, cut or [], profiles, posterior)
        _answer(asked, out, force, not no_figures, as_json)
        return
    if disputes is not None:
        if january or cut or any(option is not None for option in (episodes, profiles, out, posterior)):
            raise UserError("--disputes goes alone: it forecasts nothing, and measures acts as the datasets do")
        show_disputes(disputes, as_json)
        return
    if january and (episodes is not None or profiles is not None):
        raise UserError("--january has a record of its own: leave out --episodes and --profiles")
    if not january and (cut or posterior is not None):
        raise UserError(
            "--cut and --posterior go with --january, --posterior with --score too: constants of the backtest are "
            "weighed by other chains"
        )
    asked = room.winter_of(cut or (), posterior) if january else room.chains_of(episodes, profiles)
    _answer(asked, out, force, not no_figures, as_json)


def _unseen(given: UnseenActs, cut: list[str], profiles: Path | None, posterior: Path | None) -> AskedBacktest:
    """What is asked of acts that were not learned from.

    Raises:
        UserError: options do not go together.
    """
    from ..evidence import backtest_study as room

    if given.events is None and cut:
        raise UserError("--cut goes with --january and --events: --since says from which day on acts are scored")
    if given.events is None and (given.features is not None or given.begin is not None):
        raise UserError("--features and --from go with --events: other acts are forecast from their own columns")
    if given.events is None:
        return room.unseen_of(given.learn, given.score, given.since, given.primary, profiles, posterior)
    if given.learn is not None or given.score is not None or len(cut) > 1:
        raise UserError(
            "--events: one file is learned from and scored; only --from, --since, one --cut, --primary and --features "
            "go with it"
        )
    if posterior is not None:
        raise UserError("--events: brink stands there with its constants as shipped; leave out --posterior")
    days = room.EventDays(given.since, cut[0] if cut else None, given.begin)
    asked = room.events_of(given.events, days, profiles, given.features, given.primary)
    if asked.loud:
        say(asked.loud)
    return asked


def _answer(asked: AskedBacktest, out: Path | None, force: bool, figures: bool, as_json: bool) -> None:
    """Answer a backtest and print what it found, the same whether or not a folder keeps it."""
    from ..evidence import backtest_study
    from ..evidence.backtest_shown import read
    from ..results.study import manifest
    from ..runs.batch import processors

    with progress_bar("forecasting acts") as progress:
        if out is None:
            found = read(asked.told(progress))
        else:
            backtest_study.answer_backtest(asked, out, processors(), force, figures, progress)
            found = backtest_study.read_again(out, manifest(out))
    for line in found.notes:
        say(line)
    if as_json:
        give_json(found.told.get("cuts", found.told))
    elif out is None:
        give_text(found.text)
    else:
        show_study(out, as_json=False)


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
def _told_progress() -> Iterator[Tell]:
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
