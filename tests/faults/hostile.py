"""Damaged and hostile results folders, made by script, and what every verb does with them.

A folder is a copy of a sound one with one thing wrong: a value of its manifest or plan, a cell, a column or a row of a
table that the manifest and the checksums vouch for, a pipe or a link in place of a file, a bit, a claim that is far
too large, a piece that belongs to another question. Every verb must end in its answer or in one line.

``python -m tests.faults.hostile COUNT`` tries so many, spread evenly over all that can be made.
"""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from brink.experiments.commands import cli
from brink.experiments.commands.batches import draw
from brink.experiments.errors import InterruptedBatch
from brink.experiments.results import manifest
from brink.experiments.results.parquet import sha256
from brink.experiments.results.pieces import SUMS as PIECE
from brink.experiments.results.sums import MANIFEST, SUMS, own_files, write_sums
from brink.experiments.runs import batch
from brink.experiments.studies.files import load_experiment
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import load_scenario
from brink.tests.fuzz.guard import guarded

#: What no file of a stranger may make anybody read.
SECRET = "canary-7461"
QUESTION = """\
experiment: 1
name: Fear in the valley
scenario: border-clash
set: {days: 30}
design: {kind: grid}
replications: 20
levers: {constants.fear_weight: [6, 12]}
outcomes: [branching_ratio, killed]
"""
VALUES: tuple[Any, ...] = (
    -1, 0, 2, 10**9, 2**63, 2**70, 0.5, True, None, [], {}, [[[]]], {"a": 1}, "", "x", "\x1b[31mred", "../../secret",
    "a\nb", "\ud800", "x" * 300_000, "99", [1, 2], ["\x07"],
)  # fmt: skip
VERBS: dict[str, tuple[str, ...]] = {
    "verify": ("verify", "--replay", "2", "--engine", "ensemble"),
    "show": ("show", "--plain"),
    "tree": ("show", "--tree"),
    "report": ("report",),
    "resume": ("resume", "--no-figures", "--jobs", "1"),
}
#: Seconds after which resuming what is really asked for is stopped, as a person would.
ENOUGH = 6.0
DONE, WRONG_INPUT, MISMATCH, INTERRUPTED = 0, 2, 3, 130


class Hostile(NamedTuple):
    """A way to spoil a copy of a sound folder: what is wrong, with which folder, how; whether `verify` must see it."""

    name: str
    base: str
    spoil: Callable[[Path], None]
    seen: bool = False


# ---------------------------------------------------------------- sound folders


def sound(home: Path) -> dict[str, Path]:
    """Sound folders by name: a batch with its report, one half done, one of version 0.1.0, a study."""
    scenario = load_scenario("border-clash", ["days=40"])
    made = {name: home / name for name in ("batch", "half", "study")}
    draw(batch.run(scenario, 30, 5, jobs=1, out=made["batch"]))
    with contextlib.suppress(InterruptedBatch):
        batch.run(scenario, 600, 5, jobs=1, out=made["half"], progress=stop_at_once)
    file = home / "fear.yaml"
    file.write_text(QUESTION)
    load_experiment(str(file))
    answer_sweep(load_sweep(str(file)), made["study"], 1, figures=False)
    old = home / "old"
    shutil.copytree(Path(__file__).resolve().parents[1] / "data" / "results-0.1.0", old)
    (home / "secret.yaml").write_text(f"schema: 1\nname: {SECRET}\nextends: border-clash\n")
    return made | {"old": old}


def stop_at_once(done: int, asked: int) -> None:
    """As Ctrl-C after the first chunk."""
    raise KeyboardInterrupt


# ---------------------------------------------------------------- what may be wrong


