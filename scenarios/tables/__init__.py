"""From a scenario to the plain arrays that a run reads."""
