"""Spoilers: groups that attack on their own account and answer to nobody."""

from __future__ import annotations

from .militia import Militia


class Spoiler(Militia):
    """An armed group whose attacks come by themselves: it suffers, but plans no answer."""
