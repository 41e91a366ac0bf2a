"""The build: where the compiler is at hand, a wheel brings the model's machine code along; else it does without."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIP = """
import sys
from pathlib import Path
from brink.model.entries import entries
from brink.model.kernel.native import SHIPPED, ship
ship(entries(), SHIPPED)
"""


class BuildWithMachineCode(build_py):
    """Copies the package, then lets the copy compile itself; an editable install has the cache for that."""

    def run(self) -> None:
        """Build as usual, then ship."""
        super().run()
        if not self.editable_mode and importlib.util.find_spec("numba"):
            path = os.pathsep.join([str(Path(self.build_lib).resolve()), os.environ.get("PYTHONPATH", "")])
            subprocess.run([sys.executable, "-P", "-c", SHIP], env=os.environ | {"PYTHONPATH": path}, check=True)


setup(cmdclass={"build_py": BuildWithMachineCode})
