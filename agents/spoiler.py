"""Spoilers: groups that attack on their own account and answer to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .militia import Militia

if TYPE_CHECKING:
    from .log import Act
    from .sufferer import Wound


class Spoiler(Militia):
    """An armed group whose attacks come by themselves: it suffers, but plans no answer."""

    def respond(self, act: Act, wound: Wound) -> None:
        """Plan nothing."""
