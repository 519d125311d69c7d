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
PART = r"[\w.*<>-]+"
A_FILE = re.compile(rf"`((?:{PART}/)*{PART}\.(?:py|ts|css|html|md|mjs|conf|yaml|toml|po))`")
A_FOLDER = re.compile(rf"`((?:{PART}/)+)`")
TOP = {one.name for one in sources.ROOT.iterdir() if one.is_dir()}
# What the units have in common is named as it lies beside them.
STARTS = ("", "deploy/systemd/")
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
    broken = [
        (sources.name(document), link)
        for document in documents_of_ours()
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / link).exists()
    ]

    assert broken == []


def test_every_path_of_ours_in_the_documents_leads_to_a_file() -> None:
    # The list of changes names what there was at the time.
    documents = [one for one in documents_of_ours() if one.name != "CHANGELOG.md"]
    lost = [(sources.name(one), path) for one in documents for path in lost_paths(one.read_text())]

    assert len(documents) > 30
    assert lost == []


def test_a_path_that_leads_nowhere_is_found() -> None:
    text = "`web/app.py` `page/app.ts` `app.py` `inbox/nowhere/` `connectors/<platform>/send.py`"

    assert lost_paths(text) == ["page/app.ts", "connectors/<platform>/send.py", "inbox/nowhere/"]
    assert lost_paths("`app.py`, `readyz.py`, `/metrics`, `media/`") == ["app.py", "readyz.py"]


def documents_of_ours() -> list[Path]:
    return [*sources.ROOT.glob("*.md"), *(sources.ROOT / "docs").rglob("*.md")]


def lost_paths(text: str) -> list[str]:
    """Return the paths that lead nowhere; a name alone lies beside one that is written out."""
    files, folders = A_FILE.findall(text), A_FOLDER.findall(text)
    beside = {"", "docs/", *folders, *(file[: file.rfind("/") + 1] for file in files)}
    lost = [file for file in files if not any(map(is_there, written_out(file, beside)))]
    return lost + [one for one in folders if one.split("/")[0] in TOP and not is_there(one)]


def written_out(file: str, beside: set[str]) -> list[str]:
    return [folder + file for folder in (STARTS if "/" in file else beside)]


def is_there(path: str) -> bool:
    return any(sources.ROOT.glob(re.sub(r"<\w+>", "*", path)))


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
