"""What may stand in a scenario file: sections, fields, units and bounds."""
