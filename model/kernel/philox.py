"""The numbers of the generator, and how many draws lie side by side: for `draws.py` and `vector_draws.py`."""

from __future__ import annotations

#: Draws made together, at most.
LANES = 8

#: Copies of each round key in memory: as many as the vector registers of most processors hold. Fewer draws are not made
#: together.
COPIES = 4

#: Rounds of Philox4x32-10 and its multipliers (Salmon et al. 2011).
ROUNDS = 10
LEFT, RIGHT = 0xD2511F53, 0xCD9E8D57

#: How two words become a number: 27 and 26 bits are laid into the fractions of 2**25 and one half, where the last of
#: them are worth 2**-27 and 2**-53, and what is too much is taken away, but for half a unit.
DROPPED_HIGH, DROPPED_LOW = 5, 6
HIGH, HIGH_BASE = 0x418 << 52, 2.0**25
LOW, LOW_BASE = 0x3FE << 52, 0.5 - 2.0**-54
