from __future__ import annotations

from connectors.pages import Author, PostSeen
from inbox import canned_responses, threads
from inbox.models import CannedResponse, Conversation
from inbox.runtime import Runtime
from tests.factories.making import Make


def _filled(
    runtime: Runtime, make: Make, text: str, conversation: Conversation
) -> canned_responses.Filled:
    with runtime.reading() as session:
        opened = threads.open(session, conversation.id).conversation
    response = CannedResponse(title="T", shortcut="t", text=text)
    return canned_responses.fill(response, opened, make.user("Rosa Martinez"))


def test_placeholders_are_filled(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(author=Author(external_id="1", name="Denise Okafor"))

    filled = _filled(
        runtime,
        make,
        "Thank you, {{ contact.first_name }}. {{officer.name}}, {{ department.name }}",
        conversation,
    )

    assert filled.text == "Thank you, Denise. Rosa Martinez, Mesa Verde Police Department"
    assert filled.missing == []


def test_a_name_that_is_not_known_is_named_as_missing(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(author=None)

    filled = _filled(runtime, make, "Thank you, {{ contact.first_name }}.", conversation)

    assert filled.missing == ["contact.first_name"]
    assert filled.text == "Thank you, {{ contact.first_name }}."


def test_an_unknown_placeholder_is_missing_too(make: Make, runtime: Runtime) -> None:
    filled = _filled(runtime, make, "{{ weather }}", make.conversation())

    assert filled.missing == ["weather"]


def test_a_hostile_name_is_not_filled_a_second_time(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation(
        author=Author(external_id="1", name="{{officer.name}}"),
        post=PostSeen(external_id="p", permalink="https://example.org/p"),
    )

    filled = _filled(runtime, make, "{{ contact.name }} {{ post.link }}", conversation)

    assert filled.text == "{{officer.name}} https://example.org/p"


def test_a_shortcut_is_found_before_words_in_the_text(make: Make, runtime: Runtime) -> None:
    make.canned_response(title="Aardvark", shortcut="zoo", text="about a road")
    make.canned_response(title="Zebra crossing", shortcut="road", text="closed")

    with runtime.reading() as session:
        found = [response.shortcut for response in canned_responses.search(session, "road")]

    assert found == ["road", "zoo"]


def test_wildcards_in_a_search_are_plain_characters(make: Make, runtime: Runtime) -> None:
    make.canned_response()

    with runtime.reading() as session:
        assert canned_responses.search(session, "%") == []
        assert canned_responses.search(session, "_") == []
