"""The report: one self-contained HTML file that reads as a briefing."""
