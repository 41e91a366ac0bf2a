"""Where the command `brink` begins: nothing is imported yet, and nothing can be lost."""

from __future__ import annotations

import gc

from .stopping import stop_at_once

#: Objects made until the collector looks for circles of garbage. What a command imports and lays out stays, so that
#: looking through it every 700 objects, as is usual, costs a tenth of a small batch and finds nothing.
COLLECT_EVERY = 50_000


def main() -> None:
    """Run the command line."""
    stop_at_once()
    gc.set_threshold(COLLECT_EVERY)
    try:
        from .cli import main as command_line

        command_line()
    finally:
        # a process that ends looks through all there is, several times over: another tenth, for memory that goes anyway
        gc.freeze()
