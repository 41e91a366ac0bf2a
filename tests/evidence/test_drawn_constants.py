"""Forecasts over a posterior: every run takes a draw of the constants by its number, and what was asked is kept."""

import json

import numpy as np
import pytest

from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.ledger import generic, kinds
from brink.experiments.evidence.predict import chance
from brink.experiments.evidence.situation import load_profiles, situation_at
from brink.experiments.evidence.unseen import cases, simulated
from brink.experiments.evidence.unseen.cases import read_cases
from brink.experiments.runs.posterior import read_posterior
from brink.model.mechanisms.registry import CONSTANTS
from brink.scenarios.problems import ScenarioError
from brink.tests.evidence.made_up import acts_file, pair_rows


@pytest.fixture(autouse=True)
def little(monkeypatch):
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)
    monkeypatch.setattr(room, "DRAWN_RUNS", 60)


@pytest.fixture(scope="module")
def act():
    case = next(case for case in read_cases("record").cases if case.case.id == "ET")
    return case.acts[0], case


def drawn(folder, *values, name="drawn.csv"):
    """A posterior of the threshold of every answer alone."""
    folder.joinpath(name).write_text("constants.answer_cost\n" + "".join(f"{value}\n" for value in values))
    return folder / name


def cost_of(case):
    return float(np.ravel(case.worlds[0].constants["answer_cost"])[0])


def ends():
    return CONSTANTS["answer_cost"].low, CONSTANTS["answer_cost"].high


def test_every_run_takes_a_draw_of_its_own(act, tmp_path):
    """The draw hangs on the number of the run alone: the same in every situation, and spread over all rows."""
    one, case = act
    situation = situation_at(one, case.acts, load_profiles())
    draws = simulated.constants_from(drawn(tmp_path, *np.linspace(*ends(), 7)))
    found = [cost_of(one) for one in simulated.drawn_cases(situation, draws, 60)]
    assert set(np.round(found, 6)) == set(np.round(draws.values[:, 0], 6))
    other = situation_at(case.acts[-1], case.acts, load_profiles())
    again = simulated.drawn_cases(other, draws, 40)
    assert [cost_of(one) for one in again] == found[:40]


def test_draws_of_two_kinds_give_what_lies_between(act, tmp_path):
    """Answers that cost much come seldom, and a posterior of both costs foretells what lies between."""
    one, case = act
    low, high = ends()
    chances = []
    for k, values in enumerate(((low,), (low, high), (high,))):
        draws = simulated.constants_from(drawn(tmp_path, *values, name=f"{k}.csv"))
        chances.append(chance(simulated.act_tallies(one, case, load_profiles(), None, draws).back))
    assert chances[0] > chances[1] + 0.05 > chances[2] + 0.1


def test_a_posterior_of_anything_but_constants_is_refused(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("actors.iran.resolve\n0.5\n")
    with pytest.raises(ScenarioError, match=r"no constant of the model"):
        simulated.constants_from(file)
    file.write_text("constants.answer_cots\n0.5\n")
    with pytest.raises(ScenarioError, match=r"did you mean constants\.answer_cost\?"):
        simulated.constants_from(file)
    assert len(simulated.constants_from("disputes").paths) == len(read_posterior("disputes").paths)


def test_a_backtest_over_a_posterior_is_kept_and_found_again(brink, tmp_path):
    early, late = (
        acts_file(tmp_path, pair_rows(n, day), f"{day}.csv") for n, day in ((3, "2001-01-01"), (2, "2006-01-01"))
    )
    file, words = drawn(tmp_path, *ends()), ("backtest", "--learn", early, "--score", late)
    code, out, err = brink(*words, "--posterior", file, "--out", tmp_path / "b")
    assert code == 0, err
    assert f"drawn from the posterior {file}" in out
    told = json.loads((tmp_path / "b" / "backtest.json").read_text())
    plain = json.loads(brink(*words, "--json")[1])
    assert told["constants"] == str(file) and plain["constants"] is None
    (shipped, own) = (
        {row["forecaster"]: row["scores"] for row in one["frames"]["replies"]["scores"]} for one in (plain, told)
    )
    assert own["brink as shipped"] != shipped["brink as shipped"] and own["base rate"] == shipped["base rate"]
    file.unlink()
    (tmp_path / "b" / "manifest.json").unlink()
    assert brink("resume", tmp_path / "b")[:2] == (0, out)
    assert json.loads((tmp_path / "b" / "backtest.json").read_text()) == told
    code, _, err = brink(*words, "--posterior", "nothing.csv")
    assert code == 2 and "nothing.csv" in err


@pytest.mark.parametrize(("words", "why"), [
    (("--primary", "record-2010"), "was named for constants as they ship"),
    (("--events", "sample"), "leave out --posterior"),
    ((), "--posterior with --score too"),
])  # fmt: skip
def test_what_does_not_go_with_a_posterior_is_said(brink, words, why):
    code, _, err = brink("backtest", *words, "--posterior", "disputes")
    assert code == 2 and why in err.replace("\n", " "), err


def test_a_forecast_over_a_posterior_says_so_and_differs(brink, tmp_path, monkeypatch):
    few = cases.parsed_cases("few.csv", acts_file(tmp_path, pair_rows(3, "2001-01-01"), "few.csv").read_text())
    monkeypatch.setattr(generic, "read_cases", lambda source: few)
    monkeypatch.setattr(generic, "KINDS", kinds.KINDS[:2])
    words, file = (
        ("forecast", "--after", "2024-01-20", "--next", 10, "--ledger", tmp_path / "l"),
        drawn(tmp_path, *ends()),
    )
    assert brink(*words)[0] == 0
    assert brink(*words, "--posterior", file)[0] == 0
    first, second = (json.loads((tmp_path / "l" / f"000{k}.json").read_text()) for k in (1, 2))
    assert "posterior" not in first["learned"] and len(second["learned"]["posterior"]) == 64
    assert first["acts"] != second["acts"]
    assert brink("resolve", tmp_path / "l")[0] == 0


def test_a_forecast_of_a_scenario_over_a_posterior_is_of_the_drawn_runs(brink, tmp_path):
    """A war that any answer opens and one that none does: the chances frozen are those of what was drawn."""
    low, high = ends()
    chances = []
    for k, value in enumerate((low, high)):
        file = drawn(tmp_path, value, name=f"{k}.csv")
        assert brink("forecast", "border-clash", "--runs", 60, "--ledger", tmp_path / "l", "--posterior", file)[0] == 0
        entry = json.loads((tmp_path / "l" / f"000{k + 1}.json").read_text())
        assert entry["primary"] == "brink, constants drawn" and len(entry["learned"]["posterior"]) == 64
        chances.append([asked.get("chance") for asked in entry["crisis"]["questions"]])
    assert chances[0] != chances[1]
