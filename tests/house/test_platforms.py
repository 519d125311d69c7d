"""Are the differences between platforms data, and nowhere an `if`?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from connectors.registry import CONNECTORS
from connectors.words import Platform
from tests.house import sources

NAMES = {*Platform, *CONNECTORS}
MEMBERS = {platform.name for platform in Platform}
IN_A_TEMPLATE = re.compile(
    rf"(?:platform|connector)\s*(?:==|!=|in\b)\s*[\[(]?\s*['\"](?:{'|'.join(NAMES)})"
)


def test_no_code_outside_the_connectors_asks_which_platform_it_is() -> None:
    asking = [
        f"{sources.name(file)}:{node.lineno}"
        for file in sources.modules("hearback", "web", "inbox")
        for node in ast.walk(sources.tree(file))
        if isinstance(node, ast.Compare) and any(map(is_a_platform, operands(node)))
    ]

    assert asking == []


def test_no_template_asks_which_platform_it_is() -> None:
    templates = sorted((sources.ROOT / "web/templates").rglob("*.html"))
    asking = [file for file in templates if IN_A_TEMPLATE.search(file.read_text())]

    assert templates
    assert asking == []


def operands(node: ast.Compare) -> list[ast.expr]:
    """Return what is compared, the members of a written-out tuple one by one."""
    found: list[ast.expr] = []
    for side in (node.left, *node.comparators):
        found += side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
    return found


def is_a_platform(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value in NAMES
    return (
        isinstance(node, ast.Attribute)
        and node.attr in MEMBERS
        and isinstance(node.value, ast.Name)
        and node.value.id == "Platform"
    )


def test_this_test_sees_what_it_looks_for(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text('if account.platform == Platform.X or name in ("facebook", "x"): pass')
    found = [node for node in ast.walk(sources.tree(file)) if isinstance(node, ast.Compare)]

    assert [any(map(is_a_platform, operands(node))) for node in found] == [True, True]
