"""What is fuzzed: functions of bytes that must end in a value or in one of our own messages, whatever the bytes are."""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from brink.experiments.errors import MismatchError, UserError
from brink.experiments.evidence.episodes import parse_episodes
from brink.experiments.evidence.events.draft import draft
from brink.experiments.evidence.events.importing import import_events, write_acts, write_drops
from brink.experiments.results.manifest_schema import Manifest, read_typed
from brink.experiments.results.parquet import sha256
from brink.experiments.results.read import open_results
from brink.experiments.results.store import PLAN, read_plan
from brink.experiments.results.study import PLAN as STUDY_PLAN
from brink.experiments.results.study import known_plan
from brink.experiments.results.study import manifest as study_manifest
from brink.experiments.results.sums import MANIFEST, SUMS, read_sums
from brink.experiments.runs.verify import verify
from brink.experiments.stories.median import median_run
from brink.experiments.stories.story import tell
from brink.experiments.studies.files import _checked
from brink.scenarios.loader import Source, apply_sets, loads_scenario, parse_set, read_merged
from brink.scenarios.problems import ScenarioError
from brink.scenarios.questions.compiled import questions_of
from brink.scenarios.questions.inline import Misread, read
from brink.scenarios.shipped import names
from brink.scenarios.text.yaml_text import decode, read_yaml
from brink.tests.fuzz.guard import guarded
from brink.tests.scenarios.files import GOOD

DATA = Path(__file__).resolve().parents[1] / "data"
#: The only ways in which a bad input may end.
EXPECTED = (ScenarioError, UserError, MismatchError, Misread)
#: Largest input made; limits on real sizes have tests of their own.
MOST = 4_096


def one_line_each(error: BaseException) -> None:
    """Every problem is told in one line that can be printed."""
    for problem in getattr(error, "problems", [error]):
        text = str(problem)
        assert text and "\n" not in text, text
        text.encode("utf-8")


def loader(data: bytes) -> None:
    """A scenario file."""
    scenario = loads_scenario(data, "fuzzed.yaml")
    assert loads_scenario(scenario.resolved_yaml()).digest() == scenario.digest()


@cache
def _good():
    return loads_scenario(GOOD)


def change(data: bytes) -> None:
    """What follows ``--set``."""
    found = parse_set(data.decode("utf-8", "replace"))
    apply_sets(_good(), {found.path: found.value})


def questions(data: bytes) -> None:
    """A question in the inline grammar; what is read is compiled for a scenario, and whatever is wrong is told."""
    found = read(data.decode("utf-8", "replace"))
    for wrong in questions_of(_good(), further={"asked": found}).wrong:
        one_line_each(ValueError(wrong.message))


def episodes(data: bytes) -> None:
    """A file of coded episodes."""
    parse_episodes(data, "fuzzed.csv")


def experiment(data: bytes) -> None:
    """An experiment file."""
    _checked(read_yaml(decode(data, "fuzzed.yaml"), "fuzzed.yaml"), "fuzzed.yaml")


@cache
def _folder() -> Path:
    """A results folder to be damaged and mended, again and again."""
    folder = Path(tempfile.mkdtemp(prefix="brink-fuzz-")) / "results"
    shutil.copytree(DATA / "results-schema-1", folder)
    return folder


@cache
def warm() -> None:
    """Import and compile what a look at results needs, before anybody watches what is written."""
    _read(_folder())
    verify_quickly(_folder())


@cache
def _know_files() -> None:
    """Read what is shipped once, before anybody watches: what a shipped file says is kept in the user's cache."""
    for name in names():
        read_merged(Source(f"{name}.yaml"))


@cache
def _sound() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(_folder().iterdir()) if path.is_file()}


