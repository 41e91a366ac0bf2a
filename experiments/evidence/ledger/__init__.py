"""The ledger: forecasts frozen before the fact, chained by their hashes, scored against acts coded later."""
