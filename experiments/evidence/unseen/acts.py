"""Openings and named replies: forecasts learned from the one source and scored on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..blend import forecasts
from ..episodes import FirstReply
from ..forecast import recalibrate
from ..nulls import Record
from ..predict import Prediction, ReplyTally, chance
from ..record import baselines
from ..record.frames import Coded
from ..scores import by_chain, inside, parts, reliability_by_luck
from .cases import Split
from .marks import FrameFound, plain, scored_entry
from .primary import OPENINGS
from .simulated import ActTallies
from .verdicts import POWER, Values, auc, in_the_large

RECALIBRATED, AS_SHIPPED = "brink, recalibrated", "brink as shipped"
LEVELS = (0.5, 0.9)
#: Whose chances are told act by act.
SHOWN = (RECALIBRATED, AS_SHIPPED)


class ActFrame(NamedTuple):
    """Acts to learn from and acts to score in one record; ``past`` says which are which, shape (acts,)."""

    record: Record
    past: NDArray[np.bool_]

    @property
    def asked(self) -> Record:
        """The acts that are scored."""
        return self.record.take(~self.past)


def act_frame(name: str, cut: Split) -> ActFrame:
    """The acts of a frame on both sides of the cut."""
    draw = baselines.of_openings if name == OPENINGS else baselines.of_replies
    learned, every = draw(cut.learn), draw(cut.score)
    asked = every.take(np.array([act.date >= cut.first for act in every.acts], np.bool_))
    record = learned.joined(asked)
    return ActFrame(record, np.arange(len(record.acts)) < len(learned.acts))


def act_forecasts(
    frame: ActFrame, cases: Sequence[Coded], tallies: Sequence[ReplyTally]
) -> dict[str, list[Prediction]]:
    """Forecasts of the acts that are scored by every forecaster; ``tallies`` are brink's of all acts of the frame."""
    past, asked = frame.record.take(frame.past), frame.asked
    made = {name: forecast(past, asked) for name, forecast in baselines.forecasters(cases).items()}
    return brinks(frame, tallies) | made


def brinks(frame: ActFrame, tallies: Sequence[ReplyTally]) -> dict[str, list[Prediction]]:
    """Brink with constants as shipped, with level and slope learned from the past and without."""
    p = np.array([chance(entry) for entry in tallies])
    moved = recalibrate(p[frame.past], frame.record.y[frame.past], p)
    return {
        RECALIBRATED: forecasts(list(tallies), moved, frame.past, frame.record),
        AS_SHIPPED: forecasts(list(tallies), p, frame.past, frame.record),
    }


def of_frame(name: str, tallies: Sequence[ActTallies]) -> list[ReplyTally]:
    """What was simulated of acts, as the frame asks for it: any force of the other side, or named answers."""
    return [entry.back if name == OPENINGS else entry.named for entry in tallies]


def scored(asked: Record, made: dict[str, list[Prediction]], crises: NDArray[np.str_]) -> FrameFound:
    """Scores of every forecaster on the acts that are scored."""
    values = {name: baselines.errors(asked, entries) for name, entries in made.items()}
    rows = [scored_entry(name, values[name], crises) | _marks(asked, made[name], crises) for name in made]
    facts = {
        "number": len(asked.acts),
        "answered": int(asked.y.sum()),
        "acts": told_acts(asked, {name: made[name] for name in SHOWN}, crises),
    }
    return FrameFound(
        facts, baselines.BRIER, {name: own[baselines.BRIER] for name, own in values.items()}, rows, crises
    )


def _marks(asked: Record, made: list[Prediction], crises: NDArray[np.str_]) -> dict[str, Any]:
    p: Values = np.array([entry.p for entry in made])
    apart = parts(p, asked.y)
    return {
        "reliability": round(apart.reliability, 4),
        "reliability_by_luck": round(reliability_by_luck(p, POWER), 4),
        "resolution": round(apart.resolution, 4),
        "in_the_large": plain(in_the_large(p, asked.y, crises)),
        "auc": plain(auc(p, asked.y, crises)),
        "covered": _covered(asked, made, crises),
    }


def told_acts(
    asked: Record, made: Mapping[str, Sequence[Prediction]], crises: NDArray[np.str_]
) -> dict[str, list[Any]]:
    """Every act that is scored, with the chances that forecasters gave it, in columns."""
    return {
        "chain": [act.chain for act in asked.acts],
        "n": [act.n for act in asked.acts],
        "crisis": crises.tolist(),
        "answered": asked.y.astype(int).tolist(),
        **{name: [round(entry.p, 4) for entry in entries] for name, entries in made.items()},
    }


def _covered(
    asked: Record, made: Sequence[Prediction], crises: NDArray[np.str_]
) -> dict[str, dict[str, dict[str, float | None]]]:
    """Shares of answered acts whose rung and delay lie inside the central intervals, crises drawn whole."""
    pairs = [(entry, outcome) for entry, outcome in zip(made, asked.outcomes, strict=True)]
    held: dict[str, Callable[[Prediction, FirstReply, float], float]] = {
        "rung": lambda entry, o, level: inside(entry.rungs, level, o.reply.rung) if o.reply else np.nan,
        "delay": lambda entry, o, level: inside(entry.delays, level, o.delay) if o.reply else np.nan,
    }
    return {
        name: {str(level): plain(by_chain(np.array([how(*pair, level) for pair in pairs]), crises)) for level in LEVELS}
        for name, how in held.items()
    }
