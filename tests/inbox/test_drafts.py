from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from inbox import conversations, drafts
from inbox.drafts import Begun
from inbox.models import Conversation, Drawer, Event, KeptDraft, User
from inbox.runtime import Runtime
from tests.factories.making import Make

_numbers = itertools.count(1)


def _keep(
    runtime: Runtime,
    conversation: Conversation,
    by: User,
    text: str,
    *known: str,
    note: bool = False,
) -> str:
    edition = f"edition-{next(_numbers)}"
    drawer, mode = (Drawer.NOTE, "note") if note else (Drawer.REPLY, "public")
    begun = Begun(drawer=drawer, mode=mode, text=text, edition=edition)
    with runtime.writing() as session:
        kept = drafts.keep(session, conversation.id, begun, known=known or ("",), by=by)
        return kept.edition if kept else drafts.NONE


def _of(runtime: Runtime, conversation: Conversation, user: User) -> dict[Drawer, KeptDraft]:
    with runtime.reading() as session:
        return drafts.of(session, conversation.id, user)


def _now(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.writing() as session:
        return conversations.locked(session, conversation.id)


def test_a_person_has_one_reply_and_one_note_begun_in_a_conversation(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, conversation = make.user(), make.user(), make.conversation()

    first = _keep(runtime, conversation, ana, "We are")
    _keep(runtime, conversation, ana, "We are coming 👮", first)
    _keep(runtime, conversation, ana, "Ask the sergeant", note=True)
    _keep(runtime, conversation, ben, "Sorry")

    mine = _of(runtime, conversation, ana)
    assert {drawer: one.text for drawer, one in mine.items()} == {
        Drawer.REPLY: "We are coming 👮",
        Drawer.NOTE: "Ask the sergeant",
    }
    assert _now(runtime, conversation).drafted_by == sorted([ana.id, ben.id])


def test_a_draft_is_no_message_and_leaves_nothing_on_the_record(
    make: Make, runtime: Runtime
) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.reading() as session:
        before = session.scalars(select(Event.id)).all()

    _keep(runtime, conversation, ana, "", _keep(runtime, conversation, ana, "Never mind"))

    with runtime.reading() as session:
        assert session.scalars(select(Event.id)).all() == before
    assert len(make.messages(conversation)) == 1
    assert _of(runtime, conversation, ana) == {}
    assert _now(runtime, conversation).drafted_by == []


def test_a_tab_that_slept_overwrites_no_newer_words(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    seen = _keep(runtime, conversation, ana, "Old words")
    _keep(runtime, conversation, ana, "Newer words", seen)

    with pytest.raises(drafts.NewerWords, match="another tab") as told:
        _keep(runtime, conversation, ana, "Old words, and more", seen)

    assert told.value.kept
    assert told.value.kept.text == "Newer words"
    assert _of(runtime, conversation, ana)[Drawer.REPLY].text == "Newer words"


def test_words_whose_answer_never_came_are_known_to_their_writer(
    make: Make, runtime: Runtime
) -> None:
    ana, conversation = make.user(), make.conversation()
    lost = _keep(runtime, conversation, ana, "We are")

    _keep(runtime, conversation, ana, "We are coming", "", lost)

    assert _of(runtime, conversation, ana)[Drawer.REPLY].text == "We are coming"


def test_a_draft_sent_elsewhere_does_not_come_back_by_itself(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    seen = _keep(runtime, conversation, ana, "We are coming")
    with runtime.writing() as session:
        drafts.sent(session, conversation.id, Drawer.REPLY, known=[seen], by=ana)

    with pytest.raises(drafts.NewerWords, match="sent or given up"):
        _keep(runtime, conversation, ana, "We are coming now", seen)


def test_sending_leaves_newer_words_of_another_tab(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    seen = _keep(runtime, conversation, ana, "Old words")
    _keep(runtime, conversation, ana, "Newer words", seen)

    with runtime.writing() as session:
        drafts.sent(session, conversation.id, Drawer.REPLY, known=[seen], by=ana)

    assert _of(runtime, conversation, ana)[Drawer.REPLY].text == "Newer words"


def test_a_pasted_megabyte_is_refused_in_words(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()

    with pytest.raises(drafts.TooLongToKeep, match="shorten it by 900,000"):
        _keep(runtime, conversation, ana, "x" * 1_000_000)


def test_desks_are_told_only_when_what_they_show_changes(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    first = _keep(runtime, conversation, ana, "a" * 200)
    version = _now(runtime, conversation).version

    _keep(runtime, conversation, ana, "a" * 300, first)

    assert _now(runtime, conversation).version == version > conversation.version


def test_a_conversation_that_there_is_not_keeps_nothing(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    nowhere = Begun(drawer=Drawer.REPLY, mode="public", text="Hello", edition="one")

    with pytest.raises(conversations.NoSuchConversation), runtime.writing() as session:
        drafts.keep(session, conversation.id + 1, nowhere, known=[""], by=ana)
