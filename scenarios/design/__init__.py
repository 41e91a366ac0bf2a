"""Settings as dials: which parts of the arrays a setting moves, so that a design point need not be built again."""
