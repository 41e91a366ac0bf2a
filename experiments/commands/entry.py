"""Where the command `brink` begins: nothing is imported yet, and nothing can be lost."""

from __future__ import annotations

from .stopping import stop_at_once


def main() -> None:
    """Run the command line."""
    stop_at_once()
    from .cli import main as command_line

    command_line()
