"""The live page: a scenario and the engine in one file, for a browser without a network."""
