"""What can go wrong in an experiment, told apart by whose fault it is and by the exit code it ends in."""

from __future__ import annotations

from pathlib import Path


class UserError(Exception):
    """What was asked cannot be done as asked: exit 2. The message says what, where, and what would do."""


class MismatchError(Exception):
    """Results are not what they should be: exit 3."""


def _safe(done: int, asked: int, what: str) -> str:
    """What is kept, in words; how much it is may not be known."""
    return f"{done:,} of {asked:,} {what} are" if asked else "what was finished is"


class InterruptedBatch(Exception):
    """A batch was stopped between chunks: exit 130. What was finished is kept in ``folder``.

    ``again`` is the command that goes on, where it is not ``brink resume`` of the folder.
    """

    again: str = ""

    def __init__(self, folder: Path, done: int, asked: int, what: str = "runs") -> None:
        """Remember where it stands: ``done`` of ``asked`` runs, or ``what`` it is, are safe in ``folder``."""
        super().__init__(folder, done, asked, what)
        self.folder, self.done, self.asked, self.what = folder, done, asked, what

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"interrupted: {_safe(self.done, self.asked, self.what)} kept in {self.folder}"


class StorageFault(Exception):
    """The results folder could not be written any more: exit 1. What was finished is kept in ``folder``.

    ``again`` is the command that goes on, where it is not ``brink resume`` of the folder.
    """

    again: str = ""

    def __init__(self, folder: Path, done: int, asked: int, reason: str, what: str = "runs") -> None:
        """Remember where it stands: ``done`` of ``asked`` runs, or ``what`` it is, are safe in ``folder``."""
        super().__init__(folder, done, asked, reason, what)
        self.folder, self.done, self.asked, self.reason, self.what = folder, done, asked, reason, what

    def __str__(self) -> str:
        """One line for the terminal."""
        safe = _safe(self.done, self.asked, self.what)
        return f"{self.folder}: cannot be written any more ({self.reason}); {safe} kept"


class ClusterFault(Exception):
    """The cluster that a batch ran on is gone: exit 1. What was finished is kept in ``folder``."""

    def __init__(self, folder: Path, reason: str, what: str = "runs") -> None:
        """Remember where the batch stands; ``what`` it is made of."""
        super().__init__(f"the cluster is lost ({reason}); what was finished is kept in {folder}")
        self.folder, self.what = folder, what


class NotStarted(Exception):
    """A library or an engine cannot be loaded: that is no failed run and no wrong result. Exit 1."""


class EngineFault(Exception):
    """An engine failed on runs ``first`` to ``first + count - 1``: exit 1, with a crash file.

    ``origin`` is one of `failures.ORIGINS`.
    """

    def __init__(self, first: int, count: int, reason: str, origin: str = "engine") -> None:
        """Keep the runs and the reason as plain values, so that the fault survives the way from a worker process."""
        super().__init__(first, count, reason, origin)
        self.first, self.count, self.reason, self.origin = first, count, reason, origin

    def __str__(self) -> str:
        """One line for the terminal."""
        who = {"engine": "the engine failed", "worker": "the worker died"}.get(self.origin, "measuring failed")
        return f"{who} on runs {self.first} to {self.first + self.count - 1}: {self.reason}"
