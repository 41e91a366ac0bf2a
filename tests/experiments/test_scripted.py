"""Scripted acts say what they are: OBSERVED only in a record; and what lies after the end is said to be left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from brink.experiments.figures.gallery import figure_entries
from brink.experiments.measures.labels import LEGENDS, OBSERVED, SCRIPTED, after_the_end, mark_of, worded
from brink.experiments.report.report import render
from brink.experiments.results.read import Results, open_results
from brink.experiments.runs import batch
from brink.experiments.stories.story import tell
from brink.experiments.stories.trees import trees
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.shipped import shipped_scenarios

INVENTED = ("border-clash", "cedar-valley", "nuclear-neighbours", "generic-crisis")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return batch.run(load_scenario("border-clash"), 30, jobs=1, out=tmp_path_factory.mktemp("invented"))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Results:
    scenario = load_scenario("border-clash", ["record=true"])
    return batch.run(scenario, 30, jobs=1, out=tmp_path_factory.mktemp("record"))


def words_of(results: Results) -> str:
    """All that is said of a batch: stories, trees, figures with their captions and alt texts, the report."""
    drawn = "\n".join(
        f"{figure_entry.see} {figure_entry.alt} "
        + " ".join(text.get_text() for text in figure_entry.drawn.figure.findobj(lambda a: hasattr(a, "get_text")))
        for figure_entry in figure_entries(results)
    )
    page = re.sub(r"data:image[^\"]*", "", render(results))
    told = [tell(results, 0), trees(results, 0, everything=True), drawn, page]
    return "\n".join(told)


def test_an_invented_world_never_speaks_of_a_record(invented: Results) -> None:
    said = re.sub(r"<script.*?</script>|<style.*?</style>", "", words_of(invented), flags=re.DOTALL)
    assert "[SCRIPTED]" in said and "SCRIPTED event" in said and LEGENDS[SCRIPTED] in said
    for word in ("OBSERVED", "from the record", "public record", "observed event"):
        assert word not in said, word


def test_a_record_is_marked_observed(record: Results) -> None:
    said = words_of(record)
    assert "[OBSERVED]" in said and "OBSERVED (scripted)" in said and LEGENDS[OBSERVED] in said
    assert "SCRIPTED" not in re.sub(r"<script.*?</script>", "", said, flags=re.DOTALL)


def test_the_column_of_scripted_acts_keeps_its_name(invented: Results, record: Results) -> None:
    for results in (invented, record):
        assert (results.acts["observed"] == (results.acts["origin"] == "event")).all()
    assert invented.acts.equals(record.acts)


def test_which_shipped_scenarios_are_records() -> None:
    runnable = [scenario.name for scenario in shipped_scenarios() if scenario.runnable]
    known = {name for name in runnable if load_scenario(name).record}
    assert known == {"january-2024", "balakot-2019"}
    for name in known:
        assert all(event.source for event in load_scenario(name).events.values())
    assert not any(load_scenario(name).record for name in INVENTED)


def test_a_folder_that_does_not_say_is_no_record(invented: Results) -> None:
    """Folders of earlier versions have no mark, and a folder may hold any text for one."""
    for word in ("scripted", "REAL", ""):
        assert mark_of(lambda _name, _section, word=word: word) == SCRIPTED
    assert worded("OBSERVED (scripted): the observed event", SCRIPTED) == "SCRIPTED: the scripted event"


SAID = "1 event after the end left out (ambush on 2024-01-06)"


def test_an_event_after_the_end_is_said_everywhere(tmp_path: Path, brink, few_figures) -> None:
    assert SAID in brink("check", "border-clash", "--set", "days=4")[1]
    found = json.loads(brink("check", "border-clash", "--set", "days=4", "--json")[1])
    assert found["left_out"] == {"events.ambush": "2024-01-06"}
    out = str(tmp_path / "short")
    words = ("run", "border-clash", "--days", "4", "--runs", "10", "--out", out, "--no-figures", "--jobs", "1")
    code, said, _ = brink(*words)
    assert code == 0 and SAID in " ".join(said.split())
    assert json.loads(brink(*words, "--json")[1])["left_out"] == {"events.ambush": "2024-01-06"}
    results = open_results(out)
    assert f"{SAID}." in tell(results, 0)
    assert SAID in render(results)


def test_nothing_is_said_where_nothing_was_left_out(invented: Results) -> None:
    assert invented.left_out == ""
    assert "left out" not in tell(invented, 0)
    assert load_scenario("border-clash", ["days=6"]).left_out() == {}


def test_what_was_left_out_is_remembered_over_further_changes() -> None:
    scenario = load_scenario("january-2024", ["days=80"])
    gone = scenario.left_out()
    assert {"events.kerman", "events.baghdad"} <= gone.keys()
    further = apply_sets(scenario, {"days": 60, "actors.iran.pressure.baseline": 0.1})
    assert gone.keys() < further.left_out().keys()
    changed = load_scenario("border-clash", ["interventions={calm: {date: 2024-02-01, set: {}}}", "days=5"]).left_out()
    assert after_the_end(changed) == (
        "1 event and 1 intervention after the end left out (ambush on 2024-01-06, calm on 2024-02-01)"
    )
