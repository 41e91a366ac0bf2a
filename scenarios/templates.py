"""The text that ``brink new`` writes."""

from __future__ import annotations

import json

from . import shipped
from .problems import Problem, ScenarioError, choices

SMALL = """\
# yaml-language-server: $schema=scenario.schema.json
# A scenario: what is assumed. Check it with `brink check FILE`, run it with `brink run FILE`.
# `brink explain actors.upland.pressure.baseline` says what a setting means and what it may be.
schema: 1
name: {title}
summary: Two neighbours, one border incident; how far does it go?
extends: arsenal                  # brings weapons, defences and the damage of each rung
start: 2024-01-01
days: 90

actors:                           # who acts: state, militia, spoiler or bystander
  upland:
    kind: state
    home: upland
    # any number may carry its plausible range and its source; sensitivity and --uncertain use the range
    pressure: {{baseline: {{value: 0.4, range: [0.1, 0.7], source: judgement}}}}
    restraint: {{credibility: 0.7, tolerance: 0.05}}
    arsenal: [{weapon}]
  lowland:
    kind: state
    home: lowland
    pressure: {{baseline: 0.3}}
    restraint: {{credibility: 0.7, tolerance: 0.05}}
    arsenal: [{weapon}]

ties:                             # what each feels toward the other; what is left out has a default
  upland: {{lowland: {{fear: 0.4}}}}
  lowland: {{upland: {{fear: 0.5, inferiority: 0.2}}}}

territories:
  upland: {{name: Upland, host: upland}}
  lowland: {{name: Lowland, host: lowland}}

places:
  hill_base: {{territory: upland, lat: 40.0, lon: 20.0, setting: base}}
  river_base: {{territory: lowland, lat: 39.5, lon: 20.0, setting: base}}

events:                           # dated acts that are given, not drawn
  incident:
    date: 2024-01-03
    by: upland
    against: lowland
    in: lowland
    at: river_base
    rung: 7                       # a limited strike on forces
    killed: 4
    wounded: 9
"""

COPY = """\
# yaml-language-server: $schema=scenario.schema.json
# Everything of {base} holds, except what is written here. `null` removes an entry.
# Look at the whole with `brink explain actors`, and check your changes with `brink check FILE`.
schema: 1
name: {title}
summary: {summary}
extends: {base}

# For example:
#
# actors:
#   iran:
#     pressure: {{baseline: 0.6}}
#
# constants: {{fear_weight: 8}}
"""


def new_scenario(title: str, base: str | None = None) -> str:
    """Text of a new scenario: a small one of its own, or one that extends the shipped scenario ``base``.

    Raises:
        ScenarioError: no shipped scenario has the name ``base``.
    """
    written = json.dumps(title or "untitled", ensure_ascii=False)
    if base is None:
        return SMALL.format(title=written, weapon="ballistic_missile")
    found = next((entry for entry in shipped.shipped_scenarios() if entry.name == base), None)
    if found is None:
        message = f"there is no shipped scenario of this name: {choices(base, shipped.names())}"
        raise ScenarioError([Problem(f"--from {base}", 0, 0, "", message)])
    summary = json.dumps(f"{found.title}, changed.", ensure_ascii=False)
    return COPY.format(title=written, base=base, summary=summary)
