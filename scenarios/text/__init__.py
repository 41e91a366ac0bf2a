"""Assumptions files as text: YAML with the place of every value, merging, and what to say about mistakes."""
