"""Rival ways to decide, one small cited file each; `choose.py` asks the one that an actor was given.

Each answers up to three questions: how an actor looks at its options (a `Lens`), with what chance it acts at all, and
with what chance it concedes instead. The names and parameters stand in `model/world/doctrines.py`.
"""
