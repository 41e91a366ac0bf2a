"""The act log: one row for each thing done in a run, with a pointer to the act it answers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Origin(IntEnum):
    """Where an act comes from: dated event, standing campaign, spoiler, reply, reply displaced onto a third party."""

    EVENT = 0
    CAMPAIGN = 1
    SPOILER = 2
    REPLY = 3
    DISPLACED = 4


ORIGIN_NAMES: tuple[str, ...] = ("event", "campaign", "spoiler", "reply", "displaced")
CHANNEL_NAMES: tuple[str, ...] = ("own", "proxy")

#: The log of a run. ``actor`` is who decided, ``executor`` who carried it out (the proxy, or the actor itself);
#: ``target`` who is hit, ``declared`` whom the actor says it struck, ``account`` whose account it settles (NONE for a
#: root); ``cause`` is the number of the act it answers within the run, always smaller than its own, or -1. ``identity``
#: keys its draws. Rows are narrow because there are many: actors are few enough for 16 bits (a scenario has 2,000 at
#: most), places and events are not. Numbers of actors, territories, sites and weapons index `Names`; -1 is none.
ACT = np.dtype(
    [("identity", "u8")]
    + [(name, "i4") for name in ("day", "cause", "generation", "chain")]
    + [(name, "i4") for name in ("launched", "intercepted", "hits", "killed", "killed_civilians", "wounded")]
    + [(name, "i4") for name in ("location", "site", "weapon")]
    + [(name, "i2") for name in ("origin", "actor", "executor", "target", "declared", "account")]
    + [(name, "i2") for name in ("rung", "rank", "claimed_by", "blamed", "warned", "closing", "observed")]
)

#: Where one act settles several provocations: ``act`` answers its cause and also ``also``.
ANSWER = np.dtype([("act", "i4"), ("also", "i4")])

#: A pause of the standing campaigns of ``actor`` for fear of somebody: at whose ``word`` (its patron's, its own, NONE
#: where both sides agree on a truce), over which act (NONE in a truce), its first and last day (NEVER: it goes on), and
#: the act that broke it, or NONE.
PAUSE = np.dtype([(name, "i4") for name in ("act", "actor", "against", "word", "first_day", "last_day", "broken_by")])

#: A war as it ended or stood at the horizon: the act that opened it, the two sides, first and last day, deaths by side.
WAR = np.dtype(
    [
        ("act", "i4"),
        ("a", "i4"),
        ("b", "i4"),
        ("first_day", "i4"),
        ("last_day", "i4"),
        ("killed_a", "i8"),
        ("killed_b", "i8"),
    ]
)
