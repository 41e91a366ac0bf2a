"""Provocations: what becomes of an occasion to answer."""

from __future__ import annotations

from ..kernel.compiled import codes

#: What has become of a provocation: lapsed without force, still to be decided, or settled by an act of force.
LAPSED, OPEN, SETTLED = codes(3)
