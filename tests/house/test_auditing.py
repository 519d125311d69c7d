"""Does every address that shows private words, or gives out a table, say so?

The code is followed by name from each view to what loads such words. What is shown after an act
is kept as well (`web/auditing.py`), but was opened before.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache

from tests.house import sources
from web.api import OPERATIONS

READING = {
    "inbox.threads.open",
    "inbox.approval.showing.read",
    "inbox.search.finding.find",
    "inbox.media.shown",
    "inbox.media.original",
    "inbox.media.recording",
}
EXPORTING = {
    "inbox.reports.writing.as_csv",
    "inbox.reports.writing.as_workbook",
    "inbox.audit.writing.as_csv",
    "web.api.report_shapes.Report",
}
# These load a conversation to offer something for it and show no words of it. Kept they are too.
SHOW_NONE = {
    "web.routes.canned_responses.choosing",
    "web.routes.canned_responses.options",
    "web.routes.drafts.index",
    "web.routes.links.show",
}


def test_every_address_that_shows_private_words_declares_it() -> None:
    leading = {view for view in _views() if _reaches(view, READING)}

    assert leading - _declaring("reads_private") - SHOW_NONE == set()
    assert _declaring("reads_private") - leading == set()


def test_every_address_that_gives_out_a_table_declares_it() -> None:
    leading = {view for view in _views() if _reaches(view, EXPORTING)}

    assert leading - _declaring("exports") == set()
    assert _declaring("exports") - leading == set()


def _views() -> Iterator[str]:
    for name, function in _functions().items():
        if any(ast.unparse(one).startswith("routes.get(") for one in function.decorator_list):
            yield name
    for one in OPERATIONS:
        if one.method == "GET":
            yield f"{one.handler.__module__}.{one.name}"


def _declaring(word: str) -> set[str]:
    return {
        name
        for name, function in _functions().items()
        if any(ast.unparse(one) == f"auditing.{word}" for one in function.decorator_list)
    }


def _reaches(name: str, goals: set[str]) -> bool:
    seen, ahead = {name}, [name]
    while ahead:
        found = _named_in(ahead.pop()) - seen
        if found & goals:
            return True
        seen |= found
        ahead += found
    return False


@cache
def _named_in(name: str) -> frozenset[str]:
    function = _functions().get(name)
    if function is None:
        return frozenset()
    module = name.rpartition(".")[0]
    known = _imported(module)
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{known.get(node.value.id, '')}.{node.attr}")
        elif isinstance(node, ast.Name):
            found.add(known.get(node.id, f"{module}.{node.id}"))
    return frozenset(found)


@cache
def _functions() -> Mapping[str, ast.FunctionDef]:
    return {
        f"{module}.{node.name}": node
        for module, tree in _trees().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def _imported(module: str) -> Mapping[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(_trees()[module])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@cache
def _trees() -> Mapping[str, ast.Module]:
    return {
        sources.name(file)
        .removesuffix(".py")
        .removesuffix("/__init__")
        .replace("/", "."): sources.tree(file)
        for file in sources.modules("web", "inbox")
    }
