"""Mistakes in asking for a run that a driver can name."""

from __future__ import annotations


class AgentClassesError(ValueError):
    """Agent classes that a driver cannot use: an unknown actor, no agent at all, or the wrong driver."""


class ArgumentError(ValueError):
    """An argument of a model that is no number within its bounds, or nothing that can be run."""
