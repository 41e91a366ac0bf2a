"""Being told to stop: by a batch system (TERM), or because the terminal is gone (HUP), as by Ctrl-C.

While a verb is at work a signal raises `KeyboardInterrupt`, so that what is finished is kept and the command to go on
is said. Before it begins and once it has ended there is nothing to keep: a signal ends the process without a word.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ..system.interrupts import interrupt, later, silent_if_told

#: By name, since not every system has them.
NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK", "SIGINT")
#: What a signal does unless somebody said otherwise. One that is ignored, as HUP is under nohup, is left alone.
AS_USUAL = (signal.SIG_DFL, signal.default_int_handler)


def ours() -> list[signal.Signals]:
    """Signals that tell to stop, and whose handling is ours to choose."""
    numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) in AS_USUAL]


def stop_at_once() -> None:
    """Let Ctrl-C end the process like the other signals: with no traceback of whatever was being imported."""
    for number in ours():
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def stopping_by_ctrl_c() -> Iterator[None]:
    """Let these signals raise `KeyboardInterrupt` in the block, and do again what they did before when it has ended."""
    handled = {number: signal.getsignal(number) for number in ours()}
    hook = sys.unraisablehook
    try:
        sys.unraisablehook = silent_if_told
        for number in handled:
            signal.signal(number, interrupt)
        yield
    finally:
        with later():
            for number, handler in handled.items():
                signal.signal(number, handler)
            sys.unraisablehook = hook
