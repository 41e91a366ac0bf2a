"""Standard output and standard error that nobody can break: any encoding, a reader that left, a full disk, no stream.

While a verb runs, both streams of the process are wrapped. So whatever writes, be it typer's help or rich's tables,
writes through here.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

#: What stands in for our own signs where an encoding lacks them; anything else is written as an escape.
STAND_INS = {
    "\u2500": "-", "\u2502": "|", "\u251c": "+", "\u2514": "+", "\u2192": "->", "\u2026": "...", "\u00b7": "|",
    "\u00b1": "+-", "\u00a0": " ", "\u2013": "-", "\u2014": "-", "\u2019": "'", "\u25b8": ">",
}  # fmt: skip
FILLED = "brink.stand_in"
#: What the system says when whoever read us, such as head, has seen enough.
LEFT = (errno.EPIPE, errno.ESHUTDOWN)
#: What it says when there is no room.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _stand_in(fault: UnicodeError) -> tuple[str, int]:
    """For `codecs`: what to write in place of what an encoding lacks."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    lacking = fault.object[fault.start : fault.end]
    return "".join(STAND_INS.get(sign) or escaped(sign) for sign in lacking), fault.end


def escaped(sign: str) -> str:
    r"""A character as Python writes it in text: ``\x1b``; half characters, as in damaged paths, too."""
    return sign.encode("unicode_escape", "backslashreplace").decode("ascii")


codecs.register_error(FILLED, _stand_in)


class Steady(io.TextIOBase):
    """A stream that takes any text and never raises; ``fault`` is why it could not be written, if it could not.

    Once nobody reads it any more, or it cannot be written, what follows goes nowhere.
    """

    def __init__(self, stream: TextIO | None) -> None:
        """Wrap a stream; None stands for one that the surroundings closed: it takes everything and keeps nothing."""
        super().__init__()
        self._stream = stream
        self.fault: OSError | None = None

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The encoding of the stream; rich draws its lines by it."""
        return getattr(self._stream, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._stream is not None and not self._stream.closed and self._stream.isatty()

    def fileno(self) -> int:
        """The number of the file below, if there is one."""
        if self._stream is None:
            raise io.UnsupportedOperation("fileno")
        return self._stream.fileno()

    def writable(self) -> bool:
        """It takes everything."""
        return True

    def write(self, text: str) -> int:
        """Write what the encoding has, and stand-ins for the rest."""
        fit = text.encode(self.encoding, FILLED).decode(self.encoding)
        self._try(lambda stream: stream.write(fit))
        return len(text)

    def flush(self) -> None:
        """Hand on what is waiting."""
        self._try(lambda stream: stream.flush())

    def _try(self, act: Callable[[TextIO], object]) -> None:
        if self._stream is None:
            return
        try:
            act(self._stream)
        except (OSError, ValueError) as fault:  # ValueError: somebody closed it
            if isinstance(fault, OSError) and fault.errno not in LEFT:
                self.fault = fault
            _mute(self._stream)
            self._stream = None


def _mute(stream: TextIO) -> None:
    """Send what a stream still holds nowhere, so that the interpreter does not complain as it flushes at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextmanager
def steady() -> Iterator[Steady]:
    """Wrap both streams of the process meanwhile; yields standard output."""
    streams = sys.stdout, sys.stderr
    out, messages = Steady(streams[0]), Steady(streams[1])
    sys.stdout, sys.stderr = out, messages
    try:
        yield out
    finally:
        out.flush()
        messages.flush()
        sys.stdout, sys.stderr = streams


def fill_closed() -> None:
    """Open what the surroundings closed of the three standard files: a table must not get the number of one of them."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest free number is this one
