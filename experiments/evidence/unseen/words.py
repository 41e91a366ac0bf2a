"""What scores on unseen acts come to, in sentences."""

from __future__ import annotations

from typing import Any

from ...measures.numbers import several


def words_of(told: dict[str, Any]) -> list[str]:
    """The answer in sentences: how it was made, then what may be said of each frame."""
    lines = [_events(told) if "events" in told else _files(told)]
    for name, frame in told["frames"].items():
        role = "primary" if frame["primary"] else "exploratory"
        lines += [f"{name} ({role}): {line}" for line in frame["verdict"]]
    return lines


def _files(told: dict[str, Any]) -> str:
    return (
        f"learned from {several(told['acts_learned_from'], 'act')} of {told['learn']} before {told['first']}, "
        f"scored on {told['score']}; constants {constants_of(told)}; primary forecasters: {_named(told['primary'])}"
    )


def constants_of(told: dict[str, Any]) -> str:
    """Where brink's constants come from."""
    drawn = told.get("constants")
    return f"drawn from the posterior {drawn}, one draw a run" if drawn else "as shipped"


def _named(primary: dict[str, Any] | None) -> str:
    """When a primary was named, and where it stands."""
    return f"named on {primary['named']} ({primary['name']})" if primary else "none named before: all is exploratory"


def _events(told: dict[str, Any]) -> str:
    frame = told["frames"]["events"]
    made_up = " These acts are made up: the scores say nothing of the world." if told["made_up"] else ""
    return (
        f"{several(frame['number'], 'act')} of {told['events']} (file {told['sha256'][:16]}) from {told['since']} to "
        f"{told['cut']}, learned from {several(frame['learned_from'], 'act')} before; each dispute counts once; "
        f"primary forecaster: {_named(told['primary'])}.{made_up}"
    )
