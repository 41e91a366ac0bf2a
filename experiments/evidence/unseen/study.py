"""Learning on one source and scoring on another as a study: frozen, answered, finished and found as others are."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, NamedTuple

from ....scenarios.scenario import Scenario
from ...errors import UserError
from ...results.command_line import command_line
from ...results.question import model_hash
from ...results.store import POSTERIOR
from ...results.study import Study
from ...runs.posterior import Draws
from ...system.printable import printable
from .. import forecast
from ..episodes import CodedAct, kinetic
from ..record.frames import Coded
from ..situation import load_profiles
from ..telling import Progress
from . import acts, crises, months
from .as_one import as_one, crises_of
from .cases import CodedCases, Split, parsed_cases, read_cases, split
from .marks import FrameFound, as_told
from .primary import CRISES, EVENTS, MONTHS, OPENINGS, REPLIES, NamedPrimary, known_as, read_primary
from .simulated import ActTallies, act_tallies, constants_from, courses, each, month_counts

#: Forecasters that are compared with the others where none was named before.
LEADS = {OPENINGS: acts.RECALIBRATED, REPLIES: acts.RECALIBRATED, MONTHS: months.BRINK, CRISES: crises.BRINK}
LEARN, SCORE, PROFILES = "learn.csv", "score.csv", "profiles.yaml"
#: What every answer says of how it was made.
CUT = "no act learned from is later than the first act scored; what was not yet known on that day is not learned from"


class UnseenAsked(NamedTuple):
    """What is asked: two sources, the first day that is scored, the primary forecasters, the profiles of actors.

    ``constants``: the name of a posterior that runs take their constants from, and its ``draws``; by default neither.
    """

    learn: CodedCases
    score: CodedCases
    since: datetime.date | None
    primary: dict[str, Any]
    profiles: str
    priors: Scenario
    constants: str = ""
    draws: Draws | None = None

    def study(self) -> Study:
        """The question, for its folder."""
        question = {
            "learn": printable(self.learn.source),
            "score": printable(self.score.source),
            "since": None if self.since is None else self.since.isoformat(),
            "primary": self.primary,
            "profiles": self.profiles,
            "sizes": [forecast.PLAIN_POINTS, forecast.PLAIN_RUNS],
        }
        kept = {LEARN: self.learn.text, SCORE: self.score.text, PROFILES: self.priors.resolved_yaml()}
        if self.draws is not None:
            question |= {"constants": self.constants, "runs": forecast.DRAWN_RUNS}
            kept[POSTERIOR] = self.draws.raw.decode("utf-8-sig")
        return Study("backtest", "unseen acts", question, kept, command_line())

    def told(self, progress: Progress | None, keep: Path | None = None) -> dict[str, Any]:
        """Scores of every frame, for machines."""
        cut = split(self.learn, self.score, self.since)
        named = dict(self.primary.get("forecasters", {}))
        frames = {
            name: as_told(found, known_as(named.get(name), found.errors), LEADS[name])
            for name, found in scored(cut, self.priors, progress, keep, self.draws).items()
            if found is not None
        }
        return {
            "unseen": True,
            "learn": printable(self.learn.source),
            "score": printable(self.score.source),
            "first": cut.first.isoformat(),
            "cut": CUT,
            "acts_learned_from": sum(len(case.acts) for case in cut.learn),
            "left_out": cut.left_out,
            "primary": self.primary or None,
            "constants": self.constants or None,
            "model": model_hash(),
            "frames": frames,
        }


def asked_for(
    learn: str | None,
    score: str | None,
    since: datetime.date | None,
    primary: str | None,
    profiles: Path | None,
    posterior: Path | None = None,
) -> UnseenAsked:
    """What the options ask for; a primary says what it was named for, and nothing else may be asked with it.

    ``posterior``: a file of draws of the constants, or one that ships, from which every run takes its own.

    Raises:
        ScenarioError: a file is wrong.
        UserError: what is asked does not go together, or nothing is left to learn from.
    """
    named = None if primary is None else read_primary(primary)
    learn, score, since = _agreed(named, learn, score, since)
    known = read_cases(learn)
    other = known if score == learn else read_cases(score)
    if score == learn and since is None:
        raise UserError(
            "--learn and --score are the same: nothing of it may be learned from and scored too; --since DATE scores "
            "what happened from that day on, and brink backtest --episodes FILE leaves each chain out in turn"
        )
    split(known, other, since)
    label = "shipped" if profiles is None else printable(str(profiles))
    told, priors = {} if named is None else named.told(), load_profiles(str(profiles) if profiles else None)
    if posterior is None:
        return UnseenAsked(known, other, since, told, label, priors)
    if named is not None:
        raise UserError(
            f"--posterior: the primary {named.name} was named for constants as they ship: leave one of them out; "
            f"--learn {learn} --score {score} --since {since} scores the same acts"
        )
    name, draws = printable(str(posterior)), constants_from(posterior)
    return UnseenAsked(known, other, since, told, label, priors, name, draws)


def _agreed(
    named: NamedPrimary | None, learn: str | None, score: str | None, since: datetime.date | None
) -> tuple[str, str, datetime.date | None]:
    """The sources and the first day, as asked or as the primary says; they may not differ."""
    if named is not None:
        one = named.primary
        if EVENTS in one.forecasters:
            raise UserError(f"--primary {named.name} was named for {one.score}: give the file with --events FILE")
        for option, own, said in (("--learn", learn, one.learn), ("--score", score, one.score),
                                  ("--since", since, one.since)):  # fmt: skip
            named.agreed(option, own, said)
        return one.learn, one.score, one.since
    if learn is None or score is None:
        raise UserError("--learn and --score go together: what to learn from, and what to score")
    return learn, score, since


def again(
    learn: str, score: str, question: dict[str, Any], priors: Scenario, draws: Draws | None = None
) -> UnseenAsked:
    """What a frozen plan asks for, by the texts and the draws that its folder keeps."""
    since = question["since"]
    return UnseenAsked(
        parsed_cases(str(question["learn"]), learn),
        parsed_cases(str(question["score"]), score),
        None if since is None else datetime.date.fromisoformat(str(since)),
        dict(question["primary"]),
        str(question["profiles"]),
        priors,
        str(question.get("constants", "")),
        draws,
    )


def scored(
    cut: Split, priors: Scenario, progress: Progress | None = None, keep: Path | None = None, draws: Draws | None = None
) -> dict[str, FrameFound | None]:
    """The frames with scores of every forecaster; None where a frame has nothing on one of the sides."""
    known = as_one(act for case in [*cut.learn, *cut.score] for act in case.acts)
    tallies = simulated_acts([*cut.score, *cut.learn], priors, progress, keep, draws)
    by_case = {case.case.id: case for case in cut.score}
    found: dict[str, FrameFound | None] = {}
    for name in (OPENINGS, REPLIES):
        found[name] = _acts(name, cut, tallies, known)
    asked = list(dict.fromkeys([*months.asked_months(cut.learn), *months.asked_months(cut.score)]))
    learned = {case.case.id: case for case in cut.learn} | by_case
    counts = each(asked, lambda pair: month_counts(learned[pair[0]], pair[1], priors, keep, draws), progress)
    found[MONTHS] = months.scored(cut, dict(zip(asked, counts, strict=True)), known)
    sides = crises.sides_of(cut)
    every = [*sides.past, *sides.asked]
    drawn = each(every, lambda crisis: courses(crisis, learned[crisis.case], priors, keep, draws), progress)
    course_of = dict(zip(every, drawn, strict=True))
    found[CRISES] = crises.scored(sides, course_of.__getitem__, known)
    return found


def simulated_acts(
    cases: list[Coded],
    priors: Scenario,
    progress: Progress | None = None,
    keep: Path | None = None,
    draws: Draws | None = None,
) -> dict[tuple[str, int], ActTallies]:
    """What brink expects after each act of force, by chain and number; one that stands in two cases is run once."""
    every: dict[tuple[str, int], tuple[CodedAct, Coded]] = {}
    for case in cases:
        for act in kinetic(case.acts):
            every.setdefault((act.chain, act.n), (act, case))
    found = each(list(every.values()), lambda pair: act_tallies(*pair, priors, keep, draws), progress)
    return dict(zip(every, found, strict=True))


def _acts(
    name: str, cut: Split, tallies: dict[tuple[str, int], ActTallies], known: dict[str, str]
) -> FrameFound | None:
    frame = acts.act_frame(name, cut)
    if not frame.past.any() or frame.past.all() or len(set(frame.record.y[frame.past])) < 2:
        return None
    expected = acts.of_frame(name, [tallies[act.chain, act.n] for act in frame.record.acts])
    made = acts.act_forecasts(frame, [*cut.learn, *cut.score], expected)
    return acts.scored(frame.asked, made, crises_of(list(frame.asked.chains), known))
