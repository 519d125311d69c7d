"""Does e-mail reach who asked for it, with a link and nothing that anybody wrote?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inbox import config, mail_sending, mailing, notes, notification_choices, threads
from inbox.config import Settings
from inbox.models import Conversation, NotificationKind, User
from inbox.notification_choices import Choices
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.factories.mailbox import DESK, MAIL_SETTINGS, SENDER, Mailbox
from tests.factories.making import Make

if TYPE_CHECKING:
    from tests.databases import Database


def _dana(runtime: Runtime, make: Make, **chosen: object) -> User:
    dana = make.user("Dana Ruiz", email="dana@desk.example")
    with runtime.writing() as session:
        notification_choices.choose(session, Choices(**{"by_mail": True, **chosen}), by=dana)
    return dana


def _mention(runtime: Runtime, make: Make) -> Conversation:
    conversation = make.conversation(text="A secret of a resident")
    with runtime.writing() as session:
        notes.write(session, conversation.id, "@dana a secret of ours", by=make.user("Eve Stone"))
    return conversation


def _round(runtime: Runtime, **passed: float) -> list[int]:
    """Let time pass; send what is due."""
    assert isinstance(runtime.clock, SetClock)
    runtime.clock.advance(**(passed or {"minutes": 1}))
    with runtime.writing() as session:
        due = mailing.nudge_due(session)
    for mail_id in due:
        mail_sending.send(runtime, mail_id)
    return due


def _trouble(runtime: Runtime, user: User) -> str:
    with runtime.reading() as session:
        return mailing.trouble(session, user)


def test_what_stays_unread_for_a_minute_is_sent_once_with_a_link_and_no_words(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    _dana(posted, there)
    conversation = _mention(posted, there)

    early = _round(posted, seconds=59)
    for _ in range(3):
        _round(posted)

    (mail,) = box.arrived
    assert early == []
    assert (mail["To"], mail["From"]) == ("dana@desk.example", SENDER)
    assert mail["Subject"] == "Hearback: You were mentioned in a note"
    assert f"{DESK}/desk/open/{conversation.id}" in mail.get_content().splitlines()
    assert "secret" not in mail.as_string()
    assert "Eve" not in mail.as_string()


def test_what_was_read_in_the_desk_before_needs_no_mail(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    dana = _dana(posted, there)
    conversation = _mention(posted, there)

    with posted.writing() as session:
        threads.mark_seen(session, conversation.id, by=dana)

    assert len(_round(posted)) == 1
    assert _round(posted, hours=1) == []
    assert box.arrived == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"by_mail": False},
        {"wanted": frozenset(NotificationKind) - {NotificationKind.MENTION}},
    ],
)
def test_nobody_gets_mail_who_did_not_ask_for_it_or_for_this(
    posted: Runtime, there: Make, chosen: dict[str, object]
) -> None:
    _dana(posted, there, **chosen)
    _mention(posted, there)

    assert _round(posted) == []


def test_a_server_that_does_not_take_it_now_is_asked_again_later(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    dana = _dana(posted, there)
    _mention(posted, there)
    box.answer = "451 Come back"

    _round(posted)
    told = _trouble(posted, dana)
    box.answer = "250 OK"
    at_once = _round(posted, seconds=59)
    _round(posted, seconds=1)

    assert told.endswith("does not take your address. It is tried again.")
    assert (at_once, len(box.arrived), _trouble(posted, dana)) == ([], 1, "")


def test_an_address_that_is_refused_for_good_is_given_up_and_said(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    dana = _dana(posted, there)
    _mention(posted, there)
    box.answer = "550 No such mailbox"

    _round(posted)
    box.answer = "250 OK"

    assert _trouble(posted, dana).endswith("the mail server does not take your address.")
    assert _round(posted, hours=24) == []


def test_a_server_that_is_away_is_tried_six_times_and_no_more(
    posted: Runtime, there: Make, clock: SetClock, committed_database: Database, tmp_path: Path
) -> None:
    dana = _dana(posted, there)
    _mention(posted, there)
    # Nothing listens there.
    gone = houses.runtime(
        committed_database.engine,
        tmp_path,
        clock,
        HEARBACK_MAIL_SERVER="smtp://127.0.0.1:1",
        **MAIL_SETTINGS,
    )

    tries = [len(_round(gone, hours=9)) for _ in range(8)]

    assert tries == [1] * 6 + [0, 0]
    assert _trouble(gone, dana) == (
        "The last e-mail to you was not sent: the mail server does not answer."
    )
    gone.redis.close()


def test_two_workers_that_are_told_of_one_send_it_once(
    posted: Runtime, there: Make, clock: SetClock, box: Mailbox
) -> None:
    _dana(posted, there)
    _mention(posted, there)
    clock.advance(minutes=1)
    with posted.writing() as session:
        (mail_id,) = mailing.nudge_due(session)

    for _ in range(2):
        mail_sending.send(posted, mail_id)

    assert len(box.arrived) == 1


def test_an_address_made_to_smuggle_in_a_header_is_not_used(
    posted: Runtime, there: Make, box: Mailbox
) -> None:
    eve = there.user("Eve Stone", email="eve@desk.example\nBcc: all@desk.example")
    ana, conversation = there.user(), there.conversation()
    with posted.writing() as session:
        notification_choices.choose(session, Choices(by_mail=True), by=eve)
        notes.write(session, conversation.id, "@eve look", by=ana)

    _round(posted)

    assert box.arrived == []
    assert _trouble(posted, eve).endswith("your address cannot be used.")


def test_without_a_server_nothing_waits_to_be_sent(make: Make, runtime: Runtime) -> None:
    _dana(runtime, make)
    _mention(runtime, make)

    assert _round(runtime) == []


def test_a_server_needs_a_sender_and_an_address_and_a_password_in_it_is_not_repeated(
    tmp_path: Path,
) -> None:
    alone = houses.environment(tmp_path, HEARBACK_MAIL_SERVER="smtp://mail.example")
    wrong = houses.environment(
        tmp_path, HEARBACK_MAIL_SERVER="smtp://ana:hush@mail.example", **MAIL_SETTINGS
    )

    with pytest.raises(config.BadSettings, match=r"HEARBACK_MAIL_FROM must(.|\n)*ADDRESS must"):
        Settings.from_environment(alone)
    with pytest.raises(config.BadSettings, match="without user and password") as refused:
        Settings.from_environment(wrong)
    assert "hush" not in str(refused.value)
