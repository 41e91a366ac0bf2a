"""What is measured on runs: outcomes, statistics, the summary, and what may be claimed of a number."""
