"""A backtest as a study: coded acts or the record of a winter, frozen, answered, finished, found as others are.

What is computed is the business of `backtest` and `january`.
"""

from __future__ import annotations

import datetime
import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ...scenarios.scenario import Scenario
from ..errors import MismatchError
from ..results.command_line import command_line
from ..results.manifest_schema import MISSHAPEN, read_json
from ..results.place import CHUNKS
from ..results.read import kept_scenario
from ..results.store import POSTERIOR
from ..results.study import Study, as_asked, sound
from ..runs.posterior import read_posterior
from ..studies.finish import answered, write_table
from ..studies.shown import Shown
from ..system.printable import printable
from ..system.regular import read_regular
from ..system.whole import write_text
from . import backtest, forecast, january, page
from .backtest_shown import BacktestText, read
from .episodes import MOST_BYTES, CodedAct, episodes_text, parse_episodes
from .events import acts as imported
from .events import importing, scoring
from .events.features import check_columns, parse_features
from .inference import require_sklearn
from .predict import SEED
from .situation import load_profiles
from .telling import Progress
from .unseen import shown as unseen_shown
from .unseen import study as unseen
from .unseen import words as unseen_words
from .unseen.cases import day_of
from .unseen.primary import read_primary

#: The kind of study, and what is kept for machines.
KIND, FILE = "backtest", "backtest.json"
EPISODES, PROFILES = "episodes.csv", "profiles.yaml"


class BacktestFound(NamedTuple):
    """What a backtest found: all of it for machines, and sentences."""

    told: dict[str, Any]
    sentences: list[str]


class AskedBacktest(Protocol):
    """A backtest that is asked for."""

    def study(self) -> Study:
        """The question, for its folder."""
        ...

    def told(self, progress: Progress | None) -> dict[str, Any]:
        """The answer for machines, without a folder."""
        ...

    def answer(self, folder: Path, figures: bool, progress: Progress | None) -> BacktestFound:
        """The answer, its tables and its report in a folder."""
        ...


class Chains(NamedTuple):
    """Forecasts of coded acts, each chain held out: names of the two files, the table as text, acts, profiles."""

    episodes: str
    profiles: str
    table: str
    acts: list[CodedAct]
    priors: Scenario

    def study(self) -> Study:
        """The question, for its folder."""
        sizes = [forecast.POINTS, forecast.RUNS, forecast.PLAIN_POINTS, forecast.PLAIN_RUNS]
        question = {"episodes": self.episodes, "profiles": self.profiles, "sizes": sizes}
        question["constants_from_disputes"] = forecast.disputes_hash()
        kept = {EPISODES: self.table, PROFILES: self.priors.resolved_yaml()}
        return Study(KIND, "coded acts", question, kept, command_line())

    def told(self, progress: Progress | None) -> dict[str, Any]:
        """Scores and forecasts, for machines."""
        return backtest.as_json(self._found(progress))

    def _found(self, progress: Progress | None, keep: Path | None = None) -> backtest.Backtest:
        require_sklearn()
        return backtest.scored(self.acts, self.priors, (self.episodes, self.profiles), progress, keep)

    def answer(self, folder: Path, figures: bool, progress: Progress | None) -> BacktestFound:
        """Every forecast and score, in a folder."""
        found = self._found(progress, folder / CHUNKS)
        write_table(folder, "scores", page.scores_table(found))
        if figures:
            page.write_backtest(found, folder, *_made(folder, self.study()))
        return BacktestFound(backtest.as_json(found), backtest.verdict(found))


