"""Do a poll and a reply ever wait for each other for good?"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from connectors.words import Audience
from inbox import accounts, conversations, replies
from inbox.models import Account, Conversation, Delivery, User
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.factories.making import Make

# Where only one may write at a time, the second comes no further.
PATIENCE_SECONDS = 1


def test_a_reply_is_written_while_a_poll_holds_the_account(runtime: Runtime, make: Make) -> None:
    conversation, rosa = make.conversation(), make.user()
    has_account, has_conversation = threading.Event(), threading.Event()

    def poll() -> Account:
        with runtime.writing() as session:
            account = accounts.locked(session, conversation.account_id)
            has_account.set()
            has_conversation.wait(PATIENCE_SECONDS)
            conversations.locked(session, conversation.id)
            return account

    with ThreadPoolExecutor(2) as both:
        polled = both.submit(poll)
        has_account.wait()
        replied = both.submit(_reply, runtime, conversation, rosa, has_conversation)

    assert polled.result().id == conversation.account_id
    assert replied.result().conversation_id == conversation.id


def _reply(
    runtime: Runtime, conversation: Conversation, by: User, has_conversation: threading.Event
) -> Delivery:
    with runtime.writing() as session:
        conversations.locked(session, conversation.id)
        has_conversation.set()
        draft = Draft(text="At six.", audience=Audience.PUBLIC, client_token="one")
        return replies.write(session, conversation.id, draft, by=by)
