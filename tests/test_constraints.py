"""The pinned versions are those of all that the project asks for, and name no index."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.views_document import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXT = (ROOT / "constraints.txt").read_text(encoding="utf-8")
PINS = {Requirement(line.rstrip("\\ ")) for line in re.findall(r"^[\w.-]+==.*$", TEXT, re.MULTILINE)}
ASKED = [
    *PROJECT["project"]["dependencies"],
    *(package for extra in PROJECT["project"]["optional-dependencies"].values() for package in extra),
    *(package for group in ("test", "train", "check", "build") for package in PROJECT["dependency-groups"][group]),
    *PROJECT["build-system"]["requires"],
]
ASKED = [package for package in ASKED if isinstance(package, str)]  # else a group that another includes


@pytest.mark.parametrize("asked", ASKED)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(asked: str) -> None:
    wanted = Requirement(asked)
    name = canonicalize_name(wanted.name)
    pins = [pin for pin in PINS if canonicalize_name(pin.name) == name]
    assert pins, "run: make constraints"
    for pin in pins:
        (version,) = pin.specifier
        assert wanted.specifier.contains(version.version, prereleases=True), f"run: make constraints ({pin})"


def test_every_pin_has_the_hashes_of_its_files() -> None:
    parts = re.split(r"^(?=[\w.-]+==)", TEXT, flags=re.MULTILINE)[1:]
    assert len(parts) == len(PINS) > 50
    assert [part for part in parts if not re.search(r"\n    --hash=sha256:[0-9a-f]{64}", part)] == []


def test_no_index_is_named() -> None:
    assert re.findall(r"https?:|file:|--(?:extra-)?index|--find-links|--trusted", TEXT) == []
