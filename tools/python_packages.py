"""How do the locked Python packages get into an environment of their own?"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import stamps
from places import PYTHON, REQUIREMENTS, ROOT, VENV, VERSION
from steps import CannotPrepare, run

DEVELOPMENT, RUNTIME = "development", "runtime"
SETS = (RUNTIME, DEVELOPMENT)

NO_VENV = (
    "This Python has no venv module. Install it "
    f"(Debian: apt install python{VERSION}-venv) and run this again."
)
REASONS = {
    r"No space left on device": "The disk is full. Make room and run this again.",
    r"do not match the hashes|hashes are required": (
        "A package differs from the one that was locked, so it was not installed."
    ),
    r"NewConnectionError|ConnectTimeout|ReadTimeout|Temporary failure in name resolution|"
    r"Connection (refused|broken|reset)|SSLError|ProxyError": (
        "The package registry cannot be reached. Check the network, or pip's own "
        "settings (pip config list), and run this again."
    ),
    r"No matching distribution": (
        f"The package registry has no build of a package for Python {VERSION} on this machine."
    ),
    r"unable to execute|command '.*(gcc|cc|clang)' failed|Python\.h": (
        "A package must be compiled and there is no compiler. Install one "
        "(Debian: apt install build-essential python3-dev) and run this again."
    ),
}


def prepare(locked_set: str) -> None:
    """Bring `.venv` to the locked set. Raises CannotPrepare."""
    if locked_set not in SETS:
        raise CannotPrepare(f"There is no locked set {locked_set!r}; take one of {SETS}.")
    _make_environment()
    _install(locked_set)
    _install_hearback()


def _make_environment() -> None:
    # Its programs name this folder and this Python, so it cannot follow a move of either.
    made_for = f"{VERSION} {VENV}"
    if PYTHON.exists() and stamps.holds("python", made_for):
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise CannotPrepare(NO_VENV)
    shutil.rmtree(VENV, ignore_errors=True)
    run("Environment ", [sys.executable, "-m", "venv", VENV], {"ensurepip": NO_VENV})
    stamps.put("python", made_for)


def _install(locked_set: str) -> None:
    # Development holds all of runtime in the same versions, so it stands in for it.
    wanted = {name: _digest_of(name) for name in SETS}
    accepted = SETS if locked_set == RUNTIME else (DEVELOPMENT,)
    if any(stamps.holds(name, wanted[name]) for name in accepted):
        return
    command = [*pip_install(), "-r", _file(locked_set)]
    run(f"Python packages ({locked_set}) ", command, REASONS)
    stamps.put(locked_set, wanted[locked_set])


def _digest_of(locked_set: str) -> str:
    return stamps.digest([_file(locked_set)], VERSION)


def _file(locked_set: str) -> Path:
    return REQUIREMENTS / f"{locked_set}.txt"


def _install_hearback() -> None:
    inputs = stamps.digest([ROOT / "pyproject.toml"], VERSION, str(ROOT))
    if stamps.holds("hearback", inputs):
        return
    command = [*pip_install(locked=False), "--no-deps", "--no-build-isolation", "--editable", ROOT]
    run("Hearback itself ", command, REASONS)
    stamps.put("hearback", inputs)


def pip_install(*, locked: bool = True) -> list[str | Path]:
    """Return the start of an install command; a locked one takes only what was hashed."""
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--no-input"]
    return [*command, "--require-hashes"] if locked else command
