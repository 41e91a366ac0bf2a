"""The report: complete, true to the numbers, safe with hostile names, and in one file."""

import base64
import json
import re
from html.parser import HTMLParser

import pytest

from brink.experiments.report import write_report
from brink.model.mechanisms.registry import CONSTANTS

SECTIONS = ("question", "answer", "numbers", "figures", "runs", "acts", "drivers", "assumed", "limits", "again")
EDGES = {"one": {"runs": 1}, "nothing": {"runs": 4, "empty": True}, "crowd": {"runs": 3, "crowd": 1000}}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


class Page(HTMLParser):
    """What stands in a page: tags with their attributes, and the text outside scripts and styles."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.words, self._silent = [], [], 0
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._silent += tag in ("script", "style")

    def handle_endtag(self, tag):
        self._silent -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._silent:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(briefing):
    return Page(briefing[1].read_text(encoding="utf-8"))


def test_it_reads_as_a_briefing(page):
    assert [a["id"] for a in page.all("section")] == list(SECTIONS)
    assert [a["href"] for a in page.all("a")][1:] == [f"#{name}" for name in SECTIONS]
    assert "January 2024" in page.text
    assert "Three months of strikes between states and militias" in page.text


def test_the_answer_has_three_sentences_made_from_the_numbers(briefing, page):
    from brink.experiments.figures import about
    from brink.experiments.figures.peak import peak_data
    from brink.experiments.report.answer import answer

    results = briefing[0]
    height, chains, cost = answer(results, about(results))
    peaks = peak_data(results.acts, about(results))
    top = peaks.loc[peaks["runs"].idxmax()]
    assert f"rung {int(top['rung'])}," in height
    assert f"{results.runs['replies'].sum() / results.runs['answerable'].sum():.2f} answers" in chains
    assert "besides the 94 of the observed events" in cost
    assert f"{results.runs['killed'].sort_values().iloc[99] - 94:,} people" in cost
    assert "no probability of war" in cost
    for sentence in (height, chains, cost):
        assert " ".join(sentence.split()) in page.text


def test_every_line_of_the_summary_stands_there_with_its_interval(briefing, page):
    for line in briefing[0].headlines:
        assert f"{line.outcome} {line.estimate()} {line.bounds()} {line.meaning}" in page.text


def test_every_figure_is_embedded_with_words_for_those_who_cannot_see_it(page):
    images = page.all("img")
    assert len(images) >= 10
    assert all(image["src"].startswith(("data:image/svg+xml;base64,", "data:image/png;base64,")) for image in images)
    assert all(len(image["alt"]) > 40 for image in images)
    phones = page.all("source")
    assert [phone["media"] for phone in phones] == ["(max-width: 40rem)"] * len(images)
    assert all(phone["srcset"].startswith("data:image/webp;base64,") for phone in phones)
    assert len({image["alt"] for image in images}) == len(images)


def test_median_and_worst_run_are_told_and_listed(briefing, page):
    from brink.experiments.figures import worst_run
    from brink.experiments.stories.median import median_run

    results = briefing[0]
    middle, worst = median_run(results), worst_run(results)
    assert middle != worst
    assert f"Run {middle}, the median run" in page.text
    assert f"Run {worst}, the worst run" in page.text
    assert "OBSERVED" in page.text
    force = results.acts[results.acts["kinetic"]]
    rows = page.all("tr")
    assert len(rows) > force["run"].isin([middle, worst]).sum()


def test_it_says_what_it_is_not(page):
    for words in ("not a forecast", "not advice on the use of force", "did not happen", "never weighed"):
        assert words in page.text


def test_it_says_how_to_make_it_again(briefing, page):
    manifest = briefing[0].manifest
    for words in (manifest["command"], manifest["scenario"]["sha256"], manifest["question"], "numpy 2.4"):
        assert words in page.text


def test_what_was_assumed_is_listed(page):
    fear = CONSTANTS["fear_weight"]
    assert f"Fear Weight 7.25 {fear.default:g} {fear.low:g} to {fear.high:g} {fear.meaning}" in page.text
    assert "2024-01-10: actors.iran.pressure.baseline = 0.3" in page.text
    assert "Islamic Resistance in Iraq militia Iran" in page.text


def test_it_needs_nothing_from_elsewhere(briefing, page):
    source = briefing[1].read_text(encoding="utf-8")
    for _, attributes in page.tags:
        for name in ("src", "href", "srcset", "data", "action", "poster"):
            value = attributes.get(name) or ""
            assert value.startswith(("#", "data:")) or not value, f"{name}={value[:80]}"
    assert re.findall(r"url\(|@import|<link|<iframe|<object", source) == []
    assert "default-src 'none'" in page.all("meta")[1]["content"]


def test_the_policy_admits_exactly_the_script_of_the_page(briefing):
    import hashlib

    source = briefing[1].read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", source, re.S)
    admitted = re.search(r"'sha256-([^']+)'", source.replace("&#39;", "'")).group(1)
    assert admitted == base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def test_it_is_small_enough_to_send(briefing):
    assert briefing[1].stat().st_size < 5_000_000


def test_the_same_results_give_the_same_bytes(briefing):
    """Of the page; that its figures are the same every time has a test beside theirs."""
    results, path = briefing
    first = path.read_bytes()
    path.unlink()
    assert write_report(results).read_bytes() == first


@pytest.fixture
def sketched(monkeypatch):
    """Stand-ins for the figures, which have tests of their own and take their time."""

    def draw_all(results, folder, run=None):
        folder.mkdir(exist_ok=True)
        for end in (".svg", ".png", ".csv", "-phone.webp"):
            (folder / f"peak-rung{end}").write_text("drawn")
        entry = {"name": "peak-rung", "title": "How high", "see": "what to see", "alt": "in words"}
        index = {"question": results.manifest["question"], "run": run, "figures": [entry]}
        (folder / "index.json").write_text(json.dumps(index))

    monkeypatch.setattr("brink.experiments.report.pictures.draw_all", draw_all)


def test_figures_of_other_results_are_not_taken(make_in, sketched):
    results = make_in(runs=3)
    write_report(results)
    marked = results.folder / "figures" / "peak-rung.svg"
    marked.write_text("<svg/>")
    write_report(results)
    assert marked.read_text() == "<svg/>"  # same results: taken as they are
    results.manifest["question"] = "another"
    write_report(results)
    assert marked.read_text() != "<svg/>"


@pytest.mark.parametrize(
    "wishes", [{"runs": 1}, {"runs": 4, "empty": True}, {"runs": 3, "crowd": 1000}], ids=["one", "nothing", "crowd"]
)
def test_the_edges_make_a_report_too(make_in, sketched, wishes):
    path = write_report(make_in(**wishes))
    text = Page(path.read_text(encoding="utf-8")).text
    assert path.stat().st_size < 5_000_000
    assert ("nobody" in text or "did anybody use force" in text) or not wishes.get("empty")


def test_a_hostile_name_is_shown_as_text_and_odd_text_breaks_nothing(make_in):
    odd = "costs $5 _{x} \\frac \x00\x1b {{ 7*7 }} 三 " + "long " * 15
    results = make_in(runs=3, name=f"{HOSTILE} {odd}")
    actors = results.scenario.actors
    iran = actors["iran"].model_copy(update={"name": HOSTILE})
    results.scenario = results.scenario.model_copy(update={"summary": HOSTILE, "actors": actors | {"iran": iran}})
    results.manifest["command"] = ["brink", "run", HOSTILE, "--set", f"name={HOSTILE}"]
    source = write_report(results).read_text(encoding="utf-8")
    page = Page(source)
    assert f"{HOSTILE} costs $5 _{{x}} \\frac {{{{ 7*7 }}}} 三" in page.text
    assert page.text.count(HOSTILE) > page.text.count(f"{HOSTILE} costs"), "the summary, the actor, the command"
    assert len(page.all("script")) == 1
    assert all("onerror" not in attributes for _, attributes in page.tags)
    for image in page.all("img"):
        if image["src"].startswith("data:image/svg"):
            drawing = base64.b64decode(image["src"].partition(",")[2]).decode()
            assert "<script" not in drawing
            assert "onerror=alert" not in re.sub(r"<!--.*?-->", "", drawing, flags=re.S)


def test_without_kept_acts_it_says_so(make_in, sketched):
    results = make_in(runs=3)
    results.acts = results.acts.head(0)
    results.manifest["runs_with_acts"] = 0
    text = Page(write_report(results).read_text(encoding="utf-8")).text
    assert "observed ones included; no acts were kept" in text
    assert "No acts were kept." in text
