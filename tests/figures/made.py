"""Made-up results in the shape of a real results folder, for figures and the report; nothing is simulated."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from brink.experiments.measures.questions.answers import Answer, answers_of
from brink.experiments.measures.summary import Line, summarise
from brink.model.world.asked import QuestionTable
from brink.model.world.ladder import RUNG_NAMES
from brink.scenarios.scenario import Scenario

ACTORS = {
    "united_states": {"kind": "state", "name": "United States", "home": "united_states"},
    "israel": {"kind": "state", "name": "Israel", "home": "israel"},
    "iran": {"kind": "state", "name": "Iran", "home": "iran"},
    "iraq": {"kind": "state", "name": "Iraq", "home": "iraq"},
    "pakistan": {"kind": "state", "name": "Pakistan", "home": "pakistan"},
    "islamic_resistance_iraq": {
        "kind": "militia",
        "name": "Islamic Resistance in Iraq",
        "patron": "iran",
        "sits_in": ["iraq"],
    },
    "hezbollah": {"kind": "militia", "name": "Hezbollah", "patron": "iran", "sits_in": ["lebanon"]},
    "jaish_al_adl": {"kind": "spoiler", "name": "Jaish al-Adl", "sits_in": ["pakistan"]},
}
TERRITORIES = {
    name: {"name": name.replace("_", " ").title(), "host": name}
    for name in ("united_states", "israel", "iran", "iraq", "pakistan", "syria", "lebanon")
}
PLACES = {
    "al_asad": {"name": "Al-Asad", "territory": "iraq", "lat": 33.8, "lon": 42.44, "setting": "base"},
    "erbil": {"name": "Erbil", "territory": "iraq", "lat": 36.2, "lon": 44.0, "setting": "city"},
    "baghdad": {"name": "Baghdad", "territory": "iraq", "lat": 33.3, "lon": 44.4, "setting": "camp"},
    "damascus": {"name": "Damascus", "territory": "syria", "lat": 33.5, "lon": 36.3, "setting": "city"},
    "tanf": {"name": "Al-Tanf", "territory": "syria", "lat": 33.5, "lon": 38.67, "setting": "base"},
    "beirut": {"name": "Beirut", "territory": "lebanon", "lat": 33.9, "lon": 35.5, "setting": "city"},
    "meron": {"name": "Meron", "territory": "israel", "lat": 33.0, "lon": 35.4, "setting": "base"},
    "kerman": {"name": "Kerman", "territory": "iran", "lat": 30.28, "lon": 57.08, "setting": "city"},
    "saravan": {"name": "Saravan", "territory": "iran", "lat": 27.37, "lon": 62.33, "setting": "camp"},
    "kermanshah": {"name": "Kermanshah", "territory": "iran", "lat": 34.3, "lon": 47.06, "setting": "base"},
    "panjgur": {"name": "Panjgur", "territory": "pakistan", "lat": 26.97, "lon": 64.1, "setting": "camp"},
}
#: Who strikes whom outside campaigns, where, usual rung, weight.
QUARRELS = [
    ("united_states", "islamic_resistance_iraq", "baghdad", "iraq", 6, 4.0),
    ("israel", "hezbollah", "beirut", "lebanon", 6, 3.0),
    ("hezbollah", "israel", "meron", "israel", 7, 3.0),
    ("israel", "iran", "damascus", "syria", 8, 1.0),
    ("iran", "pakistan", "panjgur", "pakistan", 6, 1.0),
    ("pakistan", "iran", "saravan", "iran", 6, 0.8),
    ("iran", "iraq", "erbil", "iraq", 6, 0.8),
    ("iran", "united_states", "al_asad", "iraq", 7, 0.4),
    ("israel", "iran", "kermanshah", "iran", 9, 0.15),
]
EVENTS = [
    (88, "jaish_al_adl", "iran", "kerman", "iran", 5, 84, 284),
    (79, "israel", "iran", "damascus", "syria", 8, 1, 0),
    (87, "israel", "hezbollah", "beirut", "lebanon", 8, 7, 11),
    (89, "united_states", "islamic_resistance_iraq", "baghdad", "iraq", 6, 2, 6),
]
DAYS = 150
ACT_COLUMNS = (
    "run", "act", "origin", "day", "date", "actor", "executor", "target", "declared", "account", "place", "site",
    "rung", "rung_name", "rank", "kinetic", "weapon", "channel", "claimed_by", "blamed", "cause", "generation", "chain",
    "displaced", "warned", "closing", "launched", "intercepted", "hits", "killed", "killed_civilians", "wounded",
    "observed",
)  # fmt: skip
NAMED = ("origin", "actor", "executor", "target", "declared", "account", "place", "site", "rung_name", "weapon",
         "channel", "claimed_by", "blamed")  # fmt: skip


@dataclass
class Made:
    """A results object with the attributes that figures and the report read."""

    runs: pd.DataFrame
    acts: pd.DataFrame
    days: pd.DataFrame
    series: pd.DataFrame
    answers: pd.DataFrame
    wars: pd.DataFrame
    pauses: pd.DataFrame
    manifest: dict[str, Any]
    scenario: Scenario
    folder: Path = field(default_factory=Path)
    left_out: str = ""
    questions: tuple[QuestionTable, ...] = ()

    @property
    def answers_to_questions(self) -> list[Answer]:
        """The answers over runs."""
        return answers_of(self.questions, self.runs, self.scenario.start.isoformat())

    @property
    def headlines(self) -> list[Line]:
        """The headline outcomes."""
        return summarise(self.runs, self.manifest["days"], None)

    def acts_of(self, run: int) -> pd.DataFrame:
        """The acts of one run, numbered by act."""
        return self.acts[self.acts["run"] == run].set_index("act", drop=False).rename_axis(None)

    def label(self, identifier: str, section: str = "actors") -> str:
        """Plain name of a thing; the scenario is a record."""
        if section == "marks":
            return "OBSERVED"
        entry = getattr(self.scenario, section, {}).get(identifier)
        return (entry.name if entry else "") or identifier.replace("_", " ")


def scenario(name: str = "January 2024", actors: dict[str, Any] | None = None, **others: Any) -> Scenario:
    """A scenario as a file would give it, checked field by field."""
    entries = {
        "schema": 1,
        "name": name,
        "summary": "Three months of strikes between states and militias, made up for a test.",
        "start": "2023-10-07",
        "days": DAYS,
        "actors": actors or ACTORS,
        "territories": TERRITORIES,
        "places": PLACES,
        "forces": {
            "us_iraq": {"of": "united_states", "in": "iraq", "at": ["al_asad"], "personnel": 2500},
            "us_syria": {"of": "united_states", "in": "syria", "at": ["tanf"], "personnel": 900},
        },
        "constants": {"fear_weight": 7.25},
        "events": {"kerman": {"date": "2024-01-03", "by": "jaish_al_adl", "against": "iran", "in": "iran", "rung": 5}},
        "interventions": {"calmer": {"date": "2024-01-10", "set": {"actors.iran.pressure.baseline": 0.3}}},
    }
    return Scenario.model_validate(entries | others)


def made(runs: int = 200, seed: int = 7, name: str = "January 2024", crowd: int = 0, empty: bool = False) -> Made:
    """Results of ``runs`` runs; with ``crowd`` the quarrels are spread over that many further actors."""
    draw = np.random.default_rng(seed)
    actors = dict(ACTORS)
    actors.update({f"group_{k}": {"kind": "militia", "name": f"Group {k}"} for k in range(crowd)})
    rows = [] if empty else [row for run in range(runs) for row in _log(draw, run, crowd)]
    acts = _decode(pd.DataFrame(rows, columns=list(ACT_COLUMNS)))
    table = _outcomes(acts, runs)
    days = _days(draw, list(actors))
    return Made(
        runs=table,
        acts=acts,
        days=days.head(0) if empty else days,
        series=pd.DataFrame(columns=["run", "day", "actor", "measure", "value"]),
        answers=pd.DataFrame({"run": [], "act": [], "also_answers": []}, dtype="int64"),
        wars=pd.DataFrame(columns=["run", "act", "side_a", "side_b", "first_day", "last_day", "killed_a", "killed_b"]),
        pauses=pd.DataFrame(columns=["run", "actor", "against", "word", "act", "first_day", "last_day", "broken_by"]),
        manifest={
            "schema": 1, "brink": "0.1.0", "git": {"commit": "0" * 40, "edited": False}, "python": "3.11.9",
            "libraries": {"numpy": "2.4", "numba": "0.68"}, "scenario": {"name": name, "sha256": "ab" * 32},
            "question": "cd" * 32, "seed": seed, "runs": runs, "days": DAYS, "runs_with_acts": runs,
            "engine": "ensemble",
            "command": f"brink run january-2024 --runs {runs} --seed {seed}", "uncertain": False, "posterior": None,
            "started": "2026-01-01T00:00:00+00:00", "ended": "2026-01-01T00:00:09+00:00",
            "files": {"acts.parquet": {"sha256": "ef" * 32, "bytes": 1}}, "jobs": 1,
            "runs_in_quantiles": min(runs, 1000),
        },
        scenario=scenario(name, actors),
    )  # fmt: skip


def _log(draw: np.random.Generator, run: int, crowd: int) -> list[tuple]:
    """One run: observed events, a campaign, roots and their answers."""
    planned: list[dict] = [_event(event) for event in EVENTS]
    for day in np.sort(draw.integers(10, DAYS, draw.poisson(150))):
        planned.append(_campaign(draw, int(day)))
    chances = np.array([q[5] for q in QUARRELS]) / sum(q[5] for q in QUARRELS)
    for day in draw.integers(0, DAYS, draw.poisson(9)):
        planned.append(_strike(draw, QUARRELS[draw.choice(len(QUARRELS), p=chances)], int(day), "spoiler", -1, crowd))
    planned.sort(key=lambda act: act["day"])
    return _number(draw, run, planned, crowd)


def _number(draw: np.random.Generator, run: int, planned: list[dict], crowd: int) -> list[tuple]:
    """Let acts be answered, then number them in order of day."""
    for key, act in enumerate(planned):
        act.update(key=key, cause_key=-1)
    waiting = list(planned)
    while waiting:
        act = waiting.pop(0)
        chance = 0.05 if act["origin"] == "campaign" else 0.38 if act["rung"] >= 4 else 0.0
        day = act["day"] + int(draw.lognormal(0.99, 1.1))
        if draw.random() < chance and day < DAYS:
            back = [q for q in QUARRELS if q[0] == act["target"]] or QUARRELS[:1]
            origin = "displaced" if draw.random() < 0.15 else "reply"
            reply = _strike(draw, back[draw.integers(len(back))], day, origin, act["key"], crowd)
            reply.update(key=len(planned), cause_key=act["key"])
            planned.append(reply)
            waiting.append(reply)
    planned.sort(key=lambda act: (act["day"], act["key"]))
    numbers = {act["key"]: number for number, act in enumerate(planned)}
    return [_row(run, act, numbers, planned) for act in planned]


def _row(run: int, act: dict, numbers: dict[int, int], planned: list[dict]) -> tuple:
    cause = numbers.get(act["cause_key"], -1)
    parent = planned[cause] if cause >= 0 else None
    act["generation"] = parent["generation"] + 1 if parent else 0
    act["chain"] = parent["chain"] if parent else numbers[act["key"]]
    full = {
        **act, "run": run, "act": numbers[act["key"]], "cause": cause, "rung_name": RUNG_NAMES[act["rung"]],
        "executor": act["actor"], "declared": act["target"], "account": act["target"], "rank": 0, "channel": "own",
        "kinetic": 4 <= act["rung"] <= 12, "claimed_by": act["actor"], "blamed": act["actor"], "warned": False,
        "closing": False, "launched": 4, "intercepted": 1, "hits": 2, "killed_civilians": act["killed"] // 2,
        "date": str((pd.Timestamp("2023-10-07") + pd.Timedelta(days=act["day"])).date()),
        "displaced": act["origin"] == "displaced",
    }  # fmt: skip
    return tuple(full[name] for name in ACT_COLUMNS)


def _event(event: tuple) -> dict:
    day, actor, target, site, place, rung, killed, wounded = event
    return {
        "day": day, "actor": actor, "target": target, "site": site, "place": place, "rung": rung, "killed": killed,
        "wounded": wounded, "origin": "event", "observed": True, "weapon": "",
    }  # fmt: skip


def _campaign(draw: np.random.Generator, day: int) -> dict:
    site, place = [("al_asad", "iraq"), ("erbil", "iraq"), ("tanf", "syria")][draw.integers(3)]
    return {
        "day": day, "actor": "islamic_resistance_iraq", "target": "united_states", "site": site, "place": place,
        "rung": 5 if draw.random() < 0.02 else 4, "killed": int(draw.random() < 0.02),
        "wounded": int(draw.random() < 0.2),
        "origin": "campaign", "observed": False, "weapon": "one_way_drone",
    }  # fmt: skip


def _strike(draw: np.random.Generator, quarrel: tuple, day: int, origin: str, cause: int, crowd: int) -> dict:
    actor, target, site, place, rung, _ = quarrel
    if crowd:
        actor, target = (f"group_{k}" for k in draw.integers(0, crowd, 2))
    step = int(draw.choice([-1, 0, 0, 0, 1, 1, 2, -4], p=[0.1, 0.2, 0.2, 0.2, 0.1, 0.1, 0.05, 0.05]))
    return {
        "day": day, "actor": actor, "target": target, "site": site, "place": place,
        "rung": int(np.clip(rung + step, 1, 12)),
        "killed": int(draw.negative_binomial(0.2, 0.05)), "wounded": 3, "origin": origin, "observed": False,
        "weapon": "ballistic_missile",
    }  # fmt: skip


def _decode(acts: pd.DataFrame) -> pd.DataFrame:
    for name in ACT_COLUMNS:
        if name in NAMED:
            acts[name] = acts[name].replace("", None).astype("category")
        elif name in ("kinetic", "displaced", "warned", "closing", "observed"):
            acts[name] = acts[name].astype(bool)
        elif name == "date":
            acts[name] = pd.to_datetime(acts[name])
        else:
            acts[name] = acts[name].astype("int32")
    return acts


def _outcomes(acts: pd.DataFrame, runs: int) -> pd.DataFrame:
    table = pd.DataFrame({"run": np.arange(runs)})
    force = acts[acts["kinetic"]]
    by_run = {
        "acts": acts.groupby("run").size(),
        "kinetic_acts": force.groupby("run").size(),
        "chains": force.groupby("run")["chain"].nunique(),
        "longest_chain": force.groupby(["run", "chain"]).size().groupby("run").max(),
        "deepest_chain": acts.groupby("run")["generation"].max(),
        "peak_rung": force.groupby("run")["rung"].max(),
        "killed": acts.groupby("run")["killed"].sum(),
        "killed_civilians": acts.groupby("run")["killed_civilians"].sum(),
        "wounded": acts.groupby("run")["wounded"].sum(),
    }
    for name, values in by_run.items():
        table[name] = table["run"].map(values).fillna(0).astype("int64")
    free, standing = force[force["origin"] != "campaign"], force[force["origin"] == "campaign"]
    counts = {"answerable": free, "replies": free[free["cause"] >= 0], "campaign_acts": standing}
    for name, rows in counts.items():
        table[name] = table["run"].map(rows.groupby("run").size()).fillna(0).astype("int64")
    table["campaign_replies"] = table["campaign_acts"] // 30
    table["branching_ratio"] = table["replies"] / table["answerable"].where(table["answerable"] > 0)
    table["branching_ratio_campaigns"] = 1 / 30
    table["spiral"] = table["deepest_chain"] >= 3
    table["killed_in_war"] = 0
    table["war"] = table["peak_rung"] >= 11
    table["new_dyads"] = 1 if len(acts) else 0
    table["days_to_quiet"] = np.where(table["run"] % 3 == 0, -1, 90)
    endings = np.where(table["war"], "war", np.where(table["run"] % 3 == 0, "horizon", "quiet"))
    table["ended_by"] = pd.Categorical(endings)
    table["seed"] = 7
    return table


def _days(draw: np.random.Generator, actors: list[str]) -> pd.DataFrame:
    """A shock on day 88 that fades, for every actor and measure."""
    scales = {"pressure": 0.5, "account": 0.8, "restraint": 5.0}
    number, t = len(actors) * len(scales), np.arange(DAYS)
    fading = np.where(t >= 88, np.exp(-(t - 88) / 25.0), 0.0)
    shock = draw.random(number)[:, None] * fading
    scale = np.tile(list(scales.values()), len(actors))[:, None]
    middle, spread = scale * (0.5 + 0.4 * shock), scale * 0.15 * (1 + shock)
    days = pd.DataFrame({"day": np.tile(t, number), "actor": np.repeat(actors, len(scales) * DAYS)})
    days["measure"] = np.tile(np.repeat(list(scales), DAYS), len(actors))
    days["mean"] = middle.ravel()
    for name, times in (("q05", -1.6), ("q25", -0.7), ("q50", 0.0), ("q75", 0.7), ("q95", 1.6)):
        days[name] = (middle + times * spread).ravel()
    return days.astype({"actor": "category", "measure": "category"})
