"""One run told in plain sentences: who struck whom, where, with what, in answer to what, and what came of it.

Every act is marked OBSERVED, when the scenario gives it from a record, SCRIPTED, when the scenario supposes it, or
simulated: they never mix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...model.world.ladder import FIRST_OVERT
from ..measures.labels import LEGENDS, mark_of
from ..measures.numbers import count
from ..measures.phrases import ACT, ENDINGS
from ..measures.sentences import Narrator, known_civilians
from .lines import filled
from .notices import EVENING, Notice, acts_named, in_order, notices, still_at_rest
from .rows import plain, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..results.read import Results
    from .followed import FollowedQuestion
    from .reasons import Motives

INDENT = 6


def records(results: Results, run: int) -> list[dict[str, Any]]:
    """The acts of one run as plain values, in order; nulls for what is not known.

    Raises:
        UserError: no such run, or its acts were not kept.
    """
    return [plain(row) for row in results.acts_of(run).to_dict("records")]


def tell(
    results: Results,
    run: int,
    *,
    everything: bool = False,
    median: bool = False,
    actor: str | None = None,
    motives: Motives | None = None,
    question: FollowedQuestion | None = None,
) -> str:
    """The story of a run.

    Args:
        results: the folder it is in.
        run: its number.
        everything: tell each act of a standing campaign; otherwise those that nobody answers and that are routine are
            summed up between the acts that matter.
        median: say that this is the median run.
        actor: id of a side to follow: what it did and suffered, and with ``motives`` when it held its fire.
        motives: reasons for what was done, from a replay of the run.
        question: a question to follow: the acts by which it comes true are told and marked.

    Returns:
        Lines of text, an empty line between acts.

    Raises:
        UserError: no such run, or its acts were not kept.
    """
    acts = records(results, run)
    also = _also_answers(results, run)
    narrator = Narrator(results.label, acts, also, rows_of(results.wars, run))
    shown = set(range(len(acts))) if everything else _of_note(results, run, acts, also, question)
    paragraphs = [_heading(results, run, median and not question, actor)]
    paragraphs += [_wrapped([question.heading(run, median)])] if question else []
    quiet: list[dict[str, Any]] = []
    found = [*notices(narrator, results, run, acts), *(_silences(motives, actor) if motives else ())]
    between = in_order(one for one in found if actor is None or actor in one.about)
    for act in acts:
        if actor is not None and actor not in concerned(act):
            continue
        if between and between[0].is_before(act):
            paragraphs += [*_routine(narrator, quiet), *_noticed(between, act)]
            quiet = []
        routine = act["act"] not in shown
        # a paragraph is all observed or all simulated
        if quiet and (not routine or quiet[0]["observed"] != act["observed"]):
            paragraphs += _routine(narrator, quiet)
            quiet = []
        if routine:
            quiet.append(act)
        else:
            asked = question.says(run, act["act"]) if question else []
            paragraphs.append(_wrapped([*narrator.act(act), *asked, *_why(motives, act["act"])]))
    paragraphs += [*_routine(narrator, quiet), *_noticed(between, None)]
    paragraphs.append(_ending(results, run, narrator, acts, actor))
    return "\n\n".join(paragraphs)


def headline(results: Results, run: int, number: int) -> str:
    """What the story says of one act, reasons left out.

    Raises:
        UserError: no such run, or its acts were not kept.
    """
    acts = records(results, run)
    return _wrapped(Narrator(results.label, acts, _also_answers(results, run), []).act(acts[number]))


def ended(results: Results, run: int, acts: list[dict[str, Any]]) -> str:
    """What the story says at the end of a run of these acts: its wars, what is still at rest, and what it came to."""
    return _ending(results, run, Narrator(results.label, acts, {}, rows_of(results.wars, run)), acts)


def concerned(act: dict[str, Any]) -> set[str | None]:
    """Who did an act, and whom it struck or was said to strike."""
    return {act[name] for name in ("actor", "executor", "target", "declared")}


def _why(motives: Motives | None, number: int) -> list[str]:
    found = motives.of_act.get(number) if motives else None
    return [found] if found else []


def _silences(motives: Motives, actor: str | None) -> Iterator[Notice]:
    """Decisions of the side that is followed which came to no force: told in the evening."""
    for one in motives.silences:
        if one.actor == actor:
            yield Notice(one.day, EVENING, one.sentences, frozenset({actor}))


def _also_answers(results: Results, run: int) -> dict[int, list[int]]:
    """What an act answers besides its cause."""
    rows = results.answers[results.answers["run"] == run]
    also: dict[int, list[int]] = {}
    for act, other in zip(rows["act"], rows["also_answers"], strict=True):
        also.setdefault(int(act), []).append(int(other))
    return also


def _noticed(waiting: list[Notice], act: dict[str, Any] | None) -> list[str]:
    """Paragraphs about what is told before an act; they are taken off the list."""
    due = [one for one in waiting if act is None or one.is_before(act)]
    del waiting[: len(due)]
    return [_wrapped(list(one.sentences)) for one in due]


def _of_note(
    results: Results,
    run: int,
    acts: list[dict[str, Any]],
    also: dict[int, list[int]],
    question: FollowedQuestion | None,
) -> set[int]:
    """Numbers of the acts that are told one by one: not routine, named by a pause, or asked for."""
    return worth_telling(acts, also) | acts_named(results, run) | set(question.acts.get(run, ()) if question else ())


def worth_telling(acts: list[dict[str, Any]], also: dict[int, list[int]]) -> set[int]:
    """All acts but what is routine in a campaign, and words about that."""
    answered = {n for act in acts if act["kinetic"] for n in (act["cause"], *also.get(act["act"], ()))}
    shown: set[int] = set()
    deadliest: dict[tuple[str, str], int] = {}
    for act in acts:
        number = act["act"]
        campaign = _is_routine(act, deadliest) and number not in answered
        idle_words = not act["kinetic"] and act["cause"] >= 0 and act["cause"] not in shown and number not in answered
        if not campaign and not idle_words:
            shown.add(number)
    return shown


def _is_routine(act: dict[str, Any], deadliest: dict[tuple[str, str], int]) -> bool:
    """Whether an act of a campaign is like others before it: not overt, and not the deadliest yet that killed.

    ``deadliest``: the most that one has killed so far, by who struck whom; kept up here.
    """
    if act["origin"] != "campaign" or act["rung"] >= FIRST_OVERT:
        return False
    pair, killed = (act["actor"], act["target"]), act["killed"]
    before = deadliest.get(pair, 0)
    deadliest[pair] = max(before, killed)
    return killed == 0 or killed < before


def _heading(results: Results, run: int, median: bool, actor: str | None) -> str:
    manifest = results.manifest
    side = f", the side of {results.label(actor)}" if actor else ""
    which = f"run {run}, the median run of {manifest['runs']:,}" if median else f"run {run} of {manifest['runs']:,}"
    return "\n".join(
        [
            f"{manifest['scenario']['name']}: {which}, seed {manifest['seed']}{side}",
            filled(LEGENDS[mark_of(results.label)]),
            *([f"{results.left_out}."] if results.left_out else []),
        ]
    )


def _routine(narrator: Narrator, acts: list[dict[str, Any]]) -> list[str]:
    """Campaign acts between two acts that matter, in one paragraph."""
    return [_wrapped([narrator.routine(acts)])] if acts else []


def _wrapped(sentences: list[str]) -> str:
    """The first sentence as a headline, the others below it, indented."""
    return "\n".join(filled(text, INDENT * (k > 0), INDENT) for k, text in enumerate(sentences))


def _ending(
    results: Results, run: int, narrator: Narrator, acts: list[dict[str, Any]], actor: str | None = None
) -> str:
    """Wars, campaigns that are still at rest, and what the run came to."""
    row = results.runs.set_index("run").loc[run]
    counts = {name: row[name] for name in ("kinetic_acts", "chains", "longest_chain", "peak_rung")}
    people = {name: count(row[name]) for name in ("killed", "wounded")}
    people["known"] = known_civilians(row["killed"], row["killed_civilians"])
    resting = still_at_rest(narrator, results, run, acts, actor)
    lines = [*narrator.wars(), *resting, ACT["in_all"].format(**counts, **people), ENDINGS[row["ended_by"]]]
    return "\n".join(map(filled, lines))
