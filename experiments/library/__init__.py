"""Experiment files that come with brink."""
