"""Questions answered slowly and plainly, act by act, as the language says: the measure of the fast way."""

from __future__ import annotations

import math
from typing import NamedTuple

from brink.model.measured import look_up
from brink.model.world.acts import Origin
from brink.model.world.asked import STRATA


class Act(dict):
    """An act of one run, by column, with its place in the run."""

    def __hash__(self):
        return hash(self["place"])


class Run(NamedTuple):
    """The acts of a run, the pairs of acts and what they also settle, the horizon, and the daily measures."""

    acts: list
    also: set
    days: int
    series: object


def runs_of(batch, case):
    """The runs of a batch as plain lists."""
    lands = look_up(batch.acts, case, "territory")
    names = batch.acts.dtype.names
    for r in range(batch.count):
        first, end = batch.act_offsets[r], batch.act_offsets[r + 1]
        acts = []
        for k in range(first, end):
            act = Act({name: int(batch.acts[name][k]) for name in names}, place=int(k - first))
            act["territory"] = int(lands[k])
            act["kinetic"] = int(4 <= act["rung"] <= 12)
            act["displaced"] = int(act["origin"] == Origin.DISPLACED)
            act["own"] = int(act["actor"] == act["executor"])
            acts.append(act)
        pairs = batch.answers[batch.answer_offsets[r] : batch.answer_offsets[r + 1]]
        also = {(int(pair["act"]), int(pair["also"])) for pair in pairs}
        yield Run(acts, also, case.worlds[0].days, batch.series[r] if len(batch.series) else None)


def fits(act, asked):
    return all(act[name] in wanted for name, wanted in asked.codes.items()) and all(
        low <= act[name] <= high for name, (low, high) in asked.spans.items()
    )


def sequences(stages, falling):
    """Every way to pick one act of each stage in order, without looking for it twice: first day by last act."""
    paths = [(act, act, act["day"]) for act in stages[0]]
    for stage in stages[1:]:
        paths = [
            (act, act, begun)
            for last, _, begun in paths
            for act in stage
            if act["place"] > last["place"] and (not falling or act["rung"] <= last["rung"])
        ]
    return [(last, begun) for last, _, begun in paths]


def body(run, asked, parts):
    """The acts that a question is about, before its link."""
    if asked.kind == "acts":
        acts = [act for act in run.acts if fits(act, asked)]
        return [act for act in acts if asked.first <= act["day"] <= asked.last]
    stages = [[act for act in part["acts"] if asked.first <= act["day"] <= asked.last] for part in parts]
    span = -1 if asked.link in ("answers", "settles", "after") else asked.within
    if asked.kind == "any":
        return [act for act in run.acts if any(act in stage for stage in stages)]
    if asked.kind == "all":
        done = []
        for act in run.acts:
            if not stages or not any(act in stage for stage in stages):
                continue
            latest = [max((a["day"] for a in s if a["place"] <= act["place"]), default=None) for s in stages]
            if None not in latest and (span < 0 or act["day"] - min(latest) < span):
                done.append(act)
        return done
    ends = {
        last["place"]
        for last, begun in sequences(stages, asked.kind == "ordered")
        if span < 0 or last["day"] - begun < span
    }
    return [act for act in run.acts if act["place"] in ends]


def linked(run, asked, act, other):
    """Whether an act hangs on another as asked."""
    if asked.link == "among":
        return act["place"] == other["place"]
    delay = act["day"] - other["day"]
    if delay < asked.least or (asked.within >= 0 and delay > asked.within):
        return False
    if asked.link == "after":
        return act["place"] > other["place"]
    named = act["cause"] == other["place"] or (asked.link == "settles" and (act["place"], other["place"]) in run.also)
    change = (act["rung"] > other["rung"]) - (act["rung"] < other["rung"])
    return named and (asked.step is None or change == asked.step)


