"""What a shell completes, tried in a real bash: verbs, options, scenarios, settings, outcomes, results folders."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BRINK = Path(sys.executable).parent / "brink"
#: Completes a line as bash does at a press of the tabulator, and prints what it offers.
SCRIPT = """
COMP_WORDS=({line}) COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_brink_completion brink
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """What `brink --install-completion` gives bash, and the folder that lines are completed in."""
    folder = tmp_path_factory.mktemp("typing")
    for name in ("results/border-clash-1", "mine"):
        (folder / name).mkdir(parents=True)
        (folder / name / "plan.json").write_text("{}")
    (folder / "neither").mkdir()
    (folder / "pact.yaml").write_text("schema: 1\n")
    home = folder / "home"
    home.mkdir()
    environment = {"HOME": str(home), "PATH": f"{BRINK.parent}{os.pathsep}/usr/bin:/bin"}
    command = ["bash", "--norc", "-c", "exec bash --norc -c 'brink --install-completion; true'"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert "bash completion installed" in done.stdout, done.stderr
    (script,) = (home / ".bash_completions").glob("*.sh")
    return folder, environment, script


def offered(loaded, line: str) -> set[str]:
    folder, environment, script = loaded
    program = f"source {script}\n{SCRIPT.format(line=line)}"
    command = ["bash", "--norc", "-c", program]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return set(filter(None, done.stdout.splitlines()))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("brink comp", {"compare"}),
        ("brink run bor", {"border-clash"}),
        ("brink run pa", {"pact.yaml"}),
        ("brink compare border-clash jan", {"january-2024"}),
        ("brink run border-clash --no", {"--no-figures"}),
        ("brink run border-clash --set actors.", {"actors.north", "actors.south"}),
        (
            "brink run border-clash --seed 3 --set actors.n",
            {f"actors.north.{key}" for key in ("kind", "name", "home", "doctrine", "pressure", "restraint", "arsenal")},
        ),
        ("brink check border-clash --set constants.fear_", {"constants.fear_weight", "constants.fear_floor"}),
        ("brink explain actors.anyone.restraint.cred", {"actors.anyone.restraint.credibility"}),
        ("brink run no-such-scenario --set actors.", set()),
        ("brink compare border-clash --outcome kin", {"kinetic_acts"}),
        ("brink compare border-clash --doctrine north=tit", {"north=tit_for_tat"}),
        ("brink sweep no-k", {"no-kerman"}),
        ("brink show m", {"mine"}),
        ("brink verify results/", {"results/border-clash-1"}),
        ("brink show nei", set()),
        ("brink run /no/such/folder/x", set()),
    ],
)
def test_bash_offers(loaded, line, found):
    answer = offered(loaded, line)
    assert answer >= found
    if not found:
        assert answer == set()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_offered_the_same(loaded, shell):
    folder, environment, _ = loaded
    asked = {"_BRINK_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": "brink run bor"}
    asked["_TYPER_COMPLETE_FISH_ACTION"] = "get-args"
    done = subprocess.run([BRINK], cwd=folder, env=environment | asked, capture_output=True, text=True, timeout=60)
    assert "border-clash" in done.stdout and not done.stderr
