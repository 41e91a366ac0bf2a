"""The report: one self-contained HTML file that reads as a briefing, with or without network, scripts and paper."""

from __future__ import annotations

from .report import draw, write_report

__all__ = ["draw", "write_report"]
