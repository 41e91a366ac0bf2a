"""Bystanders: struck, and never acting themselves, as merchant shipping; others protect them."""

from __future__ import annotations

from .actor import Actor


class Bystander(Actor):
    """Somebody who is struck and never acts."""
