"""Questions answered: evaluated on the log of runs, put together over runs, and told in words."""
