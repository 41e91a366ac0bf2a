"""The critic of ``brink check --try``: quick runs of a scenario, and warnings about what no real crisis looks like."""
