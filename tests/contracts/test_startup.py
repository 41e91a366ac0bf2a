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


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["run", "--help"]], ids=" ".join)
def test_help_does_not_even_load_numpy(arguments):
    program = PROGRAM.format(arguments=arguments, heavy=("numpy",))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.splitlines()[-1].split()) == (0, ["LOADED"]), done.stderr


def test_importing_brink_is_cheap():
    program = f"import sys, brink; print('LOADED', *(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["LOADED"]
