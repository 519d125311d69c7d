"""Does what is committed work on any machine, and speak only of itself?"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

from hearback.command_line import COMMANDS
from tests.house import sources

# Split, so that this file does not hold what it looks for.
FORBIDDEN = (
    "registry.npm" + "js.org",
    "files.python" + "hosted.org",
    "pypi.org" + "/simple",
    "/" + "root/",
    "/opt/" + "wheels",
    "/opt/" + "pypi",
    str(sources.ROOT) + "/",
)
README_LINES = 80
README_HAS = ("make run", "make test", "docs/images/desk.png", "docs/")
NAME = re.compile(r"[A-Za-z0-9._-]+")
# It lists what is installed, so everything is.
RUNS_LATER = {"tools/sbom.py"}


def test_no_file_holds_an_address_or_a_path_of_one_machine() -> None:
    found = [
        (sources.name(file), words)
        for file in sources.everything()
        for words in FORBIDDEN
        if words.encode() in file.read_bytes()
    ]

    assert found == []


def test_the_readme_is_short_and_says_how_to_start() -> None:
    text = (sources.ROOT / "README.md").read_text()

    assert len(text.splitlines()) < README_LINES
    assert [words for words in README_HAS if words not in text] == []


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    documents = [*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")]
    broken = [
        (sources.name(document), link)
        for document in documents
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / link).exists()
    ]

    assert broken == []


def test_every_dependency_is_locked_with_hashes() -> None:
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = {
        "runtime": [*project["project"]["dependencies"], *groups["build"]],
        "development": [*project["project"]["dependencies"], *groups["build"], *groups["dev"]],
        "node": groups["node"],
    }

    missing = {
        (name, dependency)
        for name, dependencies in asked.items()
        for dependency in dependencies
        if isinstance(dependency, str) and name_of(dependency) not in locked(name)
    }

    assert missing == set()


def name_of(dependency: str) -> str:
    found = NAME.match(dependency)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def locked(name: str) -> set[str]:
    text = (sources.ROOT / f"requirements/{name}.txt").read_text()
    return {name_of(line) for line in re.findall(r"^[a-z].*==", text, re.MULTILINE)}


def test_the_front_end_lock_holds_no_address_of_a_package() -> None:
    lock = json.loads((sources.ROOT / "package-lock.json").read_text())

    assert not any("resolved" in package for package in lock["packages"].values())


def test_what_runs_before_anything_is_installed_needs_nothing() -> None:
    own = {file.stem for file in sources.modules("tools")}
    needed = {
        name.split(".")[0]
        for file in sources.modules("tools")
        if sources.name(file) not in RUNS_LATER
        for node in ast.walk(sources.tree(file))
        for name in imported(node)
    }

    assert needed - own - sys.stdlib_module_names == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def test_the_procfile_starts_commands_that_exist() -> None:
    lines = Path(sources.ROOT / "Procfile").read_text().splitlines()

    assert {line.split(" hearback ")[-1].split()[-1] for line in lines} <= set(COMMANDS)
    assert [line.split(":")[0] for line in lines] == ["web", "worker", "scheduler"]
