"""A live page in the browsers that are here: from a file, no network, no error, on a desk and on a phone."""

from pathlib import Path

import pytest

from brink.experiments.page.page import live_page
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.tests.page.browsing import BROWSERS, DESK, PHONE, browse, is_here
from brink.tests.page.recorded import HERE

pytestmark = pytest.mark.browsers
#: A driven Firefox never gives its document the focus (`document.hasFocus()` is false, headless and in a window that
#: was activated and clicked into): keys reach the element, and press no button. A person's keys do.
UNFOCUSED = pytest.mark.xfail(strict=True, reason="a driven Firefox gives its document no focus: keys press no button")
BY_KEYS = {"firefox-esr": pytest.param("firefox-esr", marks=UNFOCUSED)}
STARTED = ["until", "document.body.dataset.runs >= 300"]
SETTLED = ["until", "document.body.dataset.settled === 'yes'"]
QUIET = ["evaluate", "document.getElementById('fault').hidden"]
OVERFLOW = ["evaluate", "document.documentElement.scrollWidth - window.innerWidth"]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "january.html"
    path.write_text(live_page(load_scenario("january-2024")).text)
    return path


def browsed(name, page, steps, size=DESK, fragment=""):
    """What was seen in a browser; skips where there is none."""
    if not is_here(name):
        pytest.skip(f"{name} is not here: install it from Debian's packages")
    return browse(name, page, steps, size, fragment)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("name", BROWSERS)
def test_the_page_answers_without_a_network_an_error_or_a_word_cut_off(name, size, page):
    results = browsed(name, page, [STARTED, QUIET, OVERFLOW], size, "#actors.iran.pressure.baseline=0.5")
    assert results[1] is True
    assert results[2] <= 0


@pytest.mark.parametrize("name", BROWSERS)
def test_a_setting_is_moved_by_keyboard_alone(name, page):
    steps = [
        STARTED,
        ["tabTo", "document.activeElement.type === 'range'"],
        ["press", "PageUp"],
        ["until", "location.hash.includes('pressure.baseline')"],
        ["evaluate", "document.querySelectorAll('.control.changed').length"],
    ]
    assert browsed(name, page, steps)[-1] == 1


@pytest.mark.parametrize("name", [BY_KEYS.get(name, name) for name in BROWSERS])
def test_a_run_is_read_and_an_event_taken_out_by_keyboard_alone(name, page):
    steps = [
        STARTED,
        ["until", "document.querySelectorAll('#story li').length > 5"],
        ["tabTo", "document.activeElement.type === 'checkbox'"],
        ["press", " "],
        ["until", "location.hash.includes('events.')"],
        STARTED,
        ["tabTo", "document.activeElement.id === 'act-after'"],
        ["press", " "],
        ["until", "/^act-[0-9]/.test(document.activeElement.id)"],
        ["evaluate", "document.querySelectorAll('#story .chosen').length"],
    ]
    assert browsed(name, page, steps)[-1] == 1


@pytest.mark.parametrize("name", BROWSERS)
def test_a_setting_that_cannot_be_moved_here_is_left_out_of_an_address(name, tmp_path):
    """It was taken, and the page ended in a fault."""
    fixed = "weapons.cruise_missile.range_km"
    scenario = loads_scenario(f"schema: 1\nname: x\nextends: border-clash\npage: [constants.fear_weight, {fixed}]\n")
    path = tmp_path / "page.html"
    path.write_text(live_page(scenario).text)
    told = ["evaluate", "document.getElementById('message').textContent"]
    results = browsed(name, path, [STARTED, QUIET, told], fragment=f"#{fixed}=20000&constants.fear_weight=7")
    assert results[1] is True
    assert results[2].startswith("1 part of the address")


@pytest.mark.parametrize("name", BROWSERS)
def test_an_event_is_taken_out_and_put_back(name, page):
    row = "[...document.querySelectorAll('.event')].find((one) => one.textContent.includes('Kerman'))"
    box = f"{row}.querySelector('input')"
    steps = [
        STARTED,
        ["evaluate", f"{box}.click()"],
        ["until", "location.hash === '#events.kerman=null'"],
        STARTED,
        ["evaluate", "document.getElementById('printed').textContent"],
        ["until", "document.getElementById('differs').textContent.includes('as given')"],
        ["evaluate", "document.getElementById('differs').textContent"],
        ["evaluate", f"{box}.click()"],
        ["until", "location.hash === ''"],
    ]
    results = browsed(name, page, steps)
    assert results[4].startswith("Changed: without 3 Jan 2024: Islamic State → Iran, Kerman, Iran, seed 1")
    assert "OBSERVED" in results[6] or "Kerman" in results[6]


@pytest.mark.parametrize("name", BROWSERS)
def test_a_link_within_the_page_keeps_what_is_set(name, page):
    """It wrote its place into the address, which was read as a state: all was as given again."""
    steps = [
        STARTED,
        ["evaluate", "[...document.querySelectorAll('a[href^=\"#\"]')].forEach((one) => one.click())"],
        ["evaluate", "new Promise((resolve) => setTimeout(resolve, 600))"],
        ["evaluate", "location.hash"],
        ["evaluate", "document.querySelectorAll('.control.changed').length"],
        ["evaluate", "document.activeElement.id"],
    ]
    results = browsed(name, page, steps, fragment="#constants.fear_weight=7")
    assert results[3:] == ["#constants.fear_weight=7", 1, "h-movers"]


