"""The command line as it is noted down in manifests and reports."""

from __future__ import annotations

import sys


def command_line() -> list[str]:
    """What was asked, word by word; bytes of a path that are not UTF-8 stand as escapes, for files hold only text."""
    return ["brink", *(word.encode("utf-8", "backslashreplace").decode() for word in sys.argv[1:])]
