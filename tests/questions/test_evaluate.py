"""The fast way to answer questions and the slow one agree, on random logs and random questions."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brink.experiments.measures.questions.evaluate import answers, columns
from brink.experiments.measures.questions.log import log_of
from brink.experiments.results.invariants import questions_broken
from brink.model.world.acts import ANSWER
from brink.model.world.asked import ENDLESS, QuestionTable
from brink.tests.questions import slow
from brink.tests.support import make_acts, make_batch, make_case, random_log

DAYS = 30
CASE = make_case(DAYS)
SPAN = st.tuples(st.integers(0, 9), st.integers(0, 6)).map(lambda ends: (ends[0], ends[0] + ends[1]))


@st.composite
def pattern(draw, name):
    codes = {}
    for column in draw(
        st.sets(st.sampled_from(["actor", "executor", "target", "territory", "origin", "blamed"]), max_size=2)
    ):
        codes[column] = tuple(sorted(draw(st.sets(st.integers(-1, 4 if column == "origin" else 2), max_size=3))))
    spans = {"observed": draw(st.sampled_from([(0, 0), (0, 1), (0, 1), (1, 1)]))}
    for column in draw(
        st.sets(st.sampled_from(["rung", "killed", "kinetic", "own", "displaced", "warned"]), max_size=2)
    ):
        spans[column] = draw(SPAN) if column in ("rung", "killed") else draw(st.sampled_from([(0, 0), (1, 1), (0, 1)]))
    return {"name": name, "kind": "acts", "codes": codes, "spans": spans}


@st.composite
def questions(draw):
    """Questions that refer to those before them, as the compiler would make them."""
    made = []
    for number in range(draw(st.integers(1, 6))):
        rowed = [k for k, asked in enumerate(made) if asked.rowed]
        true = [k for k, asked in enumerate(made) if asked.kind != "state" and not asked.per_act]
        name = f"n{number}"
        kind = draw(st.sampled_from(["acts"] * 4 + ["any", "all", "none", "then", "ordered", "state"]))
        if kind == "state":
            place = (draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.integers(0, DAYS - 1)))
            made.append(
                QuestionTable(name, kind=kind, rowed=False, state=place, given=draw(st.sampled_from([-1, *true])))
            )
            continue
        pool = rowed if kind in ("then", "ordered") else true
        if kind != "acts" and not pool:
            kind = "acts"
        parts = tuple(draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3))) if kind != "acts" else ()
        fields = draw(pattern(name)) if kind == "acts" else {"name": name, "kind": kind, "parts": parts}
        acts = kind == "acts" or (kind != "none" and all(made[k].rowed for k in parts))
        fields |= {"given": draw(st.sampled_from([-1, -1, *true]))}
        never = False
        if acts:
            fields |= draw(hanging(kind, rowed))
            never = fields.get("holds") is not None and fields["holds"][0] == 0 and fields["measure"] != "first_rung"
        made.append(QuestionTable(**fields, rowed=acts and not fields.get("per_act") and not never))
    return tuple(made)


@st.composite
def hanging(draw, kind, rowed):
    fields = {"first": draw(st.sampled_from([0, 0, 5])), "last": draw(st.sampled_from([ENDLESS, ENDLESS, 20]))}
    link = draw(st.sampled_from(["", "answers", "settles", "after", "among"])) if rowed else ""
    if link:
        fields |= {"link": link, "to": draw(st.sampled_from(rowed)), "per_act": draw(st.booleans())}
        if link in ("answers", "settles"):
            fields["step"] = draw(st.sampled_from([None, None, -1, 0, 1]))
    if link in ("answers", "settles", "after") and draw(st.booleans()):
        fields |= {"least": draw(st.integers(0, 2))}
        fields |= {"within": fields["least"] + draw(st.integers(0, 9))}
    elif kind in ("all", "then", "ordered"):
        fields |= {"within": draw(st.sampled_from([-1, 1, 2, 8]))}
    if fields.get("per_act"):
        return fields | {"strata": draw(st.sampled_from([(), ("rung",), ("origin", "killed")]))}
    measures = ["happens", "count", "first_day", "first_rung", "killed", "wounded", "highest_rung"]
    measure = draw(st.sampled_from([*measures, "delay"] if link in ("answers", "settles", "after") else measures))
    holds = (
        draw(st.sampled_from([None, (0, 2), (2, ENDLESS)])) if measure in ("count", "killed", "first_rung") else None
    )
    return fields | {"measure": measure, "holds": holds}


def made(seed, runs):
    draw = np.random.default_rng(seed)
    logs = [random_log(draw, CASE, int(draw.integers(0, 25))) for _ in range(runs)]
    also = []
    for log in logs:
        pairs = [(a, b) for a in range(len(log)) for b in range(a) if draw.random() < 0.1]
        also.append(np.array(pairs, ANSWER) if pairs else np.zeros(0, ANSWER))
    return make_batch(logs, answers=also, series=draw.random((runs, DAYS, 3, 3), dtype=np.float32))


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked=questions(), seed=st.integers(0, 10_000), runs=st.integers(0, 6))
def test_fast_and_slow_agree(asked, seed, runs):
    batch = made(seed, runs) if runs else made(seed, 1)
    case = CASE._replace(questions=asked)
    fast, plain = answers(batch, case), slow.columns(batch, case, asked)
    assert list(fast) == [name for entry in asked for name in entry.columns()]
    for name, values in plain.items():
        np.testing.assert_array_equal(fast[name].astype(float), np.array(values, float), err_msg=f"{name}: {asked}")


@given(asked=questions(), seed=st.integers(0, 1_000), cut=st.integers(1, 5))
@settings(max_examples=50, deadline=None)
def test_answers_do_not_depend_on_how_runs_are_cut(asked, seed, cut):
    draw = np.random.default_rng(seed)
    logs = [random_log(draw, CASE, int(draw.integers(0, 20))) for _ in range(6)]
    series = draw.random((6, DAYS, 3, 3), dtype=np.float32)
    case = CASE._replace(questions=asked)
    whole = answers(make_batch(logs, series=series), case)
    parts = [
        answers(make_batch(logs[:cut], series=series[:cut]), case),
        answers(make_batch(logs[cut:], series=series[cut:]), case),
    ]
    for name, values in whole.items():
        np.testing.assert_array_equal(values, np.concatenate([part[name] for part in parts]))


@given(asked=questions(), seed=st.integers(0, 10_000), runs=st.integers(1, 6))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_answered_breaks_no_rule_of_a_table_and_what_cannot_be_answered_does(asked, seed, runs):
    found = answers(made(seed, runs), CASE._replace(questions=asked))
    assert [words for words, rows in questions_broken(found, asked, DAYS) if rows.any()] == []
    for name, values in found.items():
        entry = next(entry for entry in asked if f"q.{entry.name}" == ".".join(name.split(".")[:2]))
        if entry.kind == "state":
            continue
        for wrong in (-2, 0.5) if values.dtype == float and not entry.per_act else (-2,):
            spoilt = values.copy()
            spoilt[-1] = wrong
            assert any(rows.any() for _, rows in questions_broken(found | {name: spoilt}, asked, DAYS)), (name, wrong)


def test_an_answer_within_a_week_is_seen_and_a_late_one_is_not():
    strike = QuestionTable(codes={"actor": (0,)}, spans={"rung": (6, ENDLESS)})
    reply = QuestionTable("reply", codes={"actor": (1,)}, link="answers", to=0, within=7)
    early, late = ({"actor": 1, "target": 0, "day": day, "cause": 0} for day in (9, 11))
    cut = make_acts({"day": 28})
    batch = make_batch([make_acts({"day": 3}, early), make_acts({"day": 3}, late), cut])
    found = columns(log_of(batch, CASE), (strike, reply))
    np.testing.assert_array_equal(found["q.reply"], [1, 0, np.nan])
    assert found["q.reply.day"].tolist() == [9, -1, -1]
