"""Is what came with the words kept once, whichever way it came first?"""

from __future__ import annotations

from sqlalchemy import select

from connectors.attachments import Attachment as Seen
from connectors.attachments import AttachmentKind
from inbox.models import Attachment
from inbox.runtime import Runtime
from tests.factories.incoming import incoming
from tests.factories.making import Make

PICTURE = Seen(kind=AttachmentKind.PICTURE, url="https://example.org/car.png", title="A car")


def stored(runtime: Runtime) -> list[tuple[int, AttachmentKind, str]]:
    with runtime.reading() as session:
        kept = session.scalars(select(Attachment).order_by(Attachment.id))
        return [(one.position, one.kind, one.title) for one in kept]


def test_a_picture_told_twice_is_kept_once(make: Make, runtime: Runtime) -> None:
    account, item = make.account(), incoming(text="", attachments=(PICTURE,))

    make.received(account, [item])
    make.received(account, [item])

    assert stored(runtime) == [(0, AttachmentKind.PICTURE, "A car")]


def test_a_poll_brings_the_picture_that_a_push_left_out(make: Make, runtime: Runtime) -> None:
    account = make.account()
    conversation = make.conversation(account, external_id="comment-of-ana", text="")

    make.received(
        account, [incoming(external_id="comment-of-ana", text="", attachments=(PICTURE,))]
    )

    assert stored(runtime) == [(0, AttachmentKind.PICTURE, "A car")]
    assert make.messages(conversation)[0].external_id == "comment-of-ana"


def test_a_conversation_without_words_is_listed_by_what_came(make: Make) -> None:
    voice = Seen(kind=AttachmentKind.AUDIO, url="https://example.org/voice.m4a")
    assert make.conversation(text="", attachments=(voice,)).snippet == "Voice message"
