"""What is asked: batches of runs, their results, statistics, stories, and the command line."""
