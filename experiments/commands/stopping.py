"""Being told to stop: by a batch system (TERM), or because the terminal is gone (HUP), as by Ctrl-C."""

from __future__ import annotations

import signal

from ..system.interrupts import interrupt

#: By name, since not every system has them.
NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")


def stop_as_by_ctrl_c() -> None:
    """Let these signals raise `KeyboardInterrupt`, so that what is finished is kept and the command to go on is said.

    One that is ignored or handled already, as HUP is under nohup, is left alone.
    """
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupt)
