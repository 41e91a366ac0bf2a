"""The backtest from file to table, on a small file of strangers."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.evidence import backtest as room
from brink.experiments.evidence import forecast
from brink.experiments.evidence.page import chances_of
from brink.experiments.figures.reliability import TITLE, describe, finding, reliability
from brink.experiments.measures import claims
from brink.experiments.measures.statistics import Interval
from brink.model.world.doctrines import DOCTRINES

SMALL = str(Path(__file__).parent / "small.csv")


@pytest.fixture(scope="module")
def few():
    """Fewer points: the tests ask how it hangs together, not how well it forecasts."""
    patch = pytest.MonkeyPatch()
    patch.setattr(forecast, "POINTS", 6)
    patch.setattr(forecast, "PLAIN_POINTS", 2)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def found(few):
    return room.backtest(SMALL)


def test_everybody_forecasts_every_act(found):
    names = {entry.name for entry in found.entries}
    assert {room.BRINK, *room.NULLS} <= names
    assert {f"doctrine {name}" for name in DOCTRINES} - {"doctrine appraisal"} <= names, "rivals come from the table"
    assert all(len(entry.forecasts) == 6 for entry in found.entries)
    assert all(0 < p < 1 for p in next(e.p for e in found.entries if e.name == room.BRINK))


def test_never_reply_never_replies_and_always_reply_does(found):
    chances = {entry.name: entry.p.mean() for entry in found.entries}
    assert chances["doctrine never_reply"] < 0.05 < chances["doctrine always_reply"]


def test_strangers_are_named(found):
    assert set(found.guessed) == {"FOO", "BAR", "MIL"}


def test_asked_again_it_says_the_same(found, few):
    again = room.backtest(SMALL)
    assert json.dumps(room.as_json(again)) == json.dumps(room.as_json(found))


def test_the_outcome_of_a_chain_does_not_reach_its_own_forecast(found, few, tmp_path):
    """Striking the reply in chain BB out of the file leaves the forecast for the act it answered where it was."""
    kept = [line for line in Path(SMALL).read_text().splitlines() if not line.startswith("BB,2")]
    (tmp_path / "cut.csv").write_text("\n".join(kept) + "\n")
    cut = room.backtest(tmp_path / "cut.csv")

    def p(result):
        own = next(entry for entry in result.entries if entry.name == room.BRINK)
        return {(a.chain, a.n): f.p for a, f in zip(result.record.acts, own.forecasts, strict=True)}["BB", 1]

    assert p(cut) == p(found)


def test_the_verdict_says_who_wins(found):
    text = "\n".join(room.verdict(found, 2023))
    assert "lowest Brier score" in text
    # three chains cannot rank anybody, whatever their intervals say
    assert "too few chains to rank forecasters (3; at least 10 are needed)" in text
    assert "brink against the base rate: too few chains to tell (3;" in text
    assert not re.search(r"\b(ahead|better|worse|beats|loses)\b", text)


@pytest.mark.parametrize(
    ("word", "gain"),
    [("better", (0.1, 0.05, 0.15)), ("worse", (-0.1, -0.15, -0.05)), ("no difference that", (0.1, -0.1, 0.3))],
)
def test_with_enough_chains_the_verdict_says_who_does_better(found, monkeypatch, word, gain):
    monkeypatch.setattr(claims, "FEWEST", 3)
    scores = [score._replace(gain=Interval(*gain), brink_ahead=Interval(*gain)) for score in found.scores]
    lines = room.verdict(found._replace(scores=scores), 2023)
    assert word in next(line for line in lines if "the base rate" in line)
    ahead, _, behind = next(line for line in lines if line.startswith("ahead of")).partition("; behind")
    assert ("pooled logit" in ahead) == (word == "better")
    assert ("pooled logit" in behind) == (word == "worse")


def test_the_figure_draws_and_speaks(found):
    drawn = reliability(chances_of(found))
    assert set(drawn.data["forecaster"]) == {"brink", "brink as shipped"}
    assert len(drawn.data) == 12
    assert "held-out" in describe(drawn.data)
    assert drawn.figure.texts[0].get_text() == TITLE, "a handful of chains bears no title that says more"
    answered = drawn.data["answered"].mean()
    assert finding(drawn.data).startswith(f"{100 * answered:.0f} % of the acts were answered; forecast on average ")


def test_the_command_prints_json_for_every_act(few, brink, tmp_path):
    code, out, err = brink("backtest", "--episodes", SMALL, "--json", "--out", str(tmp_path))
    assert code == 0
    told = json.loads(out)
    assert {"scores", "null_models", "acts"} <= set(told)
    entry = told["acts"][0]
    assert {"chain", "n", "p_reply", "p_rung", "delay_quantiles", "p_proxy"} <= set(entry)
    assert sum(entry["p_rung"].values()) == pytest.approx(1, abs=1e-3)
    assert "FOO: no profile; the default of its kind stands in" in err
    assert (tmp_path / "figures" / "reliability.png").exists()


def test_one_chain_alone_is_scored_without_a_past(few, tmp_path):
    lines = Path(SMALL).read_text().splitlines()
    (tmp_path / "one.csv").write_text("\n".join(lines[:4]) + "\n")
    alone = room.backtest(tmp_path / "one.csv")
    assert all(np.isfinite(entry.p).all() for entry in alone.entries)


def test_a_bad_file_ends_with_code_2_and_its_place(brink, tmp_path):
    (tmp_path / "bad.csv").write_text(Path(SMALL).read_text().replace("2001-02-06", "soon"))
    code, out, err = brink("backtest", "--episodes", str(tmp_path / "bad.csv"))
    assert (code, out) == (2, "")
    assert "bad.csv:6:6: date: 'soon' is no date" in err
    code, _, err = brink("backtest", "--profiles", str(tmp_path / "none.yaml"))
    assert (code, "there is no such file" in err) == (2, True)
    (tmp_path / "bare.yaml").write_text("schema: 1\nname: Bare\nextends: border-clash\n")
    code, _, err = brink("backtest", "--profiles", str(tmp_path / "bare.yaml"))
    assert (code, "no default_state and no default_militia" in err) == (2, True)
