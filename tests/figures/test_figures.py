"""Every figure: the data behind it, what it must say, and the edges at which it must still draw."""

import re

import matplotlib as mpl
import numpy as np
import pytest

from brink.experiments.figures import about, draw_all, figure_entries, save, worst_run
from brink.experiments.figures.deaths import deaths, deaths_data
from brink.experiments.figures.delays import CODED, delays_data
from brink.experiments.figures.fan import applies, fan_data, observed_tally
from brink.experiments.figures.matrix import matrix_data
from brink.experiments.figures.peak import peak, peak_data
from brink.experiments.figures.stocks import stocks_data
from brink.experiments.figures.style import PHONE, WIDTH, on_phone, page_width, save_for_phone, settle
from brink.experiments.figures.survival import survival_data
from brink.experiments.figures.theatre import theatre_data
from brink.experiments.figures.timeline import timeline, timeline_data
from brink.experiments.figures.tree import tree, tree_data

EDGES_NAMED = {"one run": {"runs": 1}, "nothing": {"runs": 3, "empty": True}, "a crowd": {"runs": 4, "crowd": 1000}}
ODD = ["<script>alert(1)</script>", "$x$ \\frac{1", "a\x00b\x1b", "三月" * 40, "", "%s {0}"]
EDGES = list(EDGES_NAMED.values())
NAMES = {
    "peak-rung", "chain-length", "deaths", "who-strikes-whom", "theatre", "pressure", "delays", "attacks-on-us-forces",
    "timeline", "timeline-worst", "chain", "chain-worst",
}  # fmt: skip


def texts(figure):
    """Everything written in a figure."""
    return [text.get_text() for text in figure.findobj(mpl.text.Text)]


@pytest.fixture(scope="module")
def facts(two_hundred):
    return about(two_hundred)


@pytest.fixture(scope="module")
def drawn(two_hundred):
    return {figure_entry.name: figure_entry for figure_entry in figure_entries(two_hundred)}


# ---------------------------------------------------------------- what all figures say


def test_there_is_a_figure_for_everything(drawn):
    assert set(drawn) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_it_says_runs_seed_scenario_and_that_it_is_simulated(drawn, name):
    stamp = next(text for text in texts(drawn[name].drawn.figure) if "Scenario:" in text)
    assert "Simulated events, not a forecast" in stamp
    assert "January 2024" in stamp
    assert "200 runs, seed 7" in stamp


@pytest.mark.parametrize("name", sorted(NAMES))
def test_it_has_a_caption_words_and_data(drawn, name):
    figure_entry = drawn[name]
    assert len(figure_entry.see) > 100
    assert len(figure_entry.alt) > 40
    assert len(figure_entry.drawn.data)
    assert figure_entry.drawn.figure.get_size_inches()[0] == 9


@pytest.mark.parametrize("name", sorted(NAMES))
def test_nothing_is_cut_off(drawn, name):
    figure = drawn[name].drawn.figure
    settle(figure)
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert box.x0 >= -0.01
    assert box.y0 >= -0.01
    assert box.x1 <= width + 0.01
    assert box.y1 <= height + 0.01


@pytest.mark.parametrize("name", sorted(NAMES))
def test_on_a_phone_nothing_is_cut_off_and_letters_are_as_large_as_on_a_desk(drawn, name):
    figure = drawn[name].drawn.again(PHONE)
    assert figure.get_size_inches()[0] == PHONE
    settle(figure)
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert min(box.x0, box.y0) >= -0.01
    assert box.x1 <= width + 0.01
    assert box.y1 <= height + 0.01
    written = [text for text in figure.findobj(mpl.text.Text) if text.get_text() and text.get_visible()]
    assert min(text.get_fontsize() for text in written) >= 6.8
    assert all(text.get_fontsize() >= 7.5 for text in written if not text.get_text().isdigit())  # those are in marks


def test_a_figure_for_a_phone_holds_the_same_data_and_leaves_the_page_as_it_was(drawn, tmp_path):
    figure_entry = drawn["deaths"]
    first = save_for_phone(figure_entry.drawn, tmp_path, "deaths").read_bytes()
    assert first == save_for_phone(figure_entry.drawn, tmp_path, "deaths").read_bytes()
    assert page_width() == WIDTH
    assert not on_phone()
    points = [line.get_xdata().tolist() for axes in figure_entry.drawn.figure.axes for line in axes.get_lines()]
    again = figure_entry.drawn.again(PHONE)
    assert points == [line.get_xdata().tolist() for axes in again.axes for line in axes.get_lines()]
    with pytest.raises(ValueError, match="can draw it again"):
        save_for_phone(figure_entry.drawn._replace(again=None), tmp_path, "deaths")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_title_states_what_was_found(drawn, name):
    title = drawn[name].drawn.figure.texts[0].get_text()
    assert re.search(r"\d", title), title
    assert drawn[name].title.removesuffix(": the worst") not in title