class Winter(NamedTuple):
    """Continuations of the record of winter 2023-24: last days of history, name and text of a posterior or neither."""

    cuts: tuple[datetime.date, ...]
    constants: str
    draws: str

    def study(self) -> Study:
        """The question, for its folder."""
        question = {"january": [str(cut) for cut in self.cuts], "constants": self.constants, "runs": january.RUNS}
        kept = {f"history-to-{cut}.yaml": january.history_until(cut) for cut in self.cuts}
        own = {POSTERIOR: self.draws} if self.draws else {}
        return Study(KIND, "winter 2023-24", question, kept | own, command_line())

    def told(self, progress: Progress | None) -> dict[str, Any]:
        """What followed each cut, for machines."""
        posterior = self.constants or None
        return {"cuts": [january.as_json(one) for one in self._found(posterior, progress)]}

    def _found(
        self, posterior: str | Path | None, progress: Progress | None, keep: Path | None = None
    ) -> list[january.Continuation]:
        found = []
        for cut in self.cuts:
            found.append(january.go_on(cut, january.RUNS, posterior, keep))
            if progress is not None:
                progress(len(found), len(self.cuts))
        return found

    def answer(self, folder: Path, figures: bool, progress: Progress | None) -> BacktestFound:
        """What followed each cut, in a folder; the draws are those that it keeps."""
        kept = folder / POSTERIOR if self.draws else self.constants or None
        found = self._found(kept, progress, folder / CHUNKS)
        if self.draws:
            found = [one._replace(constants=january.drawn_from(self.constants)) for one in found]
        write_table(folder, "cuts", page.cuts_table(found))
        write_table(folder, "pairs", page.pairs_table(found[-1]))
        if figures:
            page.write_january(found, folder, *_made(folder, self.study()))
        return BacktestFound({"cuts": [january.as_json(one) for one in found]}, page.went_on(found))


class Unseen(NamedTuple):
    """Forecasts of one source learned from another."""

    asked: unseen.UnseenAsked

    def study(self) -> Study:
        """The question, for its folder."""
        return self.asked.study()

    def told(self, progress: Progress | None) -> dict[str, Any]:
        """Scores, for machines."""
        require_sklearn()
        return self.asked.told(progress)

    def answer(self, folder: Path, figures: bool, progress: Progress | None) -> BacktestFound:
        """Scores with their tables, in a folder."""
        found = self.asked.told(progress, folder / CHUNKS)
        unseen_shown.write(found, folder, figures, *_made(folder, self.study()))
        return BacktestFound(found, unseen_words.words_of(found))


class Events(NamedTuple):
    """Act-by-act scores on imported events."""

    asked: scoring.EventsAsked

    @property
    def loud(self) -> str:
        """What to say of a cut that opens the exam; empty of any other."""
        late = self.asked.cut > importing.CUT
        return importing.LOUD.format(cut=self.asked.cut, default=importing.CUT) if late else ""

    def study(self) -> Study:
        """The question, for its folder."""
        one = self.asked
        sizes = [forecast.PLAIN_POINTS, forecast.PLAIN_RUNS]
        question = {"events": printable(one.source), "since": str(one.since), "cut": str(one.cut), "sizes": sizes}
        further = {"features": one.features, "from": str(one.begin or ""), "primary": one.primary}
        question |= {name: value for name, value in further.items() if value}
        kept = {EPISODES: one.text, PROFILES: one.priors.resolved_yaml()}
        return Study(KIND, "imported events", question, kept, command_line())

    def told(self, progress: Progress | None) -> dict[str, Any]:
        """Scores, for machines."""
        require_sklearn()
        return self.asked.told(progress)

    def answer(self, folder: Path, figures: bool, progress: Progress | None) -> BacktestFound:
        """Scores with their tables, in a folder."""
        found = self.asked.told(progress, folder / CHUNKS)
        unseen_shown.write(found, folder, figures, *_made(folder, self.study()))
        return BacktestFound(found, unseen_words.words_of(found))


def events_of(source: str, days: EventDays, profiles: Path | None, features: str | None, primary: str | None) -> Events:
    """Scores of a file of imported acts, or of the made-up sample.

    Raises:
        UserError: a day is none, a feature is none or has no column, or a primary was named for something else.
        ScenarioError: a file is wrong.
    """
    text, named = scoring.read_events(source), parse_features(features)
    check_columns(text, source, named)
    priors = load_profiles(str(profiles) if profiles else None)
    since, cut, begin = (None if day is None else day_of(day, f"--{name}") for name, day in days.named())
    if primary is None:
        asked = scoring.EventsAsked(source, text, since or imported.SINCE, cut or importing.CUT, priors, named, begin)
        return Events(asked)
    return Events(scoring.named_before(source, text, read_primary(primary), (since, cut, begin), priors, named))


class EventDays(NamedTuple):
    """Days as the command line has them: the first that is scored, the last and the first that are looked at."""

    since: str | None = None
    cut: str | None = None
    begin: str | None = None

    def named(self) -> list[tuple[str, str | None]]:
        """Each with the name of its option."""
        return [("since", self.since), ("cut", self.cut), ("from", self.begin)]


def _made(folder: Path, study: Study) -> tuple[str, list[tuple[str, str]]]:
    """The command that a report names, and what it says of how it was made."""
    return shlex.join(as_asked(folder, study).command), [("Question", study.hash())]


