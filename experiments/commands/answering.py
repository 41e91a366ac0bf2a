"""What the verbs of studies share: the options of how a question is answered, and the way from them to the answer."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from .console import progress_bar
from .options import Force, Jobs, Json, NoFigures, StudyOut, announce_compilation
from .shown import give_plan, show_study

if TYPE_CHECKING:
    from ..studies.options import StudyOptions

#: What a question would cost, given the number of jobs and the folder asked for.
Plan = Callable[[Any, int, Path | None], dict[str, Any]]


@dataclass(frozen=True)
class Answering:
    """Options of how a question is answered and shown."""

    jobs: Jobs = None
    out: StudyOut = None
    no_figures: NoFigures = False
    force: Force = False
    as_json: Json = False


def spread(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb whose arguments that are dataclasses stand on the command line as an option for each field."""
    hints = get_type_hints(verb, include_extras=True)
    groups: dict[str, Any] = {name: kind for name, kind in hints.items() if is_dataclass(kind)}

    @wraps(verb)
    def inside(**given: Any) -> None:
        whole = {
            name: kind(**{part.name: given.pop(part.name) for part in fields(kind)}) for name, kind in groups.items()
        }
        verb(**given, **whole)

    signature = inspect.signature(verb)
    parts = [part for each in signature.parameters.values() for part in _parts(each, hints[each.name])]
    vars(inside)["__signature__"] = signature.replace(parameters=parts)
    inside.__annotations__ = {part.name: part.annotation for part in parts}
    return inside


def _parts(parameter: inspect.Parameter, kind: Any) -> Iterator[inspect.Parameter]:
    if not is_dataclass(kind):
        yield parameter.replace(annotation=kind)
        return
    hints = get_type_hints(kind, include_extras=True)
    for field in fields(kind):
        yield inspect.Parameter(field.name, parameter.kind, default=field.default, annotation=hints[field.name])


def answer_and_show(asked: StudyOptions, how: Answering, what: str = "points", plan: Plan | None = None) -> Path | None:
    """Answer a question and print what was found; with ``plan`` only what it would take, and no folder comes back."""
    from ..studies.options import Execution, answer

    question = asked.question()
    execution = Execution(how.out, how.jobs, how.force, not how.no_figures)
    announce_compilation()
    if plan is not None:
        give_plan(plan(question, execution.workers, how.out), how.as_json)
        return None
    with progress_bar(what) as progress:
        folder = answer(question, replace(execution, progress=progress))
    show_study(folder, how.as_json)
    return folder