def test_titles_state_nothing_where_too_few_runs_bear_it(make):
    few = {figure_entry.name: figure_entry for figure_entry in figure_entries(make(runs=4))}
    for name in NAMES - {"timeline", "chain", "timeline-worst", "chain-worst"}:
        assert few[name].drawn.figure.texts[0].get_text() == few[name].title


def test_the_titles_repeat_the_numbers_of_the_figures(drawn, two_hundred):
    peaks = two_hundred.acts[two_hundred.acts["kinetic"] & ~two_hundred.acts["observed"]].groupby("run")["rung"].max()
    rung, runs = peaks.value_counts().index[0], peaks.value_counts().iloc[0]
    title = drawn["peak-rung"].drawn.figure.texts[0].get_text().replace("\u00a0", " ")
    assert title.startswith(f"{runs / 2:.0f} % of the runs peak at rung {rung} ")
    killed = two_hundred.runs["killed"] - 94
    found = list(map(int, re.findall(r"\d+", drawn["deaths"].drawn.figure.texts[0].get_text().replace(",", ""))))
    assert (killed <= found[0]).mean() >= 0.5
    assert (killed >= found[1]).mean() >= 0.1


def test_settings_of_the_caller_stay_as_they_were(two_hundred, facts):
    before = dict(mpl.rcParams)
    peak(two_hundred.acts, facts)
    assert dict(mpl.rcParams) == before


# ---------------------------------------------------------------- the data behind each


def test_peak_rung_counts_simulated_acts_only(two_hundred, facts):
    acts = two_hundred.acts
    free = acts[acts["kinetic"] & ~acts["observed"]]
    expected = free.groupby("run")["rung"].max().value_counts()
    data = peak_data(acts, facts)
    assert {r: n for r, n in zip(data["rung"], data["runs"], strict=True) if n} == expected.to_dict()
    assert data["runs"].sum() == 200
    assert (data["low"] <= data["share"]).all()
    assert (data["share"] <= data["high"]).all()
    assert set(data["observed"]) == {8}


def test_chain_length_survives_as_counted_by_hand(two_hundred):
    acts = two_hundred.acts[two_hundred.acts["kinetic"]]
    lengths = acts.groupby(["run", "chain"]).size()
    roots = two_hundred.acts[two_hundred.acts["cause"] == -1].set_index(["run", "chain"])["origin"]
    begun = roots.loc[lengths.index]
    for campaign in (False, True):
        part = survival_data(two_hundred.acts)
        part = part[part["campaign"] == campaign].set_index("length")
        mine = lengths[((begun == "campaign") == campaign).to_numpy()]
        assert part["chains"].iloc[0] == len(mine)
        assert part["share"][1] == 1
        for least in (2, 3, 5):
            assert part["share"][least] == pytest.approx((mine >= least).mean())
        assert part["share"].is_monotonic_decreasing


def test_deaths_leave_out_those_of_observed_events(two_hundred):
    data = deaths_data(two_hundred.runs, two_hundred.acts)
    runs = data[data["of"] == "runs"]
    for row in runs.itertuples():
        assert row.share == pytest.approx((two_hundred.runs["killed"] - 94 >= row.killed).mean())
    assert runs["killed"].max() == two_hundred.runs["killed"].max() - 94


def test_who_strikes_whom_is_a_mean_per_run_by_target_and_by_soil(two_hundred, facts):
    acts = two_hundred.acts[two_hundred.acts["kinetic"] & ~two_hundred.acts["observed"]]
    free = acts[acts["origin"] != "campaign"]
    data = matrix_data(two_hundred.acts, facts).set_index(["by", "actor", "struck", "campaign"])
    one = data.loc["target", "iran", "pakistan", False]
    mine = free[(free["actor"] == "iran") & (free["target"] == "pakistan")]
    assert one["per_run"] == pytest.approx(len(mine) / 200)
    assert one["runs"] == mine["run"].nunique()
    # a strike on Iranians in Syria is one on Iran by target, and one on Syria by soil
    abroad = free[(free["actor"] == "israel") & (free["place"] == "syria")]
    assert set(abroad["target"]) == {"iran"}
    assert data.loc["soil", "israel", "syria", False]["acts"] == len(abroad)
    assert ("target", "israel", "syria", False) not in data.index
    assert data["acts"].groupby("by").sum().to_dict() == {"target": len(acts), "soil": len(acts)}