def chains_of(episodes: Path | None, profiles: Path | None) -> Chains:
    """A backtest on coded acts, of these files or the shipped ones; each is read once.

    Raises:
        ScenarioError: one of them is wrong.
    """
    text, name = episodes_text(episodes)
    priors = load_profiles(str(profiles) if profiles else None)
    return Chains(_label(episodes), _label(profiles), text, parse_episodes(text.encode(), name), priors)


def _label(path: Path | None) -> str:
    return "shipped" if path is None else printable(str(path))


def winter_of(cuts: Sequence[str], posterior: Path | None) -> Winter:
    """Continuations from these days, by default `january.CUTS`, with constants as shipped or drawn.

    Raises:
        UserError: a day is none, or lies outside the record.
        ScenarioError: the posterior cannot be read.
    """
    days = tuple(january.cut_on(text) for text in cuts) or january.CUTS
    if posterior is None or january.is_prior(posterior):
        return Winter(days, str(posterior or ""), "")
    return Winter(days, printable(str(posterior)), read_posterior(posterior).raw.decode("utf-8-sig"))


def unseen_of(
    learn: str | None,
    score: str | None,
    since: str | None,
    primary: str | None,
    profiles: Path | None,
    posterior: Path | None = None,
) -> Unseen:
    """A backtest that learns from one source and scores another.

    Raises:
        UserError: a day is none, or what is asked does not go together.
        ScenarioError: a file is wrong.
    """
    day = None if since is None else day_of(since, "--since")
    return Unseen(unseen.asked_for(learn, score, day, primary, profiles, posterior))


def again(folder: Path, question: dict[str, Any]) -> Chains | Winter | Unseen | Events:
    """The backtest that a frozen plan asks for, by the files in its folder."""
    if "events" in question:
        text, priors = read_regular(folder / EPISODES, MOST_BYTES).decode("utf-8"), kept_scenario(folder, PROFILES)
        first, last = (day_of(str(question[name]), name) for name in ("since", "cut"))
        named = {str(name): str(column) for name, column in dict(question.get("features") or {}).items()}
        begin = day_of(str(question["from"]), "from") if "from" in question else None
        source, primary = str(question["events"]), question.get("primary")
        return Events(scoring.EventsAsked(source, text, first, last, priors, named, begin, primary))
    if "learn" in question:
        learn, score = (
            read_regular(folder / name, MOST_BYTES).decode("utf-8") for name in (unseen.LEARN, unseen.SCORE)
        )
        draws = read_posterior(folder / POSTERIOR) if "constants" in question else None
        return Unseen(unseen.again(learn, score, question, kept_scenario(folder, PROFILES), draws))
    if "january" in question:
        draws = folder / POSTERIOR
        text = read_posterior(draws).raw.decode() if draws.exists() else ""
        days = tuple(january.cut_on(str(day)) for day in question["january"])
        return Winter(days, str(question["constants"]), text)
    raw = read_regular(folder / EPISODES, MOST_BYTES)
    acts = parse_episodes(raw, str(folder / EPISODES))
    names = str(question["episodes"]), str(question["profiles"])
    return Chains(*names, raw.decode("utf-8"), acts, kept_scenario(folder, PROFILES))


def answer_backtest(
    asked: AskedBacktest, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Answer a backtest, or find the answer; it takes all processors, however many ``jobs`` there may be.

    Raises:
        UserError: scikit-learn is missing, or the folder cannot be used.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    if not isinstance(asked, Winter):
        require_sklearn()

    def compute(folder: Path) -> dict[str, Any]:
        found = asked.answer(folder, figures, progress)
        text = json.dumps(found.told, indent=1, ensure_ascii=False, allow_nan=False)
        write_text(folder / FILE, text + "\n")
        return {"seed": SEED, "found": found.sentences}

    return answered(asked.study(), out, force, compute)


def read_again(folder: Path, found: dict[str, Any]) -> BacktestText:
    """The answer in a finished folder with this manifest.

    Raises:
        MismatchError: the file is not what was written.
    """
    told = read_json(sound(folder, FILE, found))
    try:
        return read(told)
    except MISSHAPEN as fault:
        raise MismatchError(f"{folder / FILE}: cannot be read (no answer of a backtest)") from fault


def shown(folder: Path, found: dict[str, Any]) -> Shown:
    """Scores, or what followed each cut."""
    again = read_again(folder, found)
    return Shown(again.told, again.text)
