"""Is every setting read in one place, and explained in one place?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.house import sources

SETTING = re.compile(r"(?:HEARBACK|SANDBOX)_[A-Z_]+|(?:DATABASE|REDIS)_URL")
EXPLAINED = re.compile(r"^### `([A-Z_]+)`$", re.MULTILINE)
READS_THE_ENVIRONMENT = {
    "inbox/config.py",
    # Before there are keys, the settings cannot be read.
    "hearback/launching/plan.py",
    # It knows nothing of the rest, and has one setting.
    "sandbox/__main__.py",
}


def names_in(file: Path) -> set[str]:
    """Return the settings that a file names in a string of its own."""
    constants = (node for node in ast.walk(sources.tree(file)) if isinstance(node, ast.Constant))
    return {str(node.value) for node in constants if SETTING.fullmatch(str(node.value))}


def settings_used() -> set[str]:
    return set().union(*(names_in(file) for file in sources.modules("hearback", "inbox", "web")))


def settings_explained() -> set[str]:
    return set(EXPLAINED.findall((sources.ROOT / "docs/settings.md").read_text()))


def test_every_setting_is_explained_and_every_explained_one_exists() -> None:
    assert settings_explained() == settings_used()


def test_the_environment_is_read_in_one_place() -> None:
    readers = {sources.name(file) for file in sources.modules() if reads_environment(file)}

    assert readers == READS_THE_ENVIRONMENT


def reads_environment(file: Path) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in {"environ", "getenv", "environb"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        for node in ast.walk(sources.tree(file))
    )
