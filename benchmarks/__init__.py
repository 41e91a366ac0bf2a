"""How fast brink is, measured: ``make bench`` writes docs/benchmarks.md, its numbers as JSON and its figure.

Not part of the installed package and not a test: nothing here fails because a machine is slow.
"""
