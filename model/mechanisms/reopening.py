"""A shock re-opens lapsed accounts: one attack re-opens the account for another."""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import PROBABILITY, SEVERITY, constant
from .exchange import is_completed

CONSTANTS = {
    "reopening_harm": constant(0.3, 0.1, 0.8, SEVERITY, "H_re", "felt harm from which a shock re-opens lapsed accounts"),
    "reopening_chance": constant(0.5, 0.0, 1.0, PROBABILITY, "p_re", "chance that a shock re-opens each lapsed account"),
    "reopening_account": constant(0.1, 0.02, 0.5, SEVERITY, "G_re", "smallest lapsed account that a shock re-opens"),
}  # fmt: skip


@inlined
def is_shock(world, harm):
    """Whether a perceived harm is large enough to re-open lapsed accounts."""
    return harm >= constants_of(world).reopening_harm


@inlined
def is_of_size(world, account):
    """Whether an account is large enough to be taken up with others."""
    return account >= constants_of(world).reopening_account


@inlined
def may_reopen(world, account, exchanges):
    """Whether an account that lies idle can be re-opened: of some size, and closed by no exchange."""
    return is_of_size(world, account) and not is_completed(world, exchanges)


@inlined
def reopening_identity(harm, other_key):
    """Identity of the re-opening of the account with another actor, by a harm suffered."""
    return mix(harm, other_key)


@inlined
def reopens(world, u):
    """Whether a shock re-opens an account that can be."""
    return u < constants_of(world).reopening_chance
