"""What is kept of each pause of standing campaigns: who stopped at whose word, over what, and until when."""

from __future__ import annotations

from ..kernel.compiled import link_only
from ..world.tables import NEVER, NONE
from .state import clock_of, counts_of, pause_at, state_of


@link_only
def note_pause(state, i, j, word, k):
    """The campaigns of actor i against j stop, at somebody's word, over act k, or NONE."""
    counts = counts_of(state)
    if counts.pauses == state_of(state).n_pauses:
        counts.full = 1
        return
    pause = pause_at(state, counts.pauses)
    pause.act, pause.actor, pause.against, pause.word = k, i, j, word
    pause.first_day, pause.last_day, pause.broken_by = clock_of(state).day, NEVER, NONE
    counts.pauses += 1


@link_only
def end_pause(state, i, j, k):
    """They go on: the latest pause of actor i toward j is over, broken by act k, or NONE."""
    for back in range(counts_of(state).pauses):
        pause = pause_at(state, counts_of(state).pauses - 1 - back)
        if pause.actor == i and pause.against == j and pause.last_day == NEVER:
            pause.last_day, pause.broken_by = clock_of(state).day, k
            return
