"""Settings of earlier versions that are gone, each with what took its place."""

from __future__ import annotations

from .yaml_text import Path

_SITES = "a site on a third state's soil says whose it is said to be: places.NAME.stands_for"
#: Path of a setting -> what took its place.
REMOVED: dict[Path, str] = {
    ("constants", "displaced_fear"): "striking such a site, only its host is feared",
    ("constants", "displaced_fall"): f"the credit no longer falls (constants.displaced_credit), and {_SITES}",
    ("constants", "patron_harm_share"): "see constants.patron_solidarity, and ties.PATRON.MILITIA.solidarity",
    ("constants", "bystander_harm_share"): "see constants.near_miss_harm and constants.protector_threshold",
    ("constants", "overkill_chance"): "how deaths spread is ladder.RUNG.killed_dispersion",
    ("constants", "overkill_factor"): "how deaths spread is ladder.RUNG.killed_dispersion",
    ("constants", "overkill_added"): "how deaths spread is ladder.RUNG.killed_dispersion",
    ("constants", "wounded_per_hit"): "see constants.wounded_base",
    ("constants", "wounded_per_hit_heavy"): "see constants.wounded_field",
}


def removal(path: Path) -> str | None:
    """What to say of a setting that an earlier version had, or None: it never was one."""
    successor = REMOVED.get(path)
    return f"removed in 0.2: {successor}" if successor else None


def option_removal(name: str) -> str | None:
    """What to say of an option of an earlier version's menus, or None: it never was one."""
    return f"removed in 0.2: {_SITES}" if ".displaced." in name else None
