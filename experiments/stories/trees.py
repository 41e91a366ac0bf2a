"""The chains of a run as indented trees in text: each act under the one that it answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from ..measures.labels import LEGENDS, mark_of
from ..measures.numbers import date_of, several
from ..measures.sentences import rung_said
from .lines import LONGEST, filled
from .story import records

if TYPE_CHECKING:
    from ..results.read import Results
    from .followed import FollowedQuestion

Act = dict[str, Any]
#: What hangs from a branch, from the last branch, and below either.
#: What stands behind an act by which the question comes true that is followed.
MARK = "  <- the question"
BRANCHES = ("├─ ", "└─ ", "│  ", "   ")


def trees(
    results: Results,
    run: int,
    *,
    everything: bool = False,
    actor: str | None = None,
    question: FollowedQuestion | None = None,
) -> str:
    """Every chain of a run in which force was answered, a tree each; the others are counted.

    Args:
        results: the folder it is in.
        run: its number.
        everything: also chains of a single act, and words that nobody answered by force.
        actor: id of a side; only chains in which it strikes or is struck.
        question: only chains with an act by which it comes true, all of their acts of force.

    Raises:
        UserError: no such run, or its acts were not kept.
    """
    acts = records(results, run)
    chains: dict[int, list[Act]] = {}
    for act in acts:
        chains.setdefault(act["chain"], []).append(act)
    kept = {number: chain if everything else _force(chain) for number, chain in chains.items()}
    asked = set(question.acts.get(run, ())) if question else set[int]()
    wanted = [
        number for number, chain in kept.items()
        if _has(chain, actor) and (_meets(chain, asked) if question else everything or len(chain) > 1)
    ]  # fmt: skip
    manifest = results.manifest
    head = (
        f"{manifest['scenario']['name']}: the chains of run {run} of {manifest['runs']:,}, seed {manifest['seed']}\n"
        f"{filled(LEGENDS[mark_of(results.label)])}"
    )
    blocks = [head, *([question.heading(run)] if question else [])]
    blocks += ["\n".join(_tree(results, kept[number], asked)) for number in wanted]
    left = [chain for number, chain in kept.items() if number not in wanted]
    return "\n\n".join([*blocks, f"Not shown: {several(len(left), 'chain')}." if question else _rest(left, actor)])


def _meets(chain: list[Act], asked: set[int]) -> bool:
    return any(act["act"] in asked for act in chain)


def _force(chain: list[Act]) -> list[Act]:
    """The acts of force of a chain, and the words that they answer; its root always."""
    above = {act["act"]: act["cause"] for act in chain}
    kept: set[int] = {chain[0]["act"]}
    for act in chain:
        number = act["act"] if act["kinetic"] else -1
        while number in above and number not in kept:
            kept.add(number)
            number = above[number]
    return [act for act in chain if act["act"] in kept]


def _has(chain: list[Act], actor: str | None) -> bool:
    return actor is None or any(actor in (act["actor"], act["executor"], act["target"]) for act in chain)


def _tree(results: Results, chain: list[Act], asked: Collection[int] = ()) -> Iterator[str]:
    """A line an act, depth first, those of ``asked`` marked; its list is its own: chains outgrow Python's stack."""
    below: dict[int, list[Act]] = {}
    for act in chain:
        below.setdefault(act["cause"], []).append(act)
    pending = [(chain[0], "", "")]
    while pending:
        act, lead, under = pending.pop()
        mark = MARK if act["act"] in asked else ""
        yield lead + _cut(_line(results, act), LONGEST + 20 - len(lead) - len(mark)) + mark
        answers = below.get(act["act"], [])
        for answer in reversed(answers):
            last = answer is answers[-1]
            pending.append((answer, under + BRANCHES[last], under + BRANCHES[2 + last]))


def _line(results: Results, act: Act) -> str:
    mark = mark_of(results.label) if act["observed"] else "simulated"
    through = f" through {results.label(act['executor'])}" if act["channel"] == "proxy" else ""
    said = f" (said: {results.label(act['declared'])})" if act["declared"] not in (act["target"], None) else ""
    whom = results.label(act["target"]) if act["target"] else "somebody"
    toll = f", {act['killed']:,} killed" if act["killed"] else ""
    return (
        f"#{act['act']}  {date_of(act['date'])}  [{mark}]  {results.label(act['actor'])}{through} -> {whom}{said}: "
        f"{act['rung']} {rung_said(act)}{toll}"
    )


def _cut(text: str, width: int) -> str:
    return text if len(text) <= max(width, 60) else text[: max(width, 60) - 1] + "…"


def _rest(left: list[list[Act]], actor: str | None) -> str:
    """How many chains are not shown."""
    if not left:
        return "These are all chains of the run."
    single = sum(len(chain) == 1 for chain in left)
    others = f"; {several(len(left) - single, 'chain')} without {actor}" if len(left) > single else ""
    return f"Not shown: {several(single, 'act')} that nobody answered by force{others}."
