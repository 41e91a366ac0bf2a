"""Numbers that pages quote in prose are those of the code and of the evidence: none is left behind when one moves."""

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from brink.experiments.evidence import calibrate
from brink.experiments.evidence.january_match import MET
from brink.experiments.page import content
from brink.experiments.runs import uncertain, until
from brink.experiments.studies.sensitivity_answer import Sensitivity, settings_of
from brink.model.mechanisms import pressure, toll, utility
from brink.model.mechanisms.registry import CONSTANTS
from brink.model.world import ladder
from brink.scenarios.loader import load_scenario

DOCS = Path(__file__).resolve().parents[2] / "docs"
#: A number with a decimal point, as formulas write it.
DECIMAL = re.compile(r"(?<![\w.])-?\d*\.\d+(?![\w.])")
#: Passages of the page on the model: numbers that are constants, by their names, and others that rules have.
PASSAGES = (
    "s_r = {STRIKE_SEVERITY} (g^r - 1) / (g^6 - 1)",
    "w_F ln(1 + F + {WOUNDED} J) / ln 101\n",
    "`near_miss_harm` + w_F ln(1 + F + {WOUNDED} J) / ln 101",
    "times 1 + ln(1 + F + {WOUNDED} J) / ln 101",
    "confidence of {doubtful_confidence} or less counts",
    "|ln((m_w s_r + {FLOOR}) / ({proportion_anchor} Ghat + {FLOOR}))|",
    "lambda exp(a_o (P_patron - {patron_reference}) + a_h min(1, G))",
    "(b_P P - b_E phi {proportion_anchor} G)",
    "of which {proportion_anchor} is the reply",
    "B = blame_0 + {missile_blame} [patron-grade weapon] - {claimed_blame} [claimed by the militia]",
    "Pr = logistic({talk_base} + {talk_overt} [overt] + {talk_dead} [own dead] - {talk_consent} consent)",
)
#: Constants that the page has in words.
IN_WORDS = {
    "only a tenth inside rules": ("rules_share", 0.1),
    "at most two dead and doubtful evidence": ("denial_dead", 2.0),
    "settled by half of full relief": ("vow_redeemed", 0.5),
    "brings at least half of full relief": ("vow_redeemed", 0.5),
    "with three a death": ("wounded_per_killed", 3.0),
    "right after about two days": ("correction_days", 2.0),
}


def short(number: float) -> str:
    """As formulas write it: no nought before the point, one digit behind it at least."""
    return f"{number:.4f}".rstrip("0").removeprefix("0").ljust(2, "0") if number % 1 else f"{number:.1f}"


@pytest.fixture(scope="module")
def numbers() -> dict[str, str]:
    plain = {"STRIKE_SEVERITY": ladder.STRIKE_SEVERITY, "WOUNDED": toll._WOUNDED_AS_DEAD, "FLOOR": utility._FLOOR}
    return {name: short(value) for name, value in plain.items()} | {
        name: short(constant.default) for name, constant in CONSTANTS.items()
    }


def test_formulas_of_the_model_have_the_numbers_of_its_rules(numbers: dict[str, str]) -> None:
    """Every passage stands there, and no decimal stands anywhere else in a formula: a new one is named here."""
    page = (DOCS / "explanation" / "model.md").read_text(encoding="utf-8")
    passages = [passage.format(**numbers) for passage in PASSAGES]
    assert [passage for passage in passages if passage not in page] == []
    for passage in passages:
        page = page.replace(passage, "")
    assert DECIMAL.findall(page) == []


@pytest.mark.parametrize("words", IN_WORDS)
def test_constants_in_words_are_what_the_words_say(words: str) -> None:
    page = " ".join((DOCS / "explanation" / "model.md").read_text(encoding="utf-8").split())
    name, value = IN_WORDS[words]
    assert words in page and CONSTANTS[name].default == value


def test_the_unit_of_accounts_is_three_and_a_half_strikes() -> None:
    page = (DOCS / "explanation" / "model.md").read_text(encoding="utf-8")
    assert "G_ref, three and a half strikes on a group," in page
    assert pytest.approx(3.5 * ladder.STRIKE_SEVERITY) == pressure.REFERENCE


def test_limits_tell_of_the_fit_that_there_is() -> None:
    """If this fails after a calibration, docs/limits.md is behind: its paragraph on the fit says other numbers."""
    text = (resources.files("brink.experiments.evidence") / calibrate.REPORT).read_text(encoding="utf-8")
    told = json.loads(text)
    bounds, fit = told["january"], told["fit"]
    page = " ".join((DOCS / "limits.md").read_text(encoding="utf-8").split())
    met, before = (sum(row[name] for row in bounds) / len(bounds) for name in ("met", "prior_met"))
    shipped = sum(row["shipped"] <= MET for row in bounds)
    all_of = "all of them" if shipped == len(bounds) else str(shipped)
    hits, plain = (sum(row[name] for row in fit) for name in ("hit", "shipped_hits"))
    assert len(told["constants"]) == 15 and "fitted fifteen constants" in page
    quoted = (
        f"meets {met:.0%} of the {len(bounds)} bounds of January (the shipped constants {all_of}, a draw from the "
        f"ranges {before:.0%}) and {hits} of {len(fit)} dispute statistics (the shipped constants {plain})"
    )
    assert quoted.replace("%", " %") in page
    assert f"{told['size']['first']} points were tried and {told['size']['second']} more" in page
    assert "about twenty of them" in page and 15 <= told["episodes"]["effective_rows"] < 25


def test_the_example_of_size_is_that_of_the_scenario() -> None:
    """So many ranges and points, to two digits."""
    page = " ".join((DOCS / "how-to" / "find-what-matters.md").read_text(encoding="utf-8").split())
    scenario = load_scenario("january-2024")
    ranges, _ = settings_of(scenario, ())
    asked = Sensitivity(scenario, ranges, (), trajectories=10, keep=20, base=1024, replications=100, seed=1)
    points = sum(asked.points())
    assert f"all of some {round(len(ranges), -1)} ranges of `january-2024`" in page
    assert f"are {round(points, -3):,} points and {points * 100 / 1e6:.1f} million runs" in page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("../README.md", "# was {control}: the chance that an order or a veto of Amber is obeyed"),
        ("teach/twenty-minutes.md", "The scenario says `control: {control}`: one order or veto in ten"),
        ("how-to/write-a-scenario.md", "(`ballistic_missile`: {reach} km)"),
        ("how-to/uncertainty.md", "from the first {points} points, each run {each} times"),
        ("how-to/uncertainty.md", "Runs are added by the hundred, from {least} on"),
        ("how-to/send-a-live-report.md", "{at_once} runs at once, {refined} while nothing else is asked"),
    ],
)
def test_settings_and_sizes_in_prose_are_those_there_are(page: str, words: str) -> None:
    valley, clash = load_scenario("cedar-valley"), load_scenario("border-clash")
    known = {
        "control": valley.actors["dawn_front"].control, "reach": f"{clash.weapons['ballistic_missile'].range_km:g}",
        "points": uncertain.POINTS, "each": uncertain.EACH, "least": until.LEAST,
        "at_once": f"{content.AT_ONCE:,}", "refined": f"{content.REFINED:,}",
    }  # fmt: skip
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    assert " ".join(words.format(**known).split()) in text
