"""Read the rows of a delimited file whatever its encoding and separator, with the line of each.

The file is read as a stream: a million rows need no more memory than what is kept of them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from ....scenarios.problems import Problem, ScenarioError, shown

MOST_BYTES = 1024 * 1024 * 1024
MOST_ROWS = 3_000_000
#: Separators in order of preference where a header holds as many of one as of another.
SEPARATORS = (",", ";", "\t", "|")
SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
#: Bytes that are not UTF-8 are taken for this: the usual encoding of spreadsheets that do not say.
OLD = "windows-1252"
LOOKED_AT = 1024 * 1024


class SourceFile(NamedTuple):
    """A file that was looked at: its encoding, its separator, the names of its columns in small letters."""

    path: Path
    encoding: str
    separator: str
    columns: tuple[str, ...]


class Row(NamedTuple):
    """A row of the file by column, and the line it begins on; ``wrong``: why it cannot be read, or empty."""

    line: int
    values: dict[str, str]
    wrong: str = ""


def refused(path: Path, line: int, message: str) -> ScenarioError:
    """A mistake that leaves nothing to read."""
    return ScenarioError([Problem(str(path), line, 1 if line else 0, "", message)])


def look_at(path: Path) -> SourceFile:
    """Find out encoding and separator, and read the header.

    Raises:
        ScenarioError: the file cannot be read, is too large or empty, or its header is none.
    """
    encoding = _encoding(path)
    with _opened(path, encoding) as stream:
        header = stream.readline(65_536)
    if not header.strip():
        raise refused(path, 1, "the file is empty: it starts with a line of column names")
    separator = max(SEPARATORS, key=header.count)
    names = tuple(name.strip().strip('"').lower() for name in header.rstrip("\r\n").split(separator))
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice is not None:
        raise refused(path, 1, f"the column {shown(twice)} stands twice")
    return SourceFile(path, encoding, separator, names)


def rows(source: SourceFile) -> Iterator[Row]:
    """Every row below the header.

    Raises:
        ScenarioError: a quote is never closed, a value is longer than a value can be, or there are too many rows.
    """
    with _opened(source.path, source.encoding) as stream:
        reader = csv.reader(stream, delimiter=source.separator, strict=True)
        try:
            next(reader, None)
        except csv.Error as fault:
            raise refused(source.path, 1, f"the header is not CSV: {fault}") from None
        last, width = reader.line_num, len(source.columns)
        for count in range(MOST_ROWS + 1):
            try:
                values = next(reader, None)
            except csv.Error as fault:
                if "expected after" not in str(fault):
                    raise refused(source.path, last + 1, f"{fault}: a quote is never closed") from None
                # text behind a closing quote: the row is lost, the next one is read as if nothing had been
                yield Row(last + 1, {}, "a quote in the wrong place")
                last = reader.line_num
                continue
            if values is None:
                return
            if count == MOST_ROWS:
                raise refused(source.path, last + 1, f"more than {MOST_ROWS:,} rows")
            line, last = last + 1, reader.line_num
            if last - line > MOST_LINES:
                raise refused(source.path, line, f"a value runs over {last - line + 1} lines: a quote is never closed")
            if values:
                yield _row(source, line, values, width)


#: Lines that one row may run over: descriptions have line breaks, but no chapters.
MOST_LINES = 200


def _row(source: SourceFile, line: int, values: list[str], width: int) -> Row:
    cells = dict(zip(source.columns, (value.strip() for value in values), strict=False))
    if any("\0" in value for value in values):
        return Row(line, {}, "holds a NUL byte")
    if len(values) != width:
        return Row(line, cells, f"{len(values)} values in a row of {width} columns")
    return Row(line, cells)


def _encoding(path: Path) -> str:
    try:
        if not path.is_file():
            raise refused(path, 0, "there is no such file" if not path.exists() else "this is no regular file")
        if path.stat().st_size > MOST_BYTES:
            raise refused(path, 0, f"larger than {MOST_BYTES // 1024**2} MiB: not read")
        with path.open("rb") as stream:
            start = stream.read(4)
            for mark, encoding in MARKS:
                if start.startswith(mark):
                    return encoding
            stream.seek(0)
            return "utf-8" if _is_utf8(stream) else OLD
    except OSError as fault:
        raise refused(path, 0, f"cannot be read: {fault.strerror}") from None


def _is_utf8(stream: IO[bytes]) -> bool:
    reader = io.TextIOWrapper(stream, "utf-8")
    try:
        while reader.read(LOOKED_AT):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        reader.detach()
    return True


def _opened(path: Path, encoding: str) -> IO[str]:
    # a byte that the old encoding does not know becomes a question mark in a diamond: no row is lost for a letter
    return path.open(encoding=encoding, errors="replace", newline="")
