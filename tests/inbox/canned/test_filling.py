from __future__ import annotations

from connectors.pages import Author, PostSeen
from inbox import threads
from inbox.canned import filling, placeholders
from inbox.canned.filling import Filled
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.factories.making import Make


def _filled(runtime: Runtime, make: Make, text: str, conversation: Conversation) -> Filled:
    with runtime.reading() as session:
        opened = threads.open(session, conversation.id).conversation
    return filling.fill(text, opened, make.user("Rosa Martinez"), {"link.records": "https://x.org"})


def test_placeholders_are_filled(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(author=Author(external_id="1", name="Denise Okafor"))

    filled = _filled(
        runtime,
        make,
        "Thank you, {{ contact.first_name }}. {{officer.name}}, {{ department.name }} "
        "{{ link.records }}",
        conversation,
    )

    assert filled.text == (
        "Thank you, Denise. Rosa Martinez, Mesa Verde Police Department https://x.org"
    )
    assert filled.missing == []


def test_a_name_that_is_not_known_is_named_as_missing(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(author=None)

    filled = _filled(runtime, make, "Thank you, {{ contact.first_name }}.", conversation)

    assert filled.missing == ["contact.first_name"]
    assert filled.text == "Thank you, {{ contact.first_name }}."


def test_what_is_to_be_asked_is_missing_once(make: Make, runtime: Runtime) -> None:
    filled = _filled(runtime, make, "{{ ask.time }}, yes {{ask.time}}", make.conversation())

    assert filled.missing == ["ask.time"]


def test_a_hostile_name_is_not_filled_a_second_time(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(
        author=Author(external_id="1", name="{{officer.name}}"),
        post=PostSeen(external_id="p", permalink="https://example.org/p"),
    )

    filled = _filled(runtime, make, "{{ contact.name }} {{ post.link }}", conversation)

    assert filled.text == "{{officer.name}} https://example.org/p"


def test_anything_in_double_braces_waits_for_a_value() -> None:
    text = "{{ a.b }} {{ What time? }} {{a.b}} {{ }} {no} {{}}"

    assert placeholders.names(text) == ["a.b", "What time?", "{{ }}"]


def test_a_megabyte_of_braces_is_read_in_one_pass() -> None:
    assert placeholders.names("{{ " * 350_000) == []
