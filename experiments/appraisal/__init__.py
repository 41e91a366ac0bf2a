"""Why an act was done: a run is run again by agents that note what they had before them when they decided.

Nothing of this is stored with results: seed, scenario and number of the run give it again.
"""
