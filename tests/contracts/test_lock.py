"""The lock file: complete, hashed, in step with pyproject.toml, and silent about where it was made."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
DIRECT = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]

#: Package name to the versions locked for it; more than one where Python versions differ.
LOCKED: dict[str, set[str]] = {}
for name, version in re.findall(r"^([\w.-]+)==([\w.!+]+)", LOCK, re.MULTILINE):
    LOCKED.setdefault(canonicalize_name(name), set()).add(version)


@pytest.mark.parametrize("requirement", [Requirement(text) for text in DIRECT], ids=lambda r: r.name)
def test_every_dependency_is_locked_at_a_version_it_allows(requirement):
    versions = LOCKED[canonicalize_name(requirement.name)]
    assert all(requirement.specifier.contains(version) for version in versions)


def test_the_build_backend_is_locked_too():
    assert "setuptools" in LOCKED, "the editable install runs without build isolation"


def test_the_lock_names_no_address_and_no_path():
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|^-e|(?<![\w=/+])/\w+/", LOCK, re.MULTILINE) == []


def test_every_package_has_hashes():
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_mesa_is_locked_for_both_pythons():
    assert {version.rsplit(".", 1)[0] for version in LOCKED["mesa"]} >= {"3.3", "3.5"}
