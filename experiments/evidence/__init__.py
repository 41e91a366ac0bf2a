"""What is known of real crises, and what the model makes of it: episodes, dispute statistics, scores, calibration.

`episodes` reads coded acts, `situation` rebuilds the crisis as it stood at one of them, `predict` runs the model on
from there; `scores`, `nulls` and `hawkes` say what a prediction is worth. `SOURCES.md` has the origin of each table.
"""
