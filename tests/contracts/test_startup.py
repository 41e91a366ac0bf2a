"""Help and checks answer at once: they load neither the engine nor the libraries for tables and figures."""

import subprocess
import sys

import pytest

HEAVY = ("mesa", "numba", "pandas", "matplotlib", "scipy", "pyarrow", "SALib")

VERBS = [
    [],
    ["--help"],
    ["list"],
    ["check", "border-clash"],
    ["schema"],
    ["explain", "actors.north.restraint.credibility"],
    *([verb, "--help"] for verb in ("run", "show", "new", "check")),
]

PROGRAM = """
import sys
sys.argv = ["brink", *{arguments!r}]
from brink.experiments.commands.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *sorted(set({heavy!r}) & set(sys.modules)))
"""


@pytest.mark.parametrize("arguments", VERBS, ids=lambda arguments: " ".join(arguments) or "nothing")
def test_cheap_verbs_load_nothing_heavy(arguments):
    program = PROGRAM.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]


EXPERIMENT = """
experiment: 1
name: Two answers
scenario: border-clash
design: {kind: grid}
replications: 10
levers:
  constants.answer_cost: {values: [0.5, 1.0]}
outcomes: [kinetic_acts]
"""

#: What a warm start of these verbs does without: the compiler, the Mesa driver, and what designs and figures need.
NEEDLESS = ("numba", "mesa", "scipy", "SALib", "networkx", "sklearn")
#: What a batch and its summary do without, too: they read and write their tables as NumPy has them.
TABLES = ("pandas", "pyarrow.compute")


def loads(*arguments: str) -> list[str]:
    program = PROGRAM.format(arguments=[*arguments], heavy=(*NEEDLESS, *TABLES, "matplotlib"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1].split()[1:]


def test_a_warm_start_loads_what_it_needs_and_no_compiler(tmp_path):
    """Acts are read as frames, so questions to them are told with pandas; a study that could draw has Matplotlib."""
    batch, study = tmp_path / "batch", tmp_path / "study"
    run = ("run", "border-clash", "--runs", "20", "--no-figures", "--out", str(batch))
    loads(*run)  # makes what is missing
    assert loads(*run, "--dry-run") == []
    assert loads(*run, "--force") == []
    assert loads(*run) == [], "nor where the answer is there already"
    drawn = ("run", "border-clash", "--runs", "20", "--no-figures", "--uncertain", "--out", str(tmp_path / "drawn"))
    assert not {*NEEDLESS} & {*loads(*drawn)}, "a hypercube is drawn without scipy"
    assert not {*NEEDLESS} & {*loads("ask", str(batch), "north on south 6+")}
    change = ("compare", "border-clash", "--set", "constants.answer_cost=0.5", "--runs", "20", "--no-figures")
    assert not {*NEEDLESS} & {*loads(*change, "--out", str(study))}
    experiment = tmp_path / "experiment.yaml"
    experiment.write_text(EXPERIMENT)
    assert not {*NEEDLESS} & {*loads("sweep", str(experiment), "--no-figures", "--out", str(tmp_path / "sweep"))}


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["run", "--help"]], ids=" ".join)
def test_help_does_not_even_load_numpy(arguments):
    program = PROGRAM.format(arguments=arguments, heavy=("numpy",))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1].split()) == (0, ["LOADED"]), done.stderr


def test_importing_brink_is_cheap():
    program = f"import sys, brink; print('LOADED', *(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["LOADED"]
