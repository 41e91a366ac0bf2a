"""Reports in a browser: no console error, no request, no layout break on a phone, with and without scripts."""

import html
import os
import re
import shutil
import subprocess

import pytest

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine: the page was not opened")
#: A desk and a phone.
WIDTHS = (1280, 390)
PROBE = """
<script>
addEventListener("load", function () {
  document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  var wide = [], body = document.body, root = document.documentElement;
  body.querySelectorAll("*").forEach(function (one) {
    if (!one.closest(".wide") && !one.closest(".skip") && one.getBoundingClientRect().right > root.clientWidth + 1) {
      wide.push(one.tagName + "." + one.className);
    }
  });
  var select = document.querySelector("#tools select"), output = document.querySelector("#tools output");
  var told = { page: root.scrollWidth - root.clientWidth, wide: wide, tools: !!select && !select.closest("[hidden]") };
  if (select) {
    var search = document.querySelector("#tools input");
    search.value = "observed"; search.dispatchEvent(new Event("input"));
    told.found = output.textContent;
    document.querySelectorAll("#act-rows thead button")[7].click();
    document.querySelectorAll("#act-rows thead button")[7].click();
    told.first = document.querySelector("#act-rows tbody tr:not([hidden])").textContent;
  }
  told.requests = performance.getEntriesByType("resource").map(function (one) { return one.name.slice(0, 80); })
    .filter(function (name) { return name.indexOf("data:") !== 0; });
  told.shown = Array.from(document.images).map(function (one) {
    return [one.naturalWidth, one.getBoundingClientRect().width, one.currentSrc.slice(0, 15)];
  });
  told.images = Array.from(document.images).every(function (one) { return one.complete && one.naturalWidth > 0; });
  parent.postMessage(JSON.stringify(told), "*");
});
</script>
"""
FRAME = """<!doctype html><title>waiting</title><iframe src="page.html" width="{width}" height="900"></iframe>
<script>addEventListener("message", function (event) {{ document.title = event.data; }});</script>"""


def browse(folder, target, *options):
    """Open a page without a window; return the document as it stands afterwards, and the console."""
    command = [
        BROWSER, "--headless", "--disable-gpu", "--disable-background-networking", "--no-first-run",
        f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=8000", "--enable-logging=stderr", *options,
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--no-sandbox")
    done = subprocess.run(
        [*command, "--dump-dom", target.as_uri()], capture_output=True, text=True, timeout=120, check=False
    )
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, console


def probed(folder, report, width):
    """What a probe inside the page sees at a width; the copy lets the probe's script in, nothing else changes."""
    import json

    page = report.read_text(encoding="utf-8")
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (folder / "page.html").write_text(page.replace("</body>", PROBE + "</body>"), encoding="utf-8")
    (folder / "frame.html").write_text(FRAME.format(width=width), encoding="utf-8")
    shown, _ = browse(folder, folder / "frame.html", "--window-size=1400,1000")
    return json.loads(html.unescape(re.search(r"<title>(.*?)</title>", shown, re.S).group(1)))


def assert_it_fits(told):
    """Nothing sticks out, every picture is there, nothing was asked for elsewhere."""
    assert told["page"] <= 0
    assert told["wide"] == []
    assert told["images"]
    assert told["requests"] == []


def assert_figures_can_be_read(told, width):
    """On a phone a figure of its own is shown, about as wide as it was drawn for: its letters are not shrunk."""
    for natural, shown, kind in told["shown"]:
        if width < 640:
            assert kind == "data:image/webp"
            assert natural == 750
            assert shown >= 0.9 * 375
        else:
            assert kind in ("data:image/svg+", "data:image/png;")
            assert shown >= 890


@needs_browser
def test_it_opens_without_a_word_on_the_console(briefing, tmp_path):
    shown, console = browse(tmp_path, briefing[1])
    assert console == []
    assert "acts</output>" in shown  # the script ran: the policy lets it


@needs_browser
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_and_the_table_can_be_searched_and_sorted(briefing, tmp_path, width):
    told = probed(tmp_path, briefing[1], width)
    assert_it_fits(told)
    assert_figures_can_be_read(told, width)
    assert told["tools"]
    found, every = map(int, re.findall(r"\d+", told["found"]))
    assert 0 < found < every
    assert "8 killing of a leader" in told["first"]  # the highest observed rung comes first


@needs_browser
def test_it_can_be_read_without_scripts(briefing, tmp_path):
    page = re.sub(r"<script>.*?</script>", "", briefing[1].read_text(encoding="utf-8"), flags=re.S)
    (tmp_path / "still.html").write_text(page, encoding="utf-8")
    shown, console = browse(tmp_path, tmp_path / "still.html")
    assert console == []
    assert shown.count("<tr>") > 100
    assert '<div id="tools" hidden' in shown


@needs_browser
def test_reports_of_studies_open_without_a_word_on_the_console(study, tmp_path):
    shown, console = browse(tmp_path, study[1])
    assert console == []
    assert "alert(1)" in shown  # the hostile name stands there, and nothing ran


@needs_browser
@pytest.mark.parametrize("width", WIDTHS)
def test_reports_of_studies_fit(study, tmp_path, width):
    told = probed(tmp_path, study[1], width)
    assert_it_fits(told)
    assert_figures_can_be_read(told, width)
