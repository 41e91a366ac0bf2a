"""Stocks that only fade are kept as a value and its day; before other constants hold, they are written as of that day."""

from __future__ import annotations

from ..kernel.compiled import inlined
from .exchange import exchange_now
from .mediation import severity_remembered
from .patience import patience
from .pressure import account_held
from .protectors import guarded_now
from .weariness import losses_held


@inlined
def settle_actor(world, actor, day):
    """Write what an actor remembers of its own as of a day."""
    actor.losses = losses_held(world, actor, day)
    actor.losses_day = day


@inlined
def settle_dyad(world, dyad, day):
    """Write what an actor holds and remembers of another as of a day."""
    dyad.account = account_held(world, dyad, day)
    dyad.exchanges = exchange_now(world, dyad.exchanges, day - dyad.exchange_day)
    dyad.patience = patience(world, dyad.patience, day - dyad.patience_day, 0.0)
    dyad.guarded = guarded_now(world, dyad.guarded, day - dyad.guarded_day)
    dyad.account_day = day
    dyad.exchange_day = day
    dyad.patience_day = day
    dyad.guarded_day = day


@inlined
def settle_pair(world, pair, day):
    """Write what a pair of actors has between them as of a day."""
    pair.severity = severity_remembered(world, pair.severity, day - pair.severity_day)
    pair.severity_day = day