def damaged(data: bytes) -> tuple[str, bytes]:
    """A file of the folder and what it says instead: which, how and where are read off the first bytes.

    Ways: other bytes written over it, cut off, put in, all replaced, or one value of its JSON replaced.
    """
    files = sorted(_sound())
    head = data[:5].ljust(5, b"\0")
    name, way, rest = files[head[0] % len(files)], head[1] % 5, data[5:]
    old = _sound()[name]
    at = int.from_bytes(head[2:5], "little") % (len(old) + 1)
    if way == 0:
        return name, old[:at] + rest + old[at + len(rest) :]
    if way == 1:
        return name, old[:at]
    if way == 2:
        return name, old[:at] + rest + old[at:]
    if way == 3 or not name.endswith(".json"):
        return name, rest
    return name, _other_value(old, at, rest)


def _other_value(old: bytes, at: int, rest: bytes) -> bytes:
    """JSON with one of its values replaced by what ``rest`` says in JSON, or as text."""
    content = json.loads(old)
    spots = []

    def walk(node: object) -> None:
        keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            spots.append((node, key))
            walk(node[key])

    walk(content)
    node, key = spots[at % len(spots)]
    try:
        node[key] = json.loads(rest)
    except (ValueError, RecursionError):
        node[key] = rest.decode("latin-1")
    return json.dumps(content).encode()


def manifest(data: bytes) -> None:
    """A manifest, a plan, the plan of a study, the list of checksums, by the first byte; the rest is what it says."""
    readers = _small_readers()
    name, read = readers[data[0] % len(readers) if data else 0]
    file = _place() / name
    file.write_bytes(data[1:])
    try:
        read(_place())
    finally:
        file.unlink()


@cache
def _place() -> Path:
    """An empty folder for one small file at a time."""
    return Path(tempfile.mkdtemp(prefix="brink-fuzz-"))


def _small_readers() -> tuple[tuple[str, Callable[[Path], object]], ...]:
    return (
        (MANIFEST, lambda place: read_typed(place / MANIFEST, Manifest)),
        (PLAN, read_plan),
        (STUDY_PLAN, known_plan),
        (MANIFEST, study_manifest),
        (SUMS, read_sums),
    )


def results(data: bytes) -> None:
    """A results folder of which one file is damaged: opened, read, told, summed up, verified.

    Of every other input the manifest vouches for the damaged file.
    """
    name, content = damaged(data)
    path, listing = _folder() / name, _folder() / MANIFEST
    path.write_bytes(content)
    if data[1:2] and data[1] & 8 and name != MANIFEST:
        said = json.loads(_sound()[MANIFEST])
        said["files"][name] = {"sha256": sha256(path), "bytes": len(content)}
        listing.write_text(json.dumps(said))
    try:
        for look in (_read, verify_quickly, read_plan):
            try:
                look(_folder())
            except EXPECTED as error:
                one_line_each(error)
    finally:
        path.write_bytes(_sound()[name])
        listing.write_bytes(_sound()[MANIFEST])


def verify_quickly(folder: Path) -> None:
    """Verification without replays: those are the engine's business."""
    verdict = verify(folder, 0)
    for text in [*verdict.problems, *verdict.notes]:
        assert "\n" not in text, text


def _read(folder: Path) -> None:
    found = open_results(folder)
    for name in ("runs", "acts", "days", "series", "answers", "wars", "pauses", "failures", "headlines"):
        len(getattr(found, name))
    tell(found, median_run(found))


def events(data: bytes) -> None:
    """A file of events to import, with the draft that is made of it."""
    path = _place() / "fuzzed.csv"
    path.write_bytes(data)
    found = import_events(path)
    for write in (write_acts, write_drops):
        write(found, io.StringIO())
    draft(found)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "loader": loader,
    "change": change,
    "questions": questions,
    "episodes": episodes,
    "events": events,
    "experiment": experiment,
    "results": results,
    "manifest": manifest,
}


def attack(name: str, data: bytes) -> bool:
    """Give an input to a target; whether it was accepted.

    Raises:
        Breach: it did what no input may do.
        Hang: it did not come back.
    """
    _know_files()
    folder = {"results": _folder, "manifest": _place, "events": _place}.get(name, lambda: None)()
    if folder:
        _sound()
        warm()
    with guarded(folder):
        try:
            TARGETS[name](data)
        except EXPECTED as error:
            one_line_each(error)
            return False
    return True
