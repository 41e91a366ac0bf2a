"""The options of every actor, made from facts: who can reach whom, from where, with what."""
