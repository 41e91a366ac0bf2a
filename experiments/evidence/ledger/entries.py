"""What an entry of a ledger holds, typed, and the hash that seals it.

The hash is of everything else in the entry, the hash of the entry before it among that: whoever knows the last hash of
a ledger can tell that no entry was changed, left out or put in since.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ...errors import MismatchError, UserError
from ...system.printable import one_line

Line = Annotated[str, Field(max_length=4_000), AfterValidator(one_line)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Bounds = tuple[Share, Share]

#: What stands before the first entry.
NOTHING = "0" * 64
ACTS, CRISIS, RESOLUTION = "acts", "crisis", "resolution"


class Sealed(BaseModel):
    """Nothing but what is declared, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SelectedActs(Sealed):
    """Which acts of force a statement is about; a bound that is None is none.

    ``by``: a state, a group (that acts for a patron or for itself), or anyone. ``opening``: after thirty quiet days.
    """

    words: Line
    by: Literal["anyone", "state", "group"] = "anyone"
    rung: tuple[int, int | None] = (4, None)
    killed: tuple[int, int | None] = (0, None)
    opening: bool = False


class ActForecast(Sealed):
    """What a forecaster says of acts of a kind.

    ``chance``: that an act is answered in time, ``share_50`` and ``share_90`` where the share of them all will lie;
    of answers, the chances of each rung and of each day.
    """

    chance: Share
    share_50: Bounds
    share_90: Bounds
    rungs: dict[Line, Share]
    days: tuple[Share, ...]


class ActStatement(Sealed):
    """Forecasts of the next acts of a kind, by forecaster; fewer than ``least`` are not scored."""

    kind: SelectedActs
    next: Annotated[int, Field(ge=1, le=10_000)]
    least: Annotated[int, Field(ge=1, le=10_000)]
    forecasts: dict[Line, ActForecast]


class QuestionStatement(Sealed):
    """What runs answer to a question of a scenario.

    ``chance`` is of a question that comes true or not, ``values`` are equally likely answers of one that asks for a
    number; ``asked`` is the share of runs that it was asked of. ``unresolved`` says why coded acts cannot resolve it.
    """

    name: Line
    ask: Line
    chance: Share | None = None
    values: tuple[float, ...] = ()
    asked: Share = 1.0
    per_act: bool = False
    unresolved: Line = ""


class FrozenCrisis(Sealed):
    """A scenario as it was run: its digest, and what its compiled questions mean.

    ``scripted`` are its events: day from the start, numbers of actor, target and territory, rung, and dead.
    """

    name: Line
    digest: Line
    start: datetime.date
    first: datetime.date
    end: datetime.date
    runs: int
    seed: int
    actors: tuple[Line, ...]
    territories: tuple[Line, ...]
    scripted: tuple[tuple[int, int, int, int, int, int], ...]
    tables: tuple[dict[str, Any], ...]
    questions: tuple[QuestionStatement, ...]


class Resolution(Sealed):
    """An entry that was scored: its number and hash, the file of acts by name and hash, the scores."""

    entry: int
    sealed: Sha256
    file: Line
    sha256: Sha256
    until: datetime.date
    scores: dict[str, Any]


class LedgerEntry(Sealed):
    """One entry of a ledger."""

    layout: Literal[1] = Field(1, alias="schema")
    number: Annotated[int, Field(ge=1, le=1_000_000)]
    previous: Sha256
    kind: Literal["acts", "crisis", "resolution"]
    title: Line
    made: Line
    after: datetime.date
    before_the_fact: bool
    brink: Line
    model: Line
    forecaster: Line
    constants: Sha256
    learned: dict[Line, Line]
    rule: Line
    primary: Line = ""
    acts: tuple[ActStatement, ...] = ()
    crisis: FrozenCrisis | None = None
    resolution: Resolution | None = None
    hash: Sha256 = NOTHING

    def digest(self) -> str:
        """The hash of everything but the hash itself."""
        content = json.loads(self.model_dump_json(by_alias=True, exclude={"hash"}))
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def sealed(self) -> LedgerEntry:
        """The same with its hash."""
        return self.model_copy(update={"hash": self.digest()})

    def text(self) -> str:
        """The entry as it stands in its file."""
        return json.dumps(json.loads(self.model_dump_json(by_alias=True)), indent=1, ensure_ascii=False) + "\n"


def parse_entry(raw: bytes, name: str) -> LedgerEntry:
    """An entry from the bytes of its file.

    Raises:
        UserError: this is no entry.
        MismatchError: it is one that was changed after it was sealed.
    """
    try:
        found = LedgerEntry.model_validate_json(raw)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            f"{name}: no entry of a ledger ({where + ': ' if where else ''}{first['msg'].lower()})"
        ) from None
    if found.digest() != found.hash:
        raise MismatchError(f"{name}: changed after it was sealed: its content has the hash {found.digest()[:16]}..., "
                            f"it says {found.hash[:16]}...; it is not scored")  # fmt: skip
    return found
