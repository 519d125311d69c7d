"""Does nothing reach a platform's hide or delete but an act that a person is on record for?

A row in `moderation` cannot be stored without category, reason and archived copy
(`tests/inbox/test_moderation.py`), nor a delete be under way without a second person
(`tests/inbox/test_two_people.py`). Here: no code calls the platforms past such a row.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from connectors.registry import CONNECTORS
from tests.house import sources

ACTING = "inbox/moderation/acting.py"
# Who may ask, and who may decide: a person, at a page.
ASKED_BY = {
    "ask": {"web/routes/moderations.py"},
    "confirm": {"web/routes/second_opinions.py"},
}


def calls(*folders: str) -> Iterator[tuple[str, ast.Call]]:
    for file in sources.modules(*folders):
        for node in ast.walk(sources.tree(file)):
            if isinstance(node, ast.Call):
                yield sources.name(file), node


def is_of(call: ast.Call, thing: str, verb: str) -> bool:
    """Whether a call is `thing.verb(...)`; of anything at all, when `thing` is empty."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr != verb:
        return False
    return not thing or (isinstance(function.value, ast.Name) and function.value.id == thing)


def test_only_the_worker_of_moderations_acts_upon_words_on_a_platform() -> None:
    acts = [
        (file, ast.unparse(call.func))
        for file, call in calls("hearback", "web", "inbox")
        if is_of(call, "", "act")
    ]

    assert sorted(acts) == [
        ("inbox/jobs/moderation.py", "acting.act"),
        (ACTING, "connector.act"),
    ]


def test_what_it_does_is_read_from_the_stored_row() -> None:
    claims = [
        (file, {word.arg: ast.unparse(word.value) for word in call.keywords})
        for file, call in calls("inbox/moderation")
        if isinstance(call.func, ast.Name) and call.func.id == "Claim"
    ]

    ((file, given),) = claims
    assert (file, given["moderation_id"], given["verb"]) == (
        ACTING,
        "moderation.id",
        "moderation.verb",
    )


def test_no_connector_hides_or_deletes_but_by_its_act() -> None:
    for connector in CONNECTORS.values():
        public = {name for name in vars(connector) if not name.startswith("_")}
        assert not public & {"hide", "unhide", "delete", "remove"}


def test_only_a_person_at_a_page_asks_and_decides() -> None:
    for verb, allowed in ASKED_BY.items():
        found = {
            file
            for file, call in calls("hearback", "web", "inbox")
            if is_of(call, "moderation", verb)
        }
        assert found == allowed


def test_this_test_sees_what_it_looks_for(tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text("CONNECTORS[name](access).act(Verb.DELETE, target)")
    (call, *_) = [one for one in ast.walk(sources.tree(file)) if isinstance(one, ast.Call)]

    assert is_of(call, "", "act")
