"""Act-by-act scores on imported events: learned before a day, scored from it on, confrontations weighed equally."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....model.world.ladder import Rung
from ....scenarios.scenario import Scenario
from ...errors import UserError
from ...results.question import model_hash
from ...system.printable import printable
from ..episodes import WINDOW, CodedAct, episodes_text, parse_episodes
from ..predict import DAYS, ReplyTally, counted, first_back, weighed
from ..scores import brier
from ..situation import CrisisSituation, situation_at
from ..tallies import kept
from ..telling import Progress
from ..unseen.cases import from_acts
from ..unseen.marks import FrameFound, as_told, comparisons, plain, scored_entry
from ..unseen.primary import EVENTS, NamedPrimary, known_as
from ..unseen.simulated import batches, each, place_of, side_table
from ..unseen.verdicts import auc, in_the_large
from .acts import DirectedActs, directed_acts, until
from .features import read_features
from .forecasters import BASE, BRINK, LEVELS, LOGIT, EventForecast, EventTallies, Sides, forecasts

Values = NDArray[np.float64]

PACKAGE = "brink.experiments.evidence.events"
#: The made-up acts that ship, and the name that stands for them.
SAMPLE, SAMPLE_FILE = "sample", "sample-acts.csv"
ANY, FORCE_BACK, LEVEL, DELAY = "any reply (Brier)", "force in reply (Brier)", "level (RPS)", "delay (CRPS, days)"
#: The lowest rung that counts as a reply of any level, and as one of force.
LEAST = (int(Rung.SHOW_OF_FORCE), int(Rung.SHOW_OF_FORCE) + 1)


#: Whose chances are told act by act.
SHOWN = (BRINK, LOGIT)
#: Scores of others' models on events of 1990 to 2014, measured once and by themselves, for orientation: their rows
#: reach beyond the cut, and none of them was looked at here.
BEFORE: dict[str, Any] = {
    "what": "893 attacks in 194 confrontations of 1990 to 2014, measured once, by other models",
    "scores": {
        ANY: {BASE: 0.251, LOGIT: 0.184, "AUC": 0.79},
        FORCE_BACK: {BASE: 0.208, LOGIT: 0.191, "AUC": 0.63},
        LEVEL: {BASE: 0.089},
        DELAY: {BASE: 4.88},
    },
}


def sides_of(acts: DirectedActs, since: datetime.date) -> Sides:
    """Cut the acts on a day; only attacks and confrontations known by then are learned from.

    Raises:
        UserError: one of the sides is empty, or the past was answered always or never.
    """
    first = since.toordinal()
    past, asked = acts.take(acts.day + WINDOW < first), acts.take(acts.day >= first)
    if not len(past.row) or not len(asked.row):
        raise UserError(
            f"--since {since}: {len(past.row)} acts to learn from before it, {len(asked.row)} to score after"
        )
    if past.any_reply.all() or not past.any_reply.any():
        raise UserError(f"--since {since}: every act before it has the same outcome: nothing to learn from")
    return Sides(past, asked)


def simulated(
    acts: Sequence[CodedAct], priors: Scenario, progress: Progress | None = None, keep: Path | None = None
) -> list[EventTallies]:
    """What brink expects after acts of force of a file, from what was known on their days.

    ``keep`` is a folder where finished acts stand; what is there is not simulated again.
    """
    cases = {case.case.id: case for case in from_acts(acts)}

    def one(act: CodedAct) -> EventTallies:
        case = cases[act.chain]
        situation = situation_at(act, case.acts, priors)
        back = side_table(case, situation.case) != case.sides[case.acts.index(act)]
        place = place_of(keep, "event", situation, WINDOW, LEAST, back.tolist())
        return EventTallies(*kept(place, len(LEAST), lambda: _tallied(situation, back)))

    return each([act for act in acts if act.kinetic], one, progress)


def _tallied(situation: CrisisSituation, back: NDArray[np.bool_]) -> list[ReplyTally]:
    runs = batches(situation)
    return [
        weighed([counted(first_back(b, c, situation.event, back, least), WINDOW) for c, b in runs], np.ones(len(runs)))
        for least in LEAST
    ]


def errors(asked: DirectedActs, made: EventForecast) -> dict[str, Values]:
    """Errors act by act; NaN where nothing was there to score."""
    answered = asked.any_reply
    level = np.where(asked.level[:, None] <= LEVELS[None, :-1], 1.0, 0.0)
    below = np.cumsum(made.levels / made.levels.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    reached = np.cumsum(made.days / made.days.sum(axis=1, keepdims=True), axis=1)
    came = (np.arange(DAYS)[None, :] >= asked.delay[:, None]).astype(np.float64)
    return {
        ANY: brier(made.any_reply, answered.astype(np.float64)),
        FORCE_BACK: brier(made.force_reply, asked.force_reply.astype(np.float64)),
        LEVEL: np.where(answered, ((below - level) ** 2).mean(axis=1), np.nan),
        DELAY: np.where(answered, ((reached - came) ** 2).sum(axis=1), np.nan),
    }


def scored(found: Sides, made: dict[str, EventForecast], lead: str = BRINK) -> FrameFound:
    """Scores of every forecaster, ``lead`` against the others; each dispute counts once, however many acts it has."""
    names = found.asked.dispute.astype(str)
    disputes = np.unique(names)
    values = {name: errors(found.asked, entry) for name, entry in made.items()}
    means = {name: {score: dispute_means(row, names) for score, row in own.items()} for name, own in values.items()}
    rows = [
        scored_entry(name, means[name], disputes)
        | {
            "in_the_large": plain(in_the_large(entry.any_reply, found.asked.any_reply.astype(float), names)),
            "auc": plain(auc(entry.any_reply, found.asked.any_reply.astype(float), names)),
        }
        for name, entry in made.items()
    ]
    facts = {
        "number": len(names),
        "answered": int(found.asked.any_reply.sum()),
        "learned_from": len(found.past.row),
        "by_score": {
            score: comparisons(lead, {name: own[score] for name, own in means.items()}, disputes)
            for score in (FORCE_BACK, LEVEL, DELAY)
        },
        "acts": told_acts(found.asked, {name: made[name].any_reply for name in SHOWN}),
    }
    return FrameFound(facts, ANY, {name: own[ANY] for name, own in means.items()}, rows, disputes)


def told_acts(asked: DirectedActs, chances: dict[str, Values]) -> dict[str, list[Any]]:
    """Every act that is scored by its place in the file, with the chances of any reply, in columns."""
    disputes = [str(number) for number in asked.dispute.tolist()]
    return {
        "chain": disputes,
        "n": asked.row.tolist(),
        "crisis": disputes,
        "answered": asked.any_reply.astype(int).tolist(),
        **{name: p.round(4).tolist() for name, p in chances.items()},
    }


def dispute_means(values: Values, names: NDArray[np.str_]) -> Values:
    """Mean of each dispute, in order of their names; NaN where it has nothing to score."""
    disputes, at = np.unique(names, return_inverse=True)
    there = ~np.isnan(values)
    sums, sizes = (np.bincount(at[there], weights, len(disputes)) for weights in (values[there], None))
    return np.divide(sums, sizes, out=np.full(len(disputes), np.nan), where=sizes > 0)


class EventsAsked(NamedTuple):
    """What is asked of a file of imported acts: its name and text, the first scored day, the last that is looked at.

    ``features``: what the file says besides of each act, to the column that has it; ``begin``: the first day that is
    looked at, if not that of the file; ``primary``: what was named before, as plain data.
    """

    source: str
    text: str
    since: datetime.date
    cut: datetime.date
    priors: Scenario
    features: dict[str, str]
    begin: datetime.date | None = None
    primary: dict[str, Any] | None = None

    def told(self, progress: Progress | None = None, keep: Path | None = None) -> dict[str, Any]:
        """Scores, for machines, with the hash of the file; ``keep`` is a folder where finished acts stand."""
        acts = until(parse_episodes(self.text.encode(), self.source), self.cut)
        acts = [act for act in acts if self.begin is None or act.date >= self.begin]
        more = read_features(self.text, self.source, acts, self.features)
        found = sides_of(directed_acts(acts, self.cut, more), self.since)
        force = [k for k, act in enumerate(acts) if act.kinetic]
        tallies = dict(zip(force, simulated(acts, self.priors, progress, keep), strict=True))
        made = forecasts(found, tallies, bool(self.features))
        named = known_as((self.primary or {}).get("forecasters", {}).get(EVENTS), made)
        frame = scored(found, made, named or BRINK)
        return {
            "events": printable(self.source),
            "sha256": self.sha256,
            "made_up": self.source == SAMPLE,
            "features": self.features,
            "measured_before": {} if self.source == SAMPLE else BEFORE,
            "from": None if self.begin is None else self.begin.isoformat(),
            "since": self.since.isoformat(),
            "cut": self.cut.isoformat(),
            "primary": self.primary,
            "model": model_hash(),
            "frames": {EVENTS: as_told(frame, named, BRINK)},
        }

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


Days = tuple[datetime.date | None, datetime.date | None, datetime.date | None]


def named_before(
    source: str, text: str, named: NamedPrimary, days: Days, priors: Scenario, features: dict[str, str]
) -> EventsAsked:
    """What a primary was named for; ``days`` are those of the options since, cut and from, if they are given.

    Raises:
        UserError: the primary was named for something else.
    """
    one = named.primary
    if EVENTS not in one.forecasters or one.since is None or one.cut is None:
        raise UserError(f"--primary {named.name} was named for {one.score}: leave out --events")
    for option, own, said in zip(("--since", "--cut", "--from"), days, (one.since, one.cut, one.begin), strict=True):
        named.agreed(option, own, said)
    asked = EventsAsked(source, text, one.since, one.cut, priors, features, one.begin, named.told())
    if one.sha256 is not None and asked.sha256 != one.sha256:
        raise UserError(
            f"--primary {named.name} was named for {one.score} (sha256 {one.sha256}); {source} is another file "
            f"(sha256 {asked.sha256})"
        )
    return asked


def read_events(source: str) -> str:
    """The text of a file of imported acts, or of the made-up sample that ships.

    Raises:
        ScenarioError: it cannot be read.
    """
    if source == SAMPLE and not Path(source).exists():
        return (resources.files(PACKAGE) / SAMPLE_FILE).read_text(encoding="utf-8")
    return episodes_text(Path(source))[0]
