"""Packages: an overt strike is ordered together with others, on accounts that wait."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import PROBABILITY, UTILITY, constant
from ..world.ladder import FIRST_OVERT
from .exchange import is_completed
from .reopening import is_of_size

CONSTANTS = {
    "package_chance": constant(0.9, 0.0, 1.0, PROBABILITY, "", "chance that an actor ordering an overt strike takes up each other account it holds the same day"),
    "package_relief": constant(1.5, 0.0, 2.0, UTILITY, "", "restraint saved by a strike that goes out in the same package as another"),
}  # fmt: skip

TERMS = {"package": "going out together with another strike"}


@inlined
def opens_package(rung, executor, actor):
    """Whether an act takes others with it: an overt strike by own forces."""
    return rung >= FIRST_OVERT and executor == actor


@inlined
def joining_identity(act, other_key):
    """Identity of the question whether the account with another actor goes out with an act."""
    return mix(act, other_key)


@inlined
def may_join(world, account, exchanges):
    """Whether an account over which something is held is worth taking up: large enough, closed by no exchange."""
    return is_of_size(world, account) and not is_completed(world, exchanges)


@inlined
def joins(world, u):
    """Whether an account that may is taken up in the same package."""
    return u < constants_of(world).package_chance


@inlined
def package_relief(world, packed):
    """Restraint saved by going out with another strike (utility)."""
    return constants_of(world).package_relief if packed else 0.0
