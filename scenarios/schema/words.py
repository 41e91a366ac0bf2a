"""Ids as people say them, where nothing in a file gives a name."""

from __future__ import annotations


def as_words(identifier: str) -> str:
    """An id, or the name of a file, as words: ``missile_defence`` becomes ``missile defence``."""
    return identifier.replace("_", " ").replace("-", " ")


def as_name(identifier: str) -> str:
    """An id as the name of somebody or of a place: ``united_states`` becomes ``United States``."""
    return as_words(identifier).title()
