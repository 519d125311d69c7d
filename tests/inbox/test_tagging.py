"""Under which words are conversations filed?"""

from __future__ import annotations

import threading

from sqlalchemy import select

from inbox import tagging
from inbox.models import Conversation, Tag
from inbox.runtime import Runtime
from tests.factories.making import Make


def test_a_new_tag_that_many_use_at_once_is_one_tag(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    conversations = [make.conversation() for _ in range(6)]
    start, filed = threading.Barrier(len(conversations)), []

    def file(conversation: Conversation) -> None:
        start.wait()
        with runtime.writing() as session:
            tagging.add(session, conversation.id, "flooding", by=ana)
        filed.append(conversation.id)

    threads = [threading.Thread(target=file, args=(one,)) for one in conversations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(filed) == [conversation.id for conversation in conversations]
    with runtime.reading() as session:
        assert session.scalars(select(Tag.name)).all() == ["flooding"]
