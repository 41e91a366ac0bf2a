"""Questions: what is asked of runs, as written in files and on the command line, typed, and compiled into tables."""
