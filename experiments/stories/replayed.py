"""A run of a results folder run again, with everything that its actors had before them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from ...agents.ground import Ground
from ...model.crisis import CrisisModel
from ..errors import MismatchError, UserError
from ..results.question import model_hash
from ..runs.posterior import drawing
from .recorder import Book, recording_classes

if TYPE_CHECKING:
    from ...agents.ground import Ground
    from ...model.crisis import CrisisModel
    from ...model.world.tables import Case, World
    from ..results.read import Results
    from .recorder import Book

#: What an act is recognised by.
KNOWN_BY = ("day", "actor", "target", "rung", "cause", "killed")


class Replayed(NamedTuple):
    """A run as it was run again: the model at its end, what its agents noted, the facts of each period."""

    run: int
    model: CrisisModel
    book: Book
    grounds: tuple[Ground, ...]

    def ground(self, day: int) -> Ground:
        """The facts that held on a day."""
        return self.grounds[bisect_right(self.model.case.from_days, day) - 1]

    def world(self, day: int) -> World:
        """The tables that held on a day."""
        return self.model.case.worlds[bisect_right(self.model.case.from_days, day) - 1]


def replay(results: Results, run: int) -> Replayed:
    """Run a run again and see that it is the one that is stored.

    Raises:
        UserError: no such run, its acts were not kept, or another version of the model made it and this one does not
            make the same of it.
        MismatchError: what came now is not what is stored.
    """
    stored = results.acts_of(run)
    case = case_of(results, run)
    book = Book()
    model = CrisisModel(case, results.manifest["seed"], run, recording_classes(case, book), collect=False)
    model.run_model()
    now = [_recognised(model, act) for act in model.log.acts]
    then = list(zip(*(stored[name].astype(object).tolist() for name in KNOWN_BY), strict=True))
    if now != then:
        _check_version(results)
        first = next((k for k, pair in enumerate(zip(now, then, strict=False)) if pair[0] != pair[1]), len(then))
        raise MismatchError(
            f"{results.folder}: run {run} comes out otherwise now, from act {first} on; see: brink verify "
            f"{results.folder} --run {run}"
        )
    return Replayed(run, model, book, tuple(Ground(world) for world in case.worlds))


def case_of(results: Results, run: int) -> Case:
    """The world of a run: that of the scenario, or with parameters of its own where runs draw them."""
    m = results.manifest
    if m["uncertain"]:
        return drawing(results.scenario, m["runs"], m["seed"], m.get("posterior") or "", results.folder).case(run)
    return results.scenario.case()


def _check_version(results: Results) -> None:
    if results.manifest["model"] != model_hash():
        raise UserError(
            f"{results.folder}: made by another version of the model ({results.manifest['model']}), in which this run "
            "went otherwise: its reasons cannot be worked out now; run the scenario again for that"
        )


def _recognised(model: CrisisModel, act: object) -> tuple[object, ...]:
    names = model.case.names.actors
    found = {name: getattr(act, name) for name in KNOWN_BY}
    return tuple(names[found[name]] if name in ("actor", "target") else int(found[name]) for name in KNOWN_BY)
