"""Load a scenario: read its file and the files it extends, merge them, change settings, check everything.

Mistakes are raised together as one `ScenarioError`; each names the file it stands in, line and column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from . import shipped
from .checks.examine import examine
from .checks.misspelt import idle
from .checks.offered import page_findings
from .checks.questions import question_findings
from .problems import Problem, ScenarioError, choices, shown
from .scenario import Scenario
from .schema.removed import forget_removed
from .stages import in_order, intervention_problems
from .text.merge import merge
from .text.origin import Layer, TextOrigin, located, origin_of
from .text.remembered import remembered
from .text.settings import Change, changed, plain_value
from .text.yaml_text import MOST_BYTES, FilePosition, Text, decode, read_yaml

MOST_EXTENDS = 4
#: What a file says about itself and not about the ones that extend it.
NOT_INHERITED = ("name", "summary")
SUFFIXES = (".yaml", ".yml")
#: Files by which a folder of results is known: of a batch, of a study.
OF_RESULTS = ("plan.json", "study.json")


@dataclass(frozen=True)
class Source:
    """A file to read: the name shown in messages, and its path, or None for a shipped one."""

    label: str
    path: FilePath | None = None

    @property
    def identity(self) -> str:
        """What two names of the same file share."""
        return str(self.path.resolve()) if self.path else f"shipped {self.label}"

    @property
    def name(self) -> str:
        """The name of a shipped scenario, or of the file without its folder."""
        return FilePath(self.label).name if self.path else self.label.removesuffix(shipped.SUFFIX)


#: Changes of settings: values by path, or ``path=value`` as on the command line.
Sets = Mapping[str, Any] | Sequence[str]


def load_scenario(given: str | FilePath | Scenario, sets: Sets = (), days: int | None = None) -> Scenario:
    """Load a shipped scenario by name, or a file by path, with settings changed.

    Args:
        given: a name, a path, or a scenario that is loaded already and is to be changed.
        sets: values by path, or a list of ``path=value``; None (``null``) removes an entry.
        days: a horizon in place of the scenario's.

    Raises:
        ScenarioError: with every problem of the file, of what it extends and of the changes.

    Example:
        >>> import brink
        >>> brink.load_scenario("border-clash", {"actors.north.pressure.baseline": 0.5}, days=30).days
        30
    """
    changes = [*_changes(sets), *([] if days is None else [Change("days", days, _set_place("days"))])]
    if isinstance(given, Scenario):
        origin = origin_of(given)
        return checked(origin.text, changes, origin.layers, origin.left_out) if changes else given
    source = _source(given)
    text, layers = _layered(_text(source), source)
    return checked(text, changes, layers)


def _changes(sets: Sets) -> list[Change]:
    if isinstance(sets, Mapping):
        return [Change(path, plain_value(value), _set_place(path)) for path, value in sets.items()]
    return [parse_set(entry) for entry in sets]


def loads_scenario(
    content: str | bytes, file: str = "<text>", sets: Sequence[str] = (), kept: bool = False
) -> Scenario:
    """Make a scenario of YAML text; ``extends`` in it can only name shipped scenarios.

    ``kept``: it was checked before, perhaps by an earlier version, and changed since: constants that are gone say
    nothing now, and its questions may name what is no longer there.

    Raises:
        ScenarioError: with every problem found.
    """
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    own = _mapping(decode(raw, file), file)
    if kept:
        forget_removed(own.data)
    text, layers = _layered(own, Source(file))
    return checked(text, [parse_set(entry) for entry in sets], layers, kept=kept)


def apply_sets(scenario: Scenario, values: Mapping[str, Any]) -> Scenario:
    """A new scenario with settings changed, by path; None removes an entry.

    Raises:
        ScenarioError: a path is unknown, or the changed scenario does not pass the checks of a file.
    """
    return load_scenario(scenario, values)


def checked(
    text: Text,
    changes: Sequence[Change] = (),
    layers: tuple[Layer, ...] = (),
    late: Mapping[str, str] | None = None,
    kept: bool = False,
) -> Scenario:
    """Make the changes and check the result.

    ``layers`` is what the files said before them, ``late`` what earlier changes left out after the end; ``kept``: its
    questions were checked before.

    Raises:
        ScenarioError: with every problem, those of the changes included.
    """
    before = text.data
    text, wrong, left_out = changed(text, list(changes))
    problems = [Problem(change.place.file, 0, 0, change.path, message) for change, message in wrong]
    result = examine(text.data, Scenario)
    problems += [located(text, entry) for entry in result.findings]
    problems += [located(text, entry) for entry in idle(text.data, layers[1].data if len(layers) > 1 else {})]
    problems += intervention_problems(text)
    if result.scenario is not None and not kept:
        gone = set().union(*(_gone(data, text.data) for data in (before, *(layer.data for layer in layers[:1]))))
        asked = question_findings(result.scenario, gone, changed=bool(changes or gone))
        found = (*asked, *page_findings(result.scenario))
        problems += [located(text, entry) for entry in found if _own(text, entry.path)]
    if problems or result.scenario is None:
        raise ScenarioError(in_order(problems))
    result.scenario._origin = TextOrigin(text, result.quantities, layers, {**(late or {}), **left_out})
    return result.scenario


def _own(text: Text, path: tuple[str, ...]) -> bool:
    """Whether a question stands in the file itself; one that it inherits may be about what it leaves out."""
    own, there = text.places.get(("name",)), text.places.get(path[:2])
    return own is None or there is None or there.file.startswith("--set ") or there.file == own.file


def _gone(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """Every id that questions may name and that is no longer there; ``days``, where these are others."""
    found = {"days"} if (before.get("start"), before.get("days")) != (now.get("start"), now.get("days")) else set[str]()
    for name in ("actors", "territories", "places", "weapons", "events", "questions"):
        old, new = (part if isinstance(part := data.get(name), dict) else {} for data in (before, now))
        found |= old.keys() - new.keys()
    return found


def parse_set(entry: str) -> Change:
    """Read ``path=value``, the value as YAML.

    Raises:
        ScenarioError: there is no ``=``, or the value is not YAML.
    """
    path, equals, written = entry.partition("=")
    path = path.strip()
    label = f"--set {path}"
    if not equals or not path:
        raise ScenarioError([Problem(f"--set {shown(entry)}", 0, 0, "", "write it as path=value")])
    if not written.strip():
        raise ScenarioError([Problem(label, 0, 0, path, "a value is missing after =; null removes an entry")])
    try:
        value = read_yaml(decode(written.encode("utf-8", "surrogatepass"), label), label).data
    except ScenarioError as error:
        raise ScenarioError(problem._replace(file=label, line=0, column=0) for problem in error.problems) from None
    return Change(path, value, _set_place(path))


def _set_place(path: str) -> FilePosition:
    return FilePosition(f"--set {path}", 0, 0, 0, 0)


def _source(name_or_path: str | FilePath) -> Source:
    name = str(name_or_path)
    if name in shipped.names():
        return Source(name + shipped.SUFFIX)
    path = FilePath(name)
    try:
        if path.is_file():
            return Source(name, path)
        message = _folder(path) if path.is_dir() else _nowhere(name)
    except (OSError, ValueError):
        message = "this cannot be the name of a file"
    raise ScenarioError([Problem(shown(name), 0, 0, "", message)])


def _folder(path: FilePath) -> str:
    """What to do with a folder: most likely it holds results."""
    said = "this is a folder, not a scenario file"
    if not any((path / name).is_file() for name in OF_RESULTS):
        return said
    return f"{said}: it holds results, which brink show {path} tells; its scenario is {path / 'scenario.yaml'}"


def _nowhere(name: str) -> str:
    """What may have been meant by the name of a file that is not there."""
    word = FilePath(name).stem if name.endswith(SUFFIXES) else name
    plain = word.lower().replace("_", "-").replace(" ", "-")
    if plain in shipped.names():
        return f"there is no such file; the scenario that comes with brink is called {plain}"
    if name.endswith(SUFFIXES) or "/" in name:
        return "there is no such file"
    return f"there is no such scenario or file: {choices(name, shipped.names())}"


def read_merged(source: Source) -> Text:
    """The text of a file with everything it extends merged below it.

    Raises:
        ScenarioError: a file of the chain cannot be read, is not YAML, or extends what it must not.
    """
    return _merged_text(_text(source), source, [])


def _text(source: Source) -> Text:
    """What a file says; shipped ones are known."""
    content = _read(source)
    return _mapping(content, source.label, remembered if source.path is None else read_yaml)


def _read(source: Source) -> str:
    if source.path is None:
        return decode(shipped.read(source.label.removesuffix(shipped.SUFFIX)), source.label)
    try:
        with source.path.open("rb") as stream:
            return decode(stream.read(MOST_BYTES + 1), source.label)
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise ScenarioError([Problem(source.label, 0, 0, "", f"cannot be read: {reason}")]) from None


def _mapping(content: str, file: str, read: Callable[[str, str], Text] = read_yaml) -> Text:
    text = read(content, file)
    if isinstance(text.data, dict):
        return text
    place = text.places.get((), FilePosition(file, 1, 1, 1, 1))
    said = "the file is empty" if text.data is None else f"{shown(text.data)} stands where a mapping is expected"
    message = f"{said}: a scenario starts with schema: 1 and a name"
    raise ScenarioError([Problem(file, place.line, place.column, "", message)])


def _merged_text(text: Text, source: Source, above: list[Source]) -> Text:
    return _on_top(_below(text, source, above)[1], text)


def _layered(text: Text, source: Source) -> tuple[Text, tuple[Layer, ...]]:
    """The text of a file merged with what it extends, and both as they were read."""
    base, below = _below(text, source, [])
    merged = _on_top(below, text)
    layers = [Layer(source.name, merged.data), *([Layer(base.name, below.data)] if base else [])]
    return merged, tuple(layers)


def _below(text: Text, source: Source, above: list[Source]) -> tuple[Source | None, Text]:
    """What a file extends, and the merged text of that; nothing where it extends nothing."""
    chain = [*above, source]
    extends = text.data.get("extends")
    if extends is None:
        return None, Text({}, {})
    base = _base(text, source, extends)
    if base.identity in [entry.identity for entry in chain]:
        circle = " -> ".join(entry.label for entry in [*chain, base])
        raise _refused(text, f"a scenario cannot extend itself: {circle}")
    if len(chain) > MOST_EXTENDS:
        raise _refused(text, f"more than {MOST_EXTENDS} levels of extends")
    return base, _merged_text(_text(base), base, chain)


def _on_top(below: Text, text: Text) -> Text:
    own = Text({key: value for key, value in text.data.items() if key != "extends"}, text.places)
    inherited = {key: value for key, value in below.data.items() if key not in NOT_INHERITED}
    return merge(Text(inherited, below.places), own)


def _refused(text: Text, message: str) -> ScenarioError:
    place = text.places["extends",]
    return ScenarioError([Problem(place.file, place.line, place.column, "extends", message)])


def _base(text: Text, source: Source, extends: Any) -> Source:
    if not isinstance(extends, str):
        raise _refused(text, "name one shipped scenario, or one file in the same folder")
    if extends in shipped.names():
        return Source(extends + shipped.SUFFIX)
    if source.path is None or not extends.endswith(SUFFIXES) or not extends.isprintable():
        raise _refused(text, f"there is no shipped scenario {shown(extends)}: {choices(extends, shipped.names())}")
    return _beside(text, source.path, extends)


def _beside(text: Text, path: FilePath, extends: str) -> Source:
    try:
        folder = path.resolve().parent
        target = (folder / extends).resolve()
        if not target.is_relative_to(folder):
            raise _refused(text, "a scenario cannot extend a file outside its own folder")
        if not target.is_file():
            near = choices(extends, sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(SUFFIXES)))
            raise _refused(text, f"there is no file {shown(extends)} in this folder: {near}")
    except (OSError, RuntimeError) as error:
        raise _refused(text, f"{shown(extends)} cannot be read ({type(error).__name__})") from None
    return Source(str(path.parent / target.relative_to(folder)), target)
