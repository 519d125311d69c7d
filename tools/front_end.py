"""How are the scripts and styles of the desk built?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import stamps
from places import BUILT, PROGRAMS, REQUIREMENTS, ROOT
from python_packages import pip_install
from steps import CannotPrepare, run

OLDEST_NODE = 20
PACKAGE = ROOT / "package.json"
LOCK = ROOT / "package-lock.json"
MODULES = ROOT / "node_modules"
SOURCES = ROOT / "web" / "static"
NO_NODE = (
    f"Node {OLDEST_NODE} or newer is needed and could not be installed. Install nodejs and npm "
    "from your system and run this again."
)
REASONS = {
    r"ENOSPC|No space left on device": "The disk is full. Make room and run this again.",
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|NewConnectionError": (
        "The package registry cannot be reached. Check the network, or the registry's own "
        "settings (npm config list, pip config list), and run this again."
    ),
    r"EUSAGE|in sync": "package.json and package-lock.json disagree; run npm install once.",
    r"EINTEGRITY|do not match the hashes": (
        "A package differs from the one that was locked, so it was not installed."
    ),
}


def prepare() -> None:
    """Install the locked packages and build. Raises CannotPrepare."""
    _install_packages()
    _build()


def _install_packages() -> None:
    inputs = stamps.digest([PACKAGE, LOCK])
    if stamps.holds("packages", inputs) and MODULES.is_dir():
        return
    run("Front-end packages ", ["npm", "ci"], REASONS, PATH=search_path())
    stamps.put("packages", inputs)


def _build() -> None:
    inputs = stamps.digest([PACKAGE, LOCK, *_sources()])
    if stamps.holds("front-end", inputs) and BUILT.is_dir():
        return
    run("Front-end build ", ["npm", "run", "build"], REASONS, PATH=search_path())
    stamps.put("front-end", inputs)


def _sources() -> Iterator[Path]:
    return (
        file for file in SOURCES.rglob("*") if file.is_file() and not file.is_relative_to(BUILT)
    )


def search_path() -> str:
    """Return a search path on which a new enough Node is found, installed here if need be."""
    search = os.environ.get("PATH", os.defpath)
    if _has_node(search):
        return search
    search = f"{PROGRAMS}{os.pathsep}{search}"
    if not _has_node(search):
        run("Node ", [*pip_install(), "-r", REQUIREMENTS / "node.txt"], REASONS)
    if not _has_node(search):
        raise CannotPrepare(NO_NODE)
    return search


def _has_node(search: str) -> bool:
    node = shutil.which("node", path=search)
    if not node or not shutil.which("npm", path=search):
        return False
    answer = subprocess.run(  # noqa: S603 - a node that was found on PATH
        [node, "--version"], capture_output=True, text=True, check=False
    )
    number = re.match(r"v(\d+)\.", answer.stdout)
    return number is not None and int(number[1]) >= OLDEST_NODE
