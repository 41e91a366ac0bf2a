"""Statistics of the campaign against US forces, from rows that ship: how often they were attacked and struck back."""

from __future__ import annotations

import csv
import datetime
from importlib import resources

from ...model.world.ladder import is_kinetic
from .episodes import PACKAGE

TALLY = ("brink.experiments.figures", "us_forces_attack_tally.csv")
FIRST_DAY = datetime.date(2023, 10, 17)
STRUCK = ("islamic_resistance_iraq", "iran")


def campaign_statistics() -> dict[str, float]:
    """The two campaign statistics of `targets.csv` by name, from the first attack to the last report."""
    last = _rows(*TALLY)[-1]
    attacks, end = int(last["total"]), datetime.date.fromisoformat(last["date"])
    strikes = sum(
        row["actor_id"] == "united_states"
        and row["target_id"] in STRUCK
        and is_kinetic(int(row["rung"]))
        and FIRST_DAY <= datetime.date.fromisoformat(row["date"]) <= end
        for row in _rows(PACKAGE, "timeline.csv")
    )
    return {
        "us_forces_attacks_per_day": attacks / ((end - FIRST_DAY).days + 1),
        "us_strikes_per_militia_attack": strikes / attacks,
    }


def _rows(package: str, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((resources.files(package) / name).read_text(encoding="utf-8").splitlines()))
