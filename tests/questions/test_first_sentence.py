"""The first sentence of a comparison tells each question by its unit."""

import numpy as np
import pandas as pd
import pytest

from brink.experiments.measures.questions.measured import measures_of
from brink.experiments.studies.question_changes import lead_sentence
from brink.scenarios.loader import load_scenario


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("count", "goes up from 2.0 to 4.0 (+2.0; 95 % interval "),
        ("first_day", "goes up from 3 Jan 2024 to 5 Jan 2024 (+2.0 days; 95 % interval "),
    ],
)
def test_the_first_sentence_tells_counts_with_a_sign_and_days_as_dates(measure, said):
    world = load_scenario("border-clash", [f"questions.mine.inline=north 4+ measure {measure}"])
    asked = measures_of(("mine",), world)
    before, after = (pd.DataFrame({name: np.arange(40) % 3 + k for name in asked[0].columns}) for k in (1.0, 3.0))
    assert said in lead_sentence(["mine"], asked, before, after, world.start)
