"""Is everything we take from others named with a reason, held by hashes, and listed?"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.house import sources
from tests.house.test_committed import name_of

PROJECT = tomllib.loads((sources.ROOT / "pyproject.toml").read_text())
FRONT_END = json.loads((sources.ROOT / "package.json").read_text())
LOCK = json.loads((sources.ROOT / "package-lock.json").read_text())["packages"]
PAGE = (sources.ROOT / "docs/dependencies.md").read_text()
RUNTIME = (sources.ROOT / "requirements/runtime.txt").read_text()
SECONDS = 60


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tools be imported as they import each other."""
    monkeypatch.syspath_prepend(str(sources.ROOT / "tools"))


@pytest.fixture
def sbom(tools: None) -> ModuleType:
    import sbom  # noqa: PLC0415 - found through the fixture

    return sbom


def listed(heading: str) -> dict[str, tuple[str, str]]:
    """Return what a table gives for each package: the reason and the licence."""
    part = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return {name.strip(): (reason, licence.strip()) for name, reason, licence in rows[1:]}


def asked(*dependencies: str | dict[str, str]) -> set[str]:
    return {name_of(one) for one in dependencies if isinstance(one, str)}


def test_every_package_that_is_asked_for_is_listed_with_a_reason() -> None:
    groups = PROJECT["dependency-groups"]
    building = asked(*(one for group in groups.values() for one in group))

    assert set(listed("What runs")) == asked(*PROJECT["project"]["dependencies"])
    assert set(listed("What the front end is made of")) == set(FRONT_END["dependencies"])
    assert set(listed("What builds, tries and checks")) == building | set(
        FRONT_END["devDependencies"]
    )
    every = {**listed("What runs"), **listed("What builds, tries and checks")}
    assert [name for name, told in every.items() if not all(told)] == []


def test_the_licences_are_those_that_the_packages_state() -> None:
    every = {
        name: licence
        for heading in re.findall(r"^## (.*)$", PAGE, re.MULTILINE)
        for name, (_, licence) in listed(heading).items()
    }
    stated = {name: stated_licence(name) for name in every}

    assert sum(1 for one in stated.values() if one) > len(every) / 2
    assert {name: told for name, told in stated.items() if told and told != every[name]} == {}


def stated_licence(name: str) -> str | None:
    if f"node_modules/{name}" in LOCK:
        licence: str = LOCK[f"node_modules/{name}"]["license"]
        return licence
    try:
        return metadata(name).get("License-Expression")
    except PackageNotFoundError:
        return None


@pytest.mark.parametrize("name", ["runtime", "development", "node"])
def test_every_locked_package_has_a_hash(name: str) -> None:
    text = (sources.ROOT / f"requirements/{name}.txt").read_text()
    packages = [one for one in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if one.strip()]

    assert packages
    assert [one for one in packages if not re.search(r"--hash=sha256:[0-9a-f]{64}", one)] == []


def test_every_package_of_the_front_end_has_a_hash() -> None:
    held = {place: one.get("integrity", "") for place, one in LOCK.items() if place}

    assert held
    assert [place for place, words in held.items() if not words.startswith("sha512-")] == []


@pytest.mark.parametrize("is_changed", [False, True])
def test_what_differs_from_its_hash_is_not_installed(
    tools: None, tmp_path: Path, *, is_changed: bool
) -> None:
    import python_packages  # noqa: PLC0415 - found through the fixture

    wheel = a_wheel(tmp_path)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if is_changed:
        with zipfile.ZipFile(wheel, "a") as archive:
            archive.writestr("harmless/more.py", "")
    wanted = tmp_path / "locked.txt"
    wanted.write_text(f"harmless==1.0 --hash=sha256:{digest}\n")
    _, *command = python_packages.pip_install()
    here = ["--no-index", f"--find-links={tmp_path}", f"--target={tmp_path / 'installed'}"]

    done = subprocess.run(
        [sys.executable, *map(str, command), *here, "-r", str(wanted)],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )

    assert (tmp_path / "installed/harmless").exists() is not is_changed, done.stderr
    if is_changed:
        reasons = [
            one for one in python_packages.REASONS if re.search(one, done.stderr, re.IGNORECASE)
        ]
        assert "was not installed" in python_packages.REASONS[reasons[0]]


def a_wheel(folder: Path) -> Path:
    """Make the smallest package that pip installs."""
    wheel, about = folder / "harmless-1.0-py3-none-any.whl", "harmless-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("harmless/__init__.py", "")
        archive.writestr(f"{about}/METADATA", "Metadata-Version: 2.1\nName: harmless\nVersion: 1.0")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any")
        archive.writestr(f"{about}/RECORD", "")
    return wheel


def test_the_list_of_what_the_desk_is_made_of_is_sound_and_whole(sbom: ModuleType) -> None:
    text = sbom.written(sbom.made())
    told: dict[str, Any] = json.loads(text)

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    names = {
        "/".join(filter(None, (one.get("group"), one["name"]))): one for one in told["components"]
    }
    assert set(names) >= asked(*PROJECT["project"]["dependencies"]) | set(FRONT_END["dependencies"])
    assert set(FRONT_END["devDependencies"]) & set(names) == set()
    assert [name for name, one in names.items() if not one["hashes"]] == []
    python = {name: one for name, one in names.items() if one["purl"].startswith("pkg:pypi/")}
    assert [name for name, one in python.items() if not one.get("licenses")] == []
    flask = next(one for one in told["dependencies"] if one["ref"].startswith("pkg:pypi/flask@"))
    assert any("werkzeug" in one for one in flask["dependsOn"])


def test_the_lock_is_read_whole(sbom: ModuleType) -> None:
    found = [one["name"] for one in sbom.LOCKED.finditer(RUNTIME)]

    assert len(found) == len(re.findall(r"^[a-z].*==", RUNTIME, re.MULTILINE))
    assert all(sbom.SHA256.search(one["rest"]) for one in sbom.LOCKED.finditer(RUNTIME))
