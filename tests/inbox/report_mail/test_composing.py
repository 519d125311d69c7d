"""What does an e-mail with a report say, and what never?"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from email.message import EmailMessage

from inbox import tagging
from inbox.models import User
from inbox.reports import asking, reporting, writing
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.incoming import incoming, native_answer
from tests.factories.mailbox import DESK, Mailbox
from tests.factories.making import Make
from tests.factories.scheduled import round_of_the_house, scheduled


def _busy(there: Make, clock: SetClock) -> None:
    """Two answered after five and nine minutes, and one who waits."""
    account = there.account()
    for minutes in (5, 9):
        asked = incoming(sent_at=clock.at, text="A secret of a resident")
        answered = clock.at + timedelta(minutes=minutes)
        there.received(account, [asked, native_answer(asked, sent_at=answered)])
    there.conversation(account, text="Another secret")


def _sent(posted: Runtime, clock: SetClock, box: Mailbox) -> EmailMessage:
    clock.advance(hours=18)
    round_of_the_house(posted)
    (mail,) = box.arrived
    return mail


def _words(mail: EmailMessage) -> str:
    body = mail.get_body()
    assert body
    return str(body.get_content()).replace("\r\n", "\n")


def test_it_tells_the_main_figures_in_words_and_as_a_table(
    posted: Runtime, there: Make, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    _busy(there, clock)
    scheduled(posted, rosa, [rosa])

    words = _words(_sent(posted, clock, box))

    assert words.startswith(
        "23 November 2026, time of UTC.\nAs it stood on 24 November 2026 at 08:00."
    )
    assert "3 waits began, 0 in as many days before. 2 were answered (2 on the platform" in words
    assert "1 still waits: the oldest for 18h 0m, the longest in staffed hours for 18h 0m." in words
    assert (
        "First response: median 5m 00s, 9 in 10 within 9m 00s (2 measured, few to judge by); "
        "in staffed hours median 5m 00s, 9 in 10 within 9m 00s. As many days before: none."
    ) in words
    table = [line.split() for line in words.splitlines()]
    assert ["All", "3", "2", "1", "5m", "00s", "9m", "00s", "-"] in table
    assert ["Facebook:", "Comments", "3", "2", "1", "5m", "00s", "9m", "00s", "-"] in table
    assert "A wait runs from a person's first unanswered message" in words
    assert f"{DESK}/reports?from=2026-11-23&to=2026-11-23" in words.splitlines()
    assert "Rosa Martinez has this sent to you every day at 08:00." in words


def test_the_table_beside_it_is_that_of_the_page_for_the_same_days(
    posted: Runtime, there: Make, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    _busy(there, clock)
    with posted.writing() as session:
        tagging.add(session, 3, "noise", by=session.merge(rosa))
    scheduled(posted, rosa, [rosa], "tag=noise")
    mail = _sent(posted, clock, box)

    (attached,) = mail.iter_attachments()
    lines = list(csv.reader(io.StringIO(attached.get_content().removeprefix("\ufeff"))))
    with posted.reading() as session:
        pairs = [("from", "2026-11-23"), ("to", "2026-11-23"), ("tag", "noise")]
        zone = posted.settings.time_zone
        asked = asking.read(pairs, today=clock.at.date(), zone=zone, me=rosa.id)
        report = reporting.report(session, asked, by=session.merge(rosa))
    page = csv.reader(io.StringIO(writing.as_csv(report, "", str).decode("utf-8-sig")))
    # But for what was chosen, and the words of posts.
    said = [line for line in lines[1:] if line[:1] != ["Post"]]
    assert said == [line for line in list(page)[1:] if line[:1] != ["Post"]]
    assert attached.get_filename() == "hearback-2026-11-23-2026-11-23.csv"
    assert lines[0] == ["23 November 2026, time of UTC. Tag: noise"]
    assert ["All", "Chosen days", "1"] in [line[:3] for line in lines]


def test_nothing_that_anybody_wrote_on_a_platform_is_in_it(
    posted: Runtime, there: Make, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    _busy(there, clock)
    scheduled(posted, rosa, [rosa], "post=1")
    mail = _sent(posted, clock, box)

    (attached,) = mail.iter_attachments()
    whole = mail.as_string() + attached.get_content() + _words(mail)
    assert "Post,post 1,3" in attached.get_content()
    assert "Post: 1" in _words(mail)
    for secret in ("secret", "Juniper", "Resident", "It opens"):
        assert secret not in whole


def test_what_a_filter_names_and_is_gone_is_said(
    posted: Runtime, rosa: User, clock: SetClock, box: Mailbox
) -> None:
    scheduled(posted, rosa, [rosa], "tag=no-such-tag")

    words = _words(_sent(posted, clock, box))

    assert "The tag “no-such-tag” no longer exists." in words
    assert "0 waits began" in words
    assert "Nobody of these still waits." in words