def all_of_them(folders: dict[str, Path]) -> list[Hostile]:
    """Every hostile folder that can be made of these."""
    made: list[Hostile] = []
    for base, name in (("batch", MANIFEST), ("batch", "plan.json"), ("half", "plan.json"), ("study", MANIFEST),
                       ("study", "study.json"), ("old", MANIFEST)):  # fmt: skip
        made += _values(base, folders[base], name)
    made += _cells(folders["batch"])
    for base in ("batch", "study", "old", "half"):
        made += _kinds(base, folders[base])
    made += [*_bits(folders["batch"], "batch", 3), *_bits(folders["study"], "study", 2)]
    return [*made, *_claims(), *_pieces()]


def _values(base: str, folder: Path, name: str) -> Iterator[Hostile]:
    """One value of a JSON file replaced, or left out, or another one on top."""
    content = json.loads((folder / name).read_text())
    for at, (path, _) in enumerate(_spots(content)):
        for step in range(3):
            value = VALUES[(7 * at + step * 5) % len(VALUES)]
            yield Hostile(f"{base}: {name}: {path} is {value!r:.20}", base, _valued(name, at, value), base != "old")
        yield Hostile(f"{base}: {name}: {path} is missing", base, _valued(name, at, ...))


def _spots(content: Any, path: str = "") -> Iterator[tuple[str, tuple[Any, Any]]]:
    keys = content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    for key in list(keys):
        yield f"{path}{key}", (content, key)
        yield from _spots(content[key], f"{path}{key}.")


def _valued(name: str, at: int, value: Any) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        content = json.loads((folder / name).read_text())
        node, key = [spot for _, spot in _spots(content)][at]
        if value is ...:
            del node[key]
        else:
            node[key] = copy.deepcopy(value)
        (folder / name).write_text(json.dumps(content))

    return spoil


def _cells(folder: Path) -> Iterator[Hostile]:
    """Columns of tables with other values, of other types, missing, twice; everything vouched for."""
    numbers = (-1, 0, 1, 3, 99, 2**31 - 1, -(2**31))
    for table in ("runs", "acts", "days", "series"):
        for at, field in enumerate(pq.read_schema(folder / f"{table}.parquet")):
            where = f"batch: {table}.{field.name}"
            if pa.types.is_integer(field.type):
                for step in range(2):
                    value = numbers[(at + 3 * step) % len(numbers)]
                    yield Hostile(f"{where} is {value}", "batch", _celled(table, field.name, value))
            if pa.types.is_floating(field.type):
                yield Hostile(f"{where} is NaN", "batch", _celled(table, field.name, float("nan")))
                yield Hostile(f"{where} is infinite", "batch", _celled(table, field.name, float("inf")))
            if pa.types.is_dictionary(field.type):
                for word in ("\x1b[31m", "../secret", "nobody"):  # a null among them cannot be written
                    yield Hostile(f"{where} is {word!r}", "batch", _worded(table, field.name, word))
            for kind in (pa.string(), pa.float64(), pa.list_(pa.int32())):
                yield Hostile(f"{where} is {kind}", "batch", _retyped(table, field.name, kind), True)
            named = pa.types.is_dictionary(field.type)  # a name may be unknown: only running again would tell
            yield Hostile(f"{where} is null", "batch", _celled(table, field.name, None), not named)
            gone = _edited(table, lambda t, n=field.name: t.drop_columns([n]))
            yield Hostile(f"{where} is missing", "batch", gone, True)
        for what, change in EDITS.items():
            yield Hostile(f"batch: {table} {what}", "batch", _edited(table, change), True)


