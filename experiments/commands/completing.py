"""What the shell completes as somebody types: names of scenarios and experiments, settings, outcomes, results folders.

Nothing here may fail or take long: what cannot be told is left to the shell, which then completes names of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from ...scenarios.problems import ScenarioError

#: Files by which a folder is known to be one of results, of a batch or of a study.
RESULTS = ("plan.json", "study.json")
#: Where verbs put their answers.
HOME = Path("results")


def scenarios(incomplete: str) -> list[str]:
    """Shipped scenarios, and YAML files."""
    from ...scenarios.shipped import names

    return [*_beginning(names(), incomplete), *_files(incomplete)]


def experiments(incomplete: str) -> list[str]:
    """Shipped experiments, and YAML files."""
    from ..studies.files import shipped

    return [*_beginning(shipped(), incomplete), *_files(incomplete)]


def folders(incomplete: str) -> list[str]:
    """Results folders: those of ``results`` and those here."""
    places = [place for home in (HOME, Path()) if home.is_dir() for place in sorted(home.iterdir())]
    found = [str(place) for place in places if any((place / name).is_file() for name in RESULTS)]
    return list(_beginning(found, incomplete))


def outcomes(context: typer.Context, incomplete: str) -> list[str]:
    """Questions of the scenario that the line names, and columns of outcomes."""
    from ...model.outcomes import OUTCOMES

    asked = _scenario(context).get("questions") or {}
    return list(_beginning((*asked, *(outcome.name for outcome in OUTCOMES)), incomplete))


def doctrines(incomplete: str) -> list[str]:
    """Ways to decide, after the actor and ``=``."""
    from ...model.world.doctrines import DOCTRINES

    actor, equals, _ = incomplete.partition("=")
    return list(_beginning((f"{actor}={name}" for name in DOCTRINES), incomplete)) if equals else []


def settings(context: typer.Context, incomplete: str) -> list[str]:
    """Paths of settings, a step at a time: those of the scenario that the line names, if it names one.

    A shell puts a blank after what is complete; so a step with one continuation is gone through, down to where there is
    a choice or a setting.
    """
    from ...scenarios.text.settings import split_path

    data = _scenario(context)
    before = incomplete.rpartition(".")[0]
    steps = split_path(before) if before else ()
    found = [".".join((*steps, key)) for key in _keys(steps, data)]
    found = list(_beginning(found, incomplete))
    while len(found) == 1 and (below := _keys(split_path(found[0]), data)):
        found = [f"{found[0]}.{key}" for key in below]
    return found


def _scenario(context: typer.Context) -> Any:
    """The content of the scenario that the line names so far; nothing where it names none, or a wrong one.

    Behind an option that waits for its value the words before it are not parsed yet.
    """
    from ...scenarios.loader import load_scenario

    for named in (context.params.get("scenario"), *context.args):
        try:
            return load_scenario(str(named)).model_dump(mode="json", by_alias=True)
        except (ScenarioError, OSError):
            continue
    return {}


def _keys(steps: tuple[str, ...], data: Any) -> list[str]:
    """What may follow these steps: keys of the schema, or ids of the scenario."""
    from ...scenarios.schema.walk import allowed_keys, holds_ids, node_at

    node = node_at(steps)
    if node is None:
        return []
    for step in steps:
        data = data.get(step) if isinstance(data, dict) else None
    ids = list(data) if holds_ids(node) and isinstance(data, dict) else []
    return list(allowed_keys(node)) or ids


def _files(incomplete: str) -> Iterator[str]:
    """YAML files, in the folder that is being typed."""
    folder = Path(incomplete).parent if "/" in incomplete else Path()
    try:
        found = sorted(str(path) for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError:
        return
    start = incomplete.removeprefix("./")
    yield from _beginning(found, start)


def _beginning(words: Iterable[str], incomplete: str) -> Iterator[str]:
    return (word for word in words if word.startswith(incomplete))
