"""Whether what a scenario says can be: against the schema, against itself, and every name it uses."""
