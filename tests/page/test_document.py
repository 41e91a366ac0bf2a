"""The file of a page: nothing from outside, text stays text, the same bytes each time, and no module left out."""

import base64
import gzip
import hashlib
import html
import json
import re
import subprocess
from pathlib import Path

import pytest

from brink.experiments.page.document import PACKAGE, document, resource, script
from brink.experiments.page.page import live_page
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.tests.page.recorded import NODE

FRONT = Path(__file__).resolve().parents[2] / "experiments" / "page"
MODULES = sorted([*FRONT.glob("*.js"), *(FRONT / "front").glob("*.js")])
#: What would take a text for markup, or for a program.
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\(\"on|javascript:"
    r"|DOMParser|srcdoc|createContextualFragment"
)
NETWORK = re.compile(
    r"\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|new WebSocket|importScripts|https?://(?!www\.w3\.org/)"
)
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}${7*7}\" onload='x' &lt;b&gt; \u2028"


@pytest.fixture(scope="module")
def hostile():
    """A scenario with markup in every text that it can hold."""
    scenario = load_scenario("border-clash")
    data = json.loads(json.dumps({"name": HOSTILE, "summary": HOSTILE}))
    lines = [f"{key}: {json.dumps(text)}" for key, text in data.items()]
    names = {"actors": scenario.actors, "territories": scenario.territories, "places": scenario.places}
    for section, entries in names.items():
        lines.append(f"{section}:")
        lines += [f"  {key}: {{name: {json.dumps(f'{HOSTILE} {key}')}}}" for key in entries]
    first = next(iter(scenario.actors))
    baseline = f"{{value: 0.3, range: [0.1, 0.5], source: {json.dumps(HOSTILE)}}}"
    lines[lines.index("actors:") + 1] = (
        f"  {first}: {{name: {json.dumps(HOSTILE)}, pressure: {{baseline: {baseline}}}}}"
    )
    lines += ["questions:", f"  asked: {{ask: {json.dumps(HOSTILE + '?')}, act: {{kinetic: true}}}}"]
    lines += ["page:", f"  - actors.{first}.pressure.baseline"]
    return loads_scenario("schema: 1\nextends: border-clash\n" + "\n".join(lines) + "\n")


def test_every_module_is_in_the_bundle_and_the_bundle_is_a_program(tmp_path):
    program = script()
    (tmp_path / "program.js").write_text(program)
    subprocess.run([NODE, "--check", str(tmp_path / "program.js")], check=True)
    missing = [path.name for path in MODULES if f"const ${_variable(path)} = (" not in program]
    assert missing == []
    assert re.search(r"^\s*(import|export)\b", program, re.MULTILINE) is None


def _variable(path):
    return path.relative_to(FRONT).with_suffix("").as_posix().replace("/", "_")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_takes_markup_or_asks_the_network(path):
    text = path.read_text()
    assert MARKUP.findall(text) == []
    assert NETWORK.findall(text) == []
    assert text.count("\n") <= 400
    subprocess.run([NODE, "--check", str(path)], check=True)


def test_a_hostile_scenario_stays_text(hostile):
    page = live_page(hostile).text
    assert page.count("</script") == 4
    assert page.count("<img") == 0
    assert html.escape(HOSTILE, quote=False).replace('"', "&#34;").replace("'", "&#39;") in page
    told = json.loads(gzip.decompress(base64.b64decode(re.search(r'id="content">([^<]*)<', page)[1])))
    assert told["about"]["scenario"] == HOSTILE


def test_the_policy_admits_this_program_and_nothing_from_outside():
    page = document("A name", {"a": 1}, b"module", b"image")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    parts = dict(part.strip().split(" ", 1) for part in html.unescape(policy).split(";"))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == "'none'"
    assert "connect-src" not in parts
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    for name, element in (("script-src", 'script id="program"'), ("style-src", "style")):
        body = re.search(rf"<{element}>(.*?)</{element.split()[0]}>", page, re.DOTALL)[1]
        assert base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() in parts[name]
    frame = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert re.findall(r"<(?:link|iframe|object|embed|base)\b|\bstyle=|\son\w+=", frame) == []


def test_the_same_scenario_gives_the_same_bytes_and_a_small_file():
    scenario = load_scenario("january-2024")
    page = live_page(scenario).text
    assert page == live_page(scenario).text
    assert len(page) <= 400_000


def test_two_modules_that_import_each_other_are_refused(monkeypatch):
    texts = {"front/start.js": 'import { b } from "./b.js";', "front/b.js": 'import { a } from "./start.js";'}
    monkeypatch.setattr(f"{PACKAGE}.document.resource", texts.__getitem__)
    with pytest.raises(ValueError, match=r"import each other: front/start\.js -> front/b\.js -> front/start\.js"):
        script()


def test_no_module_words_a_claim():
    claims = re.compile(r"\b(mostly|more often|less often|clearly|certainly|proves?|no difference|up from|down from)\b")
    texts = {path.name: re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL) for path in MODULES}
    texts["page.html"] = resource("front/page.html")
    assert {name: found for name, text in texts.items() if (found := claims.findall(text))} == {}
