"""brink: how a strike leads to a retaliation, how a chain of them grows, and what ends it."""
