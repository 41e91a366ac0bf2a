"""Batches of runs: cut into chunks, spread over workers, drawn from ranges, run again."""