@pytest.mark.parametrize("name", BROWSERS)
def test_a_scenario_of_several_worlds_runs_in_a_browser(name, tmp_path):
    calm = "interventions: {calm: {date: 2024-01-10, set: {actors.north.pressure.baseline: 0.1}}}"
    path = tmp_path / "page.html"
    scenario = loads_scenario(f"schema: 1\nname: x\nextends: border-clash\nquestions: null\n{calm}\n")
    path.write_text(live_page(scenario).text)
    told = ["evaluate", "document.querySelector('#lead p').textContent"]
    results = browsed(name, path, [STARTED, QUIET, told], PHONE, "#constants.fear_weight=7&events.ambush=null")
    assert results[1] is True
    assert "goes down from" in results[2]


@pytest.mark.parametrize("name", BROWSERS)
def test_what_moves_an_answer_most_is_shown_and_can_be_tried(name, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(live_page(load_scenario("border-clash")).text)
    steps = [
        ["until", "document.querySelectorAll('#movers tbody tr').length > 0"],
        ["evaluate", "document.getElementById('movers-of').selectedOptions[0].textContent.endsWith('?')"],
        ["until", "document.querySelector('#questions').textContent.includes('moved most by: ')"],
        ["evaluate", "document.querySelector('#movers button').click()"],
        ["until", "location.hash !== ''"],
        STARTED,
        ["evaluate", "document.querySelectorAll('.control.changed').length"],
    ]
    results = browsed(name, path, steps)
    assert (results[1], results[-1]) == (True, 1)


@pytest.mark.parametrize("name", BROWSERS)
def test_everything_can_be_taken_along(name, page):
    taken = "(() => { const made = []; URL.createObjectURL = (one) => { made.push(one.size); return 'blob:none'; };"
    taken += " HTMLAnchorElement.prototype.click = function () { made.push(this.download); };"
    taken += " for (const id of ['save-yaml', 'save-csv']) document.getElementById(id).click();"
    taken += (
        " document.querySelectorAll('figcaption button').forEach((one) => one.textContent === 'PNG' || one.click());"
    )
    taken += " return made; })()"
    drawn = ["until", "document.querySelectorAll('figure svg').length >= 5"]
    found = browsed(name, page, [STARTED, drawn, ["evaluate", taken]], fragment="#constants.fear_weight=7")[-1]
    names = {one for one in found if isinstance(one, str)}
    pictures = {
        f"{name}.{kind}" for name in ("theatre", "strikes", "pressure", "chains", "timeline") for kind in ("svg", "csv")
    }
    assert names == {"january-2024.yaml", "answers.csv", *pictures}
    assert min(one for one in found if isinstance(one, int)) > 200


@pytest.mark.parametrize("name", BROWSERS)
def test_the_lesson_ends_in_the_laboratory(name, tmp_path):
    path = tmp_path / "lesson.html"
    path.write_text(live_page(load_scenario("january-2024"), lesson=True).text)
    click = "document.getElementById('lesson-next').click()"
    steps = [
        ["until", "document.getElementById('lesson').hidden === false"],
        ["evaluate", click],
        ["evaluate", "document.getElementById('lesson-next').disabled"],
        ["evaluate", "document.querySelector('#lesson input').click()"],
        ["evaluate", click],
        ["until", "document.querySelectorAll('#lesson-answers dd').length === 2"],
        ["evaluate", "document.getElementById('lesson-picked').textContent"],
        ["evaluate", click],
        ["evaluate", click],
        ["evaluate", "document.querySelector('#lesson button').click()"],
        ["until", "location.hash.includes('exchange_weight')"],
        ["until", "/as given.*now \\d/.test(document.getElementById('lesson-answers').textContent)"],
        ["evaluate", "document.getElementById('laboratory').hidden"],
        ["evaluate", "[...document.querySelectorAll('#lesson .turn button')].at(-1).click()"],
        ["evaluate", "!document.getElementById('laboratory').hidden"],
        ["evaluate", "document.getElementById('to-lesson').click()"],
        ["evaluate", "document.getElementById('lesson').textContent.includes('5 of 5')"],
    ]
    results = browsed(name, path, steps)
    assert results[2] is True
    assert "You chose: Protest" in results[6]
    assert "%" in results[6]
    assert [results[k] for k in (12, 14, 16)] == [True, True, True]


@pytest.mark.parametrize("name", BROWSERS)
def test_another_run_keeps_the_runs_and_a_pinned_answer_stays_on_top(name, page):
    """Choosing a run started all runs anew, and what a message said was gone with the next answers."""
    asked = (
        "document.querySelector('#run').value = 7; document.querySelector('#run').dispatchEvent(new Event('change'))"
    )
    steps = [
        SETTLED,
        ["evaluate", "document.getElementById('pin-war').click()"],
        ["evaluate", "document.querySelector('#lead p').textContent"],
        ["evaluate", asked],
        ["until", "location.hash.includes('run=7')"],
        ["evaluate", "document.body.dataset.settled + document.body.dataset.runs"],
        ["evaluate", "document.getElementById('differs').innerText"],
        ["evaluate", "document.getElementById('printed').textContent"],
        ["evaluate", "document.getElementById('copy-link').click()"],
        ["until", "document.getElementById('message').textContent || document.querySelector('#address input')"],
    ]
    results = browsed(name, page, steps, fragment="#constants.fear_weight=7")
    assert "with a war" in results[2]
    assert results[5] == "yes3000"
    assert "as given" in results[6]
    assert "now" in results[6]
    assert results[7].startswith("Changed: ")
    assert results[7].endswith("→ 7, seed 1, 3,000 runs.")


def test_the_drivers_are_here():
    assert all((Path(HERE) / driver).is_file() for driver in BROWSERS.values())