EDITS: dict[str, Callable[[pa.Table], pa.Table]] = {
    "reversed": lambda table: table.take(list(range(len(table)))[::-1]),
    "twice": lambda table: pa.concat_tables([table, table]),
    "empty": lambda table: table.slice(0, 0),
    "cut": lambda table: table.slice(0, len(table) // 2),
    "with one more": lambda table: table.append_column("\x1b", table[0]),
}


def vouch(folder: Path, table: str) -> None:
    """Make manifest and checksums say that a table is as it should be."""
    path = folder / f"{table}.parquet"
    content = json.loads((folder / MANIFEST).read_text())
    content["files"][path.name] = {"sha256": sha256(path), "bytes": path.stat().st_size}
    content["rows"][table] = pq.read_metadata(path).num_rows
    text = json.dumps(content)
    write_sums(folder, text, {})
    (folder / MANIFEST).write_text(text)


def _edited(table: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        pq.write_table(change(pq.read_table(path)), path)
        vouch(folder, table)

    return spoil


def _set(table: pa.Table, column: str, values: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)


def _celled(table: str, column: str, value: Any) -> Callable[[Path], None]:
    """A value in the middle of a column."""

    def change(found: pa.Table) -> pa.Table:
        cells = found[column].to_pylist()
        cells[len(cells) // 2] = value
        return _set(found, column, pa.array(cells, found.schema.field(column).type))

    return _edited(table, change)


def _worded(table: str, column: str, word: str) -> Callable[[Path], None]:
    """The first word of a column's dictionary replaced."""

    def change(found: pa.Table) -> pa.Table:
        cells = found[column].combine_chunks()
        words = pa.array([word, *cells.dictionary.to_pylist()[1:]], pa.string())
        return _set(found, column, pa.DictionaryArray.from_arrays(cells.indices, words))

    return _edited(table, change)


def _retyped(table: str, column: str, kind: pa.DataType) -> Callable[[Path], None]:
    def change(found: pa.Table) -> pa.Table:
        values = np.arange(len(found)) % 7
        made = {"string": values.astype(str), "double": values.astype(float)}.get(str(kind), [[1]] * len(found))
        return _set(found, column, pa.array(made))

    return _edited(table, change)


def _kinds(base: str, folder: Path) -> Iterator[Hostile]:
    """Pipes, links, folders, sockets and cut files in place of files, and where none should be."""
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    names += [".writable", ".lock", "report.html", "figures", "chunks", SUMS, "posterior.csv", "more"]
    for name in names:
        for kind, make in MADE.items():
            yield Hostile(f"{base}: {name} is {kind}", base, lambda f, n=name, m=make: _placed(f, n, m))
        if (folder / name).is_file():
            yield Hostile(f"{base}: {name} is cut", base, lambda f, n=name: _cut(f / n))
            yield Hostile(f"{base}: {name} is gone", base, lambda f, n=name: (f / n).unlink())


def _placed(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    make(path)


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _secret(path: Path) -> Path:
    return next(above / "secret.yaml" for above in path.parents if (above / "secret.yaml").exists())


def _cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


MADE: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a link to a secret": lambda path: path.symlink_to(_secret(path)),
    "a folder": Path.mkdir,
    "a socket": _socket,
}


def _bits(folder: Path, base: str, each: int) -> Iterator[Hostile]:
    """Single bits of every file turned round; `verify` must see each of them."""
    for name in [*own_files(folder), SUMS]:
        size = (folder / name).stat().st_size * 8
        for k in range(each if size else 0):
            at = (k * 2_654_435_761 + 40_503 * len(name)) % size
            yield Hostile(f"{base}: {name}: bit {at} of {size}", base, lambda f, n=name, at=at: flip(f / n, at), True)


def flip(path: Path, at: int) -> None:
    """Turn one bit of a file round."""
    raw = bytearray(path.read_bytes())
    raw[at // 8] ^= 1 << at % 8
    path.write_bytes(raw)


def _claims() -> Iterator[Hostile]:
    """Small files that claim to be very large."""
    yield Hostile("batch: acts of 8 million rows", "batch", lambda f: _repeated(f, "acts"), True)
    yield Hostile("batch: runs of 8 million rows", "batch", lambda f: _repeated(f, "runs"), True)
    yield Hostile("batch: a word of 100 MB", "batch", _worded("acts", "actor", "a" * 100_000_000), True)
    lists = '{"schema": [' + ",".join(["[]"] * 4_000_000) + "]}"
    for what, text in {"nested": "[" * 10**6, "of lists": lists, "with NaN": '{"seed": NaN}'}.items():
        for name in (MANIFEST, "plan.json"):
            yield Hostile(f"batch: {name} {what}", "batch", _written(name, text), True)
    yield Hostile("batch: sums without end", "batch", _written(SUMS, "0" * 10**7), True)


def _written(name: str, text: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(text)

    return spoil


def _repeated(folder: Path, table: str) -> None:
    """One row eight million times, which takes hardly any room on the disk."""
    path = folder / f"{table}.parquet"
    rows = pq.read_table(path).slice(0, 1).take(pa.array(np.zeros(1_000_000, np.int32)))
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for _ in range(8):
            writer.write_table(rows, row_group_size=1_000_000)
    vouch(folder, table)


def _pieces() -> Iterator[Hostile]:
    """Chunks that belong elsewhere, or that are not what they say."""
    yield Hostile("half: a chunk of another seed", "half", _foreign)
    for name, content in (("of", 1), ("files", []), ("files", {"../../../secret.yaml": "0" * 64}), ("files", {})):
        yield Hostile(f"half: sums with {name} {content!r:.20}", "half", lambda f, n=name, c=content: _sums(f, {n: c}))
    for name in ("runs", "acts", "wars", "answers", "failures"):
        yield Hostile(f"half: chunk with {name} of other columns", "half", lambda f, n=name: _arrow(f, n, None))
        yield Hostile(f"half: chunk with {name} of garbage", "half", lambda f, n=name: _arrow(f, n, b"ARROW1\0\0" * 99))
    for shape in ((1, 1, 1, 1), (500, 40, 2), (0, 0, 0, 0)):
        yield Hostile(f"half: series of shape {shape}", "half", lambda f, s=shape: _series(f, np.zeros(s, np.float32)))
    yield Hostile("half: series of objects", "half", lambda f: _series(f, np.array([{}], object)))
    yield Hostile("half: series that claim to be large", "half", _large_series)


def _chunk(folder: Path) -> Path:
    return next(path for path in sorted((folder / "chunks").iterdir()) if path.name.isdecimal())


def _sums(folder: Path, more: dict[str, Any] | None = None) -> None:
    """Make the checksums of a chunk fit its files."""
    file = _chunk(folder) / PIECE
    known = json.loads(file.read_text())
    known["files"] = {path.name: sha256(path) for path in file.parent.iterdir() if path.name != PIECE}
    file.write_text(json.dumps(known | (more or {})))


def _foreign(folder: Path) -> None:
    """A chunk of the same runs from another seed, under the name of the own one."""
    other = folder.with_name("other")
    with contextlib.suppress(InterruptedBatch):
        batch.run(load_scenario("border-clash", ["days=40"]), 600, 6, jobs=1, out=other, progress=stop_at_once)
    shutil.rmtree(folder / "chunks")
    shutil.copytree(other / "chunks", folder / "chunks")
    shutil.rmtree(other)


def _arrow(folder: Path, name: str, raw: bytes | None) -> None:
    path = _chunk(folder) / f"{name}.arrow"
    if raw is None:
        table = pa.table({"run": pa.array([1, 2, 3], pa.int32()), "x": ["a", "b", None]})
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    else:
        path.write_bytes(raw)
    _sums(folder)


def _series(folder: Path, array: np.ndarray) -> None:
    np.save(_chunk(folder) / "series.npy", array, allow_pickle=True)
    _sums(folder)


def _large_series(folder: Path) -> None:
    path = _chunk(folder) / "series.npy"
    head = "{'descr': '<f4', 'fortran_order': False, 'shape': (500, 40000000, 2, 3), }".ljust(117) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + head.encode())
    _sums(folder)


# ---------------------------------------------------------------- what the verbs make of it


class Answer(NamedTuple):
    """How a verb ended: exit code, and all it printed."""

    code: int
    text: str


def look(verb: str, folder: Path) -> Answer:
    """Call the command line on a folder, watched; what is asked for in earnest is stopped after a while.

    Raises:
        Breach: it wrote outside the folder, started a program, or opened a connection.
        Hang: it did not come back.
    """
    name, *options = VERBS[verb]
    out, err, words = io.StringIO(), io.StringIO(), sys.argv
    before = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    stop = threading.Timer(ENOUGH, signal.pthread_kill, (threading.main_thread().ident, signal.SIGVTALRM))
    if verb == "resume":
        stop.start()
    sys.argv = ["brink", name, str(folder), *options]
    no_git = mock.patch.object(manifest, "git_commit", lambda: None)  # the one program that is started on purpose
    try:
        with no_git, guarded(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.call(cli.app)
    finally:
        stop.cancel()
        signal.signal(signal.SIGVTALRM, before)
        sys.argv = words
    return Answer(code, out.getvalue() + err.getvalue())


def wrong(hostile: Hostile, verb: str, answer: Answer) -> Iterator[str]:
    """What a verb must not do with a hostile folder."""
    allowed = {DONE, WRONG_INPUT, MISMATCH} | ({INTERRUPTED} if verb == "resume" else set())
    if answer.code not in allowed:
        yield f"ended in {answer.code}"
    if "Traceback" in answer.text or "a fault in brink" in answer.text:
        yield "a traceback"
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in answer.text):
        yield "control characters on the terminal"
    if SECRET in answer.text:
        yield "what no folder may show"
    if hostile.seen and verb == "verify" and answer.code == DONE:
        yield "verify sees nothing"


def tried(hostile: Hostile, folders: dict[str, Path], home: Path, verbs: tuple[str, ...] = tuple(VERBS)) -> list[str]:
    """Make a hostile folder and give it to every verb; what went wrong."""
    folder, found = home / "copy", []
    for verb in verbs:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(folders[hostile.base], folder, symlinks=True)
        hostile.spoil(folder)
        try:
            answer = look(verb, folder)
        except BaseException as fault:
            found.append(f"{hostile.name}: {verb}: {type(fault).__name__}: {str(fault)[:200]}")
            continue
        found += [f"{hostile.name}: {verb}: {text}: {answer.text[-300:]}" for text in wrong(hostile, verb, answer)]
        page = folder / "report.html"
        if page.is_file() and not page.is_symlink() and SECRET in page.read_text("utf-8", "replace"):
            found.append(f"{hostile.name}: {verb}: a report shows what no folder may show")
    return found


def spread(made: list[Hostile], count: int) -> list[Hostile]:
    """So many of them, evenly over all; the claims and pieces at the end always."""
    return [made[round(k * (len(made) - 1) / max(1, count - 1))] for k in range(min(count, len(made)))]


def main(count: int, first: int = 0, step: int = 1) -> int:
    """Try hostile folders in this process, which may take no more than 1 GiB beyond what it begins with."""
    home = Path(tempfile.mkdtemp(prefix="brink-hostile-"))
    folders = sound(home)
    for verb in VERBS:  # everything is imported and compiled before anybody watches
        tried(Hostile("sound", "batch", lambda folder: None), folders, home, (verb,))
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + 2**30, resource.getrlimit(resource.RLIMIT_AS)[1]))
    chosen, bad, kinds = spread(all_of_them(folders), count)[first::step], 0, Counter()
    for hostile in chosen:
        heavy = tuple(verb for verb in VERBS if verb != "report" or kinds.total() % 10 == 0)
        kinds[hostile.base] += 1
        for text in tried(hostile, folders, home, heavy):
            bad += 1
            sys.stdout.write(f"{text!r}\n")
            sys.stdout.flush()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{len(chosen)} folders ({dict(kinds)}), {bad} faults, at most {peak:,} MiB of memory\n")
    shutil.rmtree(home)
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
