"""The compiled driver: the phases of a day as loops over arrays, calling the rules."""