def test_the_matrix_has_a_panel_by_target_and_one_by_soil(drawn):
    figure_entry = drawn["who-strikes-whom"]
    written = texts(figure_entry.drawn.figure)
    assert {"by target", "by whose soil is hit"} <= set(written)
    by_target, by_soil = figure_entry.drawn.figure.axes[:2]
    assert "Syria" not in [tick.get_text() for tick in by_target.get_xticklabels()]
    assert "Syria" in [tick.get_text() for tick in by_soil.get_xticklabels()]


def test_delays_are_days_between_an_answer_and_what_it_answers(two_hundred, facts):
    acts = two_hundred.acts
    kept = acts.set_index(["run", "act"])
    waits = []
    for row in acts[acts["kinetic"] & ~acts["observed"] & (acts["cause"] >= 0)].itertuples():
        cause = kept.loc[(row.run, row.cause)]
        if cause["kinetic"]:
            waits.append(row.day - cause["day"])
    data = delays_data(acts, facts)
    every = data[data["replies"] == "all"].set_index("days")
    assert every["count"].iloc[0] == len(waits)
    for day in (0, 1, 3, 7):
        assert every["share"][day] == pytest.approx(np.mean(np.array(waits) <= day))
    kinds = data[data["replies"] != "all"].groupby("replies")["count"].first()
    assert kinds.sum() == len(waits)
    assert CODED == (1.0, 3.0, 6.5)


def test_the_fan_counts_attacks_on_us_forces_and_keeps_the_observed_apart(two_hundred, facts):
    acts = two_hundred.acts
    hits = acts[acts["kinetic"] & (acts["target"] == "united_states") & acts["place"].isin(["iraq", "syria"])]
    late = hits[(hits["day"] >= 10) & (hits["day"] <= 60)].groupby("run").size().reindex(range(200), fill_value=0)
    data = fan_data(acts, facts, observed_tally()).set_index("day")
    assert data["q50"][60] == np.percentile(late, 50)
    assert data["q95"][60] == np.percentile(late, 95)
    assert data["observed"][103] == 140  # 18 January 2024
    assert data["observed"].notna().sum() == len(observed_tally())


def test_the_fan_is_for_scenarios_of_that_time_only(two_hundred, facts):
    from datetime import date

    assert applies(two_hundred.acts, facts)
    assert not applies(two_hundred.acts, facts._replace(start=date(2025, 1, 1)))
    assert not applies(two_hundred.acts, facts._replace(labels={"north": "North"}))


def test_the_map_puts_every_act_of_force_somewhere(two_hundred, facts):
    data = theatre_data(two_hundred.acts, facts)
    assert data["acts"].sum() == two_hundred.acts["kinetic"].sum()
    erbil = data[(data["place"] == "erbil") & (data["kind"] == "strike")].iloc[0]
    assert (erbil["lat"], erbil["lon"]) == (36.2, 44.0)
    assert not np.isnan(erbil["from_lat"])
    american = data[(data["actor"] == "united_states") & (data["kind"] == "strike")].iloc[0]
    assert (american["from_lat"], american["from_lon"]) == (33.8, 42.44)  # from Al-Asad, its nearest base


def test_pressure_is_shown_for_those_who_answer_and_marks_what_was_observed(two_hundred, facts):
    data = stocks_data(two_hundred.days, two_hundred.acts, facts)
    assert 1 <= data["actor"].nunique() <= 6
    assert set(data["measure"]) == {"pressure", "account", "restraint"}
    assert set(data.loc[data["struck"] & (data["actor"] == "iran"), "day"]) == {79, 88}
    chosen = stocks_data(two_hundred.days, two_hundred.acts, facts, ["hezbollah"])
    assert set(chosen["actor"]) == {"hezbollah"}


# ---------------------------------------------------------------- one run


