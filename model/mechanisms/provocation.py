"""Provocations: what becomes of an occasion to answer, and how often one may come."""

from __future__ import annotations

from ..kernel.compiled import codes

#: What has become of a provocation: lapsed without force, still to be decided, or settled by an act of force.
LAPSED, OPEN, SETTLED = codes(3)

#: ``attempt`` of a provocation: 0, 1 when taken up once more, and from this number on, by day, when re-opened.
REOPENED = 2