def measured(asked, acts, delays):
    if asked.measure == "happens":
        return float(bool(acts))
    if asked.measure == "count":
        return float(len(acts))
    if asked.measure in ("killed", "wounded"):
        return float(sum(act[asked.measure] for act in acts))
    if not acts:
        return math.nan
    if asked.measure == "highest_rung":
        return float(max(act["rung"] for act in acts))
    return float({"first_day": acts[0]["day"], "first_rung": acts[0]["rung"], "delay": delays[0]}[asked.measure])


def answer(run, asked, questions, before):
    """What one run answers: value, whether it came true, day, count, acts, and counts by stratum."""
    asks = asked.given < 0 or before[asked.given]["came"]
    if asked.kind == "state":
        actor, measure, day = asked.state
        value = float(run.series[day, actor, measure]) if asks else math.nan
        return {"value": value, "came": False, "day": -1, "count": -1, "acts": [], "counts": {}}
    parts = [before[k] for k in asked.parts]
    if asked.kind != "acts" and (asked.kind == "none" or not all(questions[k].rowed for k in asked.parts)):
        return logical(asked, parts, asks)
    acts = body(run, asked, parts)
    cut, delays, others = False, [0] * len(acts), []
    if asked.link:
        every = before[asked.to]["acts"]
        whole = asked.link == "among" or asked.within < 0
        others = [o for o in every if whole or o["day"] + asked.within <= run.days - 1]
        cut = bool(every) and not others
        hanging = [(act, [o for o in others if linked(run, asked, act, o)]) for act in acts]
        followed = {o["place"] for act, found in hanging for o in found}
        acts = [act for act, found in hanging if found]
        delays = [min(act["day"] - o["day"] for o in found) for act, found in hanging if found]
    if asked.per_act:
        return per_act(asked, others if asks else [], followed)
    value = measured(asked, acts, delays)
    came = bool(acts)
    if asked.holds is not None:
        came = asked.holds[0] <= value <= asked.holds[1]
        value = float(came)
    known = asks and not (cut and not came)
    came = came and asks
    day = acts[0]["day"] if came and acts else -1
    kept = acts if came else []
    return {
        "value": value if known else math.nan,
        "came": came,
        "day": day,
        "count": len(kept),
        "acts": kept,
        "counts": {},
    }


def per_act(asked, others, followed):
    def counted(kept):
        return len([o for o in kept if o["place"] in followed]), len(kept)

    counts = {"": counted(others)}
    for name in asked.strata:
        for label, low, high in STRATA[name]:
            counts[f"{name}_{label}"] = counted([o for o in others if low <= o[name] <= high])
    hits, of = counts[""]
    value = hits / of if of else math.nan
    return {"value": value, "came": hits > 0, "day": -1, "count": hits, "acts": [], "counts": counts}


def logical(asked, parts, asks):
    came = [part["came"] for part in parts]
    days = [part["day"] for part in parts if part["came"] and part["day"] >= 0]
    if asked.kind == "any":
        true, day = any(came), min(days, default=-1)
    elif asked.kind == "all":
        true, day = all(came), max((part["day"] for part in parts), default=-1)
    else:
        true, day = not any(came), -1
    true = true and asks
    value = float(true) if asks else math.nan
    return {"value": value, "came": true, "day": day if true else -1, "count": int(true), "acts": [], "counts": {}}


def columns(batch, case, questions):
    """The columns of all questions, slowly."""
    made = {name: [] for asked in questions for name in asked.columns()}
    for run in runs_of(batch, case):
        before = []
        for asked in questions:
            before.append(answer(run, asked, questions, before))
            if asked.name:
                own, found = f"q.{asked.name}", before[-1]
                values = {own: found["value"], f"{own}.day": found["day"], f"{own}.count": found["count"]}
                for stratum, (hits, of) in found["counts"].items():
                    stem = f"{own}.{stratum}" if stratum else own
                    values |= {f"{stem}.count": hits, f"{stem}.of": of}
                for name in asked.columns():
                    made[name].append(values[name])
    return made