def test_the_timeline_shows_every_act_of_force_and_keeps_the_observed_apart(two_hundred, facts):
    run = worst_run(two_hundred)
    log = two_hundred.acts[two_hundred.acts["run"] == run]
    data = timeline_data(log, facts)
    assert len(data) == log["kinetic"].sum()
    assert (data["kind"] == "observed").sum() == 4
    shown = timeline(two_hundred.acts, facts, run)
    assert "OBSERVED (scripted)" in texts(shown.figure)
    squares = [line for line in shown.figure.axes[0].get_lines() if line.get_marker() == "s"]
    assert sum(len(line.get_xdata()) for line in squares) == 4
    assert all(mpl.colors.to_hex(line.get_markerfacecolor()) == "#ffffff" for line in squares)
    circles = [line for line in shown.figure.axes[0].get_lines() if line.get_marker() == "o"]
    assert sum(len(line.get_xdata()) for line in circles) == (data["mark"] & (data["kind"] != "observed")).sum()


def test_every_answer_in_the_timeline_has_its_arrow(two_hundred, facts):
    shown = timeline(two_hundred.acts, facts, 0)
    arrows = shown.figure.axes[0].findobj(mpl.patches.FancyArrowPatch)
    assert len(arrows) == (shown.data["cause"] >= 0).sum() > 0


def test_marks_of_a_lane_do_not_cover_each_other(two_hundred, facts):
    data = timeline(two_hundred.acts, facts, worst_run(two_hundred)).data
    marked = data[data["mark"] & (data["level"] < 6)].sort_values(["lane", "level", "day"])
    gaps = marked.groupby(["lane", "level"])["day"].diff().dropna()
    assert (gaps >= 2).all()


def test_the_tree_draws_the_longest_chain_each_act_under_what_it_answers(two_hundred, facts):
    run = worst_run(two_hundred)
    log = two_hundred.acts[(two_hundred.acts["run"] == run)]
    data = tree_data(log)
    longest = log[log["kinetic"]].groupby("chain").size().max()
    assert data["kinetic"].sum() == longest
    depth = dict(zip(data["act"], data["depth"], strict=True))
    seen = set()
    for row in data.itertuples():
        assert row.cause == -1 or row.cause in seen
        assert row.depth == (depth[row.cause] + 1 if row.cause in depth else 0)
        seen.add(row.act)
    assert tree(two_hundred.acts, facts, run).data.equals(data)


def test_a_chain_of_thousands_is_cut_and_says_so(two_hundred, facts):
    log = two_hundred.acts.head(1).loc[lambda acts: acts.index.repeat(3000)].reset_index(drop=True)
    log = log.assign(run=0, act=range(3000), cause=range(-1, 2999), generation=range(3000), chain=0, day=5)
    shown = tree(log, facts, 0)
    assert len(shown.data) == 40
    assert any("2,960 more acts are not drawn" in text for text in texts(shown.figure))


# ---------------------------------------------------------------- edges and files


@pytest.mark.parametrize("wishes", EDGES, ids=list(EDGES_NAMED))
def test_the_edges_draw_without_error(make, tmp_path, wishes):
    files = draw_all(make(**wishes), tmp_path)
    assert all(file.stat().st_size > 0 for file in files)


def test_an_empty_panel_says_why(make):
    nothing = make(runs=3, empty=True)
    for figure_entry in figure_entries(nothing):
        if figure_entry.name not in ("peak-rung",):
            assert any(word in " ".join(texts(figure_entry.drawn.figure)) for word in ("No ", "Nobody")), (
                figure_entry.name
            )


def test_pictures_are_wide_enough_and_drawings_hold_no_link(drawn, tmp_path):
    from PIL import Image

    figure_entry = drawn["who-strikes-whom"]
    png, svg, _ = save(figure_entry.drawn, tmp_path, figure_entry.name)
    with Image.open(png) as picture:
        assert picture.width == 1440
    assert "<image" not in svg.read_text()
    assert re.findall(r'href="(?!#)', svg.read_text()) == []


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_any_name_can_be_drawn(two_hundred, tmp_path, name):
    odd = about(two_hundred)._replace(scenario=about_name(two_hundred, name), labels={"iran": name or "Iran"})
    png, svg, _ = save(deaths(two_hundred.runs, two_hundred.acts, odd), tmp_path, "odd")
    assert png.stat().st_size > 0
    assert "<script" not in svg.read_text(encoding="utf-8")


def about_name(results, name):
    """The name as the figures would read it from a scenario."""
    from dataclasses import replace

    return about(replace(results, scenario=results.scenario.model_copy(update={"name": name}))).scenario
