"""Does a second person read a reply before it is sent, where a team asks for it?"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from connectors.pages import Author
from connectors.words import Audience, Kind
from inbox import (
    conversations,
    deliveries,
    drafts,
    merging,
    notification_wording,
    notifying,
    outgoing_pictures,
    people,
    queues,
    replies,
    teams,
)
from inbox.approval import deciding, rule, submitting
from inbox.drafts import Begun
from inbox.errors import HearbackError
from inbox.models import (
    Account,
    Contact,
    Conversation,
    Delivery,
    DeliveryState,
    Drawer,
    Event,
    Role,
    Submission,
    SubmissionState,
    Team,
    User,
)
from inbox.outgoing_pictures import Chosen
from inbox.replies import Draft
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories import drawing
from tests.factories.incoming import incoming
from tests.factories.making import Make

_numbers = itertools.count(1)
Decide = Callable[[Runtime, Submission, User], object]


@pytest.fixture
def rosa(make: Make) -> User:
    return make.user(name="Rosa Martinez")


@pytest.fixture
def dana(make: Make) -> User:
    return make.user(name="Dana Whitfield", role=Role.SUPERVISOR)


@pytest.fixture
def alex(make: Make) -> User:
    return make.user(name="Alex Reyes", role=Role.SUPERVISOR)


@pytest.fixture
def team(runtime: Runtime, rosa: User, dana: User) -> Team:
    """A team that asks for approval."""
    with runtime.writing() as session:
        made = people.team_of(session, "Public information", [session.get_one(User, rosa.id)])
        return teams.ask_approval(session, made.id, asks=True, by=dana)


@pytest.fixture
def asked(runtime: Runtime, make: Make, team: Team) -> Conversation:
    """A conversation of that team."""
    return _of_team(runtime, make.conversation(), team)


def _of_team(runtime: Runtime, conversation: Conversation, team: Team) -> Conversation:
    with runtime.writing() as session:
        session.execute(
            update(Conversation).where(Conversation.id == conversation.id).values(team_id=team.id)
        )
    return conversation


def _move(
    runtime: Runtime, conversation: Conversation, name: str, by: User, *, asks: bool = False
) -> None:
    with runtime.writing() as session:
        team = people.team_of(session, name, [session.get_one(User, by.id)])
        team.asks_approval = asks
        teams.move(session, conversation.id, to=team, by=session.get_one(User, by.id))


def _merge(runtime: Runtime, source: Conversation, goal: Conversation, by: User) -> None:
    with runtime.writing() as session:
        merging.merge(session, source.id, into=goal.id, by=session.get_one(User, by.id))


def _draft(text: str = "It opens at six.", **given: object) -> Draft:
    usual = {"audience": Audience.PUBLIC, "client_token": f"press-{next(_numbers)}"}
    return Draft(text=text, **{**usual, **given})  # type: ignore[arg-type]  # as the test gives them


def _submit(
    runtime: Runtime,
    conversation: Conversation,
    by: User,
    text: str = "It opens at six.",
    **given: object,
) -> Submission:
    with runtime.writing() as session:
        draft = _draft(text, **given)
        return submitting.submit(session, conversation.id, draft, by=session.get_one(User, by.id))


def _approve(
    runtime: Runtime,
    submission: Submission,
    by: User,
    text: str | None = None,
    seen: int | None = None,
) -> Delivery:
    with runtime.writing() as session:
        seen = seen or deciding.newest(session, submission.conversation_id)
        return deciding.approve(
            session, submission.id, by=session.get_one(User, by.id), seen=seen, text=text
        )


def _send_back(
    runtime: Runtime, submission: Submission, by: User, note: str = "Name the road."
) -> None:
    with runtime.writing() as session:
        deciding.send_back(session, submission.id, by=session.get_one(User, by.id), note=note)


def _withdraw(runtime: Runtime, submission: Submission, by: User) -> None:
    with runtime.writing() as session:
        submitting.withdraw(session, submission.id, by=session.get_one(User, by.id))


def _now(runtime: Runtime, submission: Submission) -> Submission:
    with runtime.reading() as session:
        return session.get_one(Submission, submission.id)


def _row(runtime: Runtime, conversation: Conversation) -> Conversation:
    with runtime.reading() as session:
        return session.get_one(Conversation, conversation.id)


def _told(runtime: Runtime) -> list[Event]:
    with runtime.reading() as session:
        found = select(Event).where(Event.name.like("reply.%")).order_by(Event.id)
        return list(session.scalars(found))


def _person(runtime: Runtime, user: User) -> User:
    with runtime.reading() as session:
        return session.get_one(User, user.id)


def _draft_of(runtime: Runtime, conversation: Conversation, user: User) -> str:
    with runtime.reading() as session:
        kept = drafts.of(session, conversation.id, user).get(Drawer.REPLY)
        return kept.text if kept else ""


def _counts(runtime: Runtime, user: User) -> tuple[int, int]:
    with runtime.reading() as session:
        counted = queues.counts(session, User(id=user.id))
        return counted["approve"], counted["returned"]


def _bell(runtime: Runtime, user: User) -> list[tuple[str, int]]:
    with runtime.reading() as session:
        told = notifying.shown(session, user)
        return [(notification_wording.said(one), one.conversation_id) for one in told]


def test_only_the_teams_that_ask_for_it_hold_replies_back(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    free = make.conversation()

    assert make.reply(free, rosa).state is DeliveryState.QUEUED
    assert make.reply(asked, dana).state is DeliveryState.QUEUED
    with pytest.raises(rule.ApprovalNeeded, match="Submit it for approval"):
        make.reply(asked, rosa)


def test_what_failed_before_a_team_asked_for_approval_is_not_sent_again_without(
    runtime: Runtime, make: Make, team: Team, rosa: User, dana: User
) -> None:
    conversation = make.conversation()
    failed = make.reply(conversation, rosa)
    _of_team(runtime, conversation, team)
    with runtime.writing() as session:
        session.get_one(Delivery, failed.id).state = DeliveryState.FAILED

    with runtime.writing() as session, pytest.raises(rule.ApprovalNeeded):
        deliveries.retry(session, failed.id, by=session.merge(rosa))

    with runtime.writing() as session:
        again = deliveries.retry(session, failed.id, by=session.merge(dana))
    assert again.state is DeliveryState.QUEUED


def test_what_was_approved_is_sent_again_by_anybody_who_may_reply(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    approved = _approve(runtime, submission, dana)
    with runtime.writing() as session:
        session.get_one(Delivery, approved.id).state = DeliveryState.FAILED

    with runtime.writing() as session:
        again = deliveries.retry(session, approved.id, by=session.merge(rosa))

    assert again.state is DeliveryState.QUEUED


def test_a_submitted_reply_is_no_message_and_stops_no_clock(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, alex: User
) -> None:
    waiting_since = _row(runtime, asked).waiting_since

    submission = _submit(runtime, asked, rosa)

    assert len(make.messages(asked)) == 1
    row = _row(runtime, asked)
    assert (row.waiting_since, row.submitted_at) == (waiting_since, submission.submitted_at)
    assert waiting_since is not None
    assert [_counts(runtime, one)[0] for one in (rosa, dana, alex)] == [0, 1, 1]


def test_an_approved_reply_leaves_once_as_its_authors_words(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)

    delivery = _approve(runtime, submission, dana)

    (said,) = [one for one in make.messages(asked) if one.author_user_id]
    assert (said.text, said.author_user_id) == (submission.text, rosa.id)
    assert delivery.state is DeliveryState.QUEUED
    kept = _now(runtime, submission)
    assert (kept.state, kept.decided_by_id, kept.message_id) == (
        SubmissionState.APPROVED,
        dana.id,
        said.id,
    )
    assert [(one.name, one.user_id) for one in _told(runtime)] == [
        ("reply.submitted", rosa.id),
        ("reply.written", rosa.id),
        ("reply.approved", dana.id),
    ]
    assert _row(runtime, asked).submitted_at is None
    assert _counts(runtime, dana) == (0, 0)


def test_approving_with_edits_keeps_both_versions_on_the_record(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa, "It opens soon.")

    _approve(runtime, submission, dana, "It opens at six on Friday.")

    assert make.messages(asked)[-1].text == "It opens at six on Friday."
    assert _now(runtime, submission).text == "It opens soon."
    told = _told(runtime)[-1].data
    assert (told["submitted"], told["text"], told["is_changed"]) == (
        "It opens soon.",
        "It opens at six on Friday.",
        True,
    )


def test_a_returned_reply_goes_back_into_the_draft_with_the_note(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    begun = Begun(drawer=Drawer.REPLY, mode="public", text="And thank you.", edition="mine")
    with runtime.writing() as session:
        drafts.keep(session, asked.id, begun, known=[""], by=session.get_one(User, rosa.id))

    _send_back(runtime, submission, dana)

    assert _draft_of(runtime, asked, rosa) == "It opens at six.\n\nAnd thank you."
    kept = _now(runtime, submission)
    assert (kept.state, kept.note) == (SubmissionState.RETURNED, "Name the road.")
    assert _counts(runtime, rosa) == (0, 1)

    _submit(runtime, asked, rosa, "Main Street opens at six.")

    assert _counts(runtime, rosa) == (0, 0)
    assert _counts(runtime, dana) == (1, 0)


def test_an_author_is_told_once_that_a_reply_came_back_or_was_approved_and_by_whom(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    _send_back(runtime, _submit(runtime, asked, rosa), dana)
    _approve(runtime, _submit(runtime, asked, rosa, "Main Street opens at six."), dana)

    assert _bell(runtime, rosa) == [
        ("Dana Whitfield approved your reply", asked.id),
        ("Dana Whitfield sent your reply back with a note", asked.id),
    ]
    assert _bell(runtime, dana) == []


def test_an_author_who_left_the_desk_is_told_nothing_of_their_reply(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.writing() as session:
        session.get_one(User, rosa.id).is_active = False

    _send_back(runtime, submission, dana)

    assert _bell(runtime, rosa) == []


def test_a_reply_is_returned_only_with_words(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)

    with pytest.raises(deciding.NoteNeeded):
        _send_back(runtime, submission, dana, " \n")

    assert _now(runtime, submission).state is SubmissionState.WAITING


def test_what_came_back_is_put_aside_once_its_author_has_seen_why(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    _send_back(runtime, submission, dana)

    with runtime.writing() as session:
        submitting.see(session, submission.id, by=session.get_one(User, rosa.id))

    assert _counts(runtime, rosa) == (0, 0)


def test_nobody_approves_their_own_words(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.writing() as session:
        session.execute(update(User).where(User.id == rosa.id).values(role=Role.SUPERVISOR))

    with pytest.raises(rule.NotByYou, match="Dana Whitfield"):
        _approve(runtime, submission, rosa)
    with pytest.raises(rule.NotByYou):
        _approve(runtime, submission, make.user(name="Ben Ortiz"))
    message = make.messages(asked)[0].id
    alone = {"state": "approved", "decided_by_id": rosa.id, "message_id": message}
    with pytest.raises(IntegrityError), runtime.writing() as session:
        session.execute(update(Submission).values(alone))
    assert _counts(runtime, rosa) == (0, 0)


def test_an_approver_who_left_the_desk_decides_nothing(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User, alex: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.writing() as session:
        session.execute(update(User).where(User.id == dana.id).values(is_active=False))

    with pytest.raises(rule.NotByYou, match="Alex Reyes"):
        _approve(runtime, submission, dana)
    assert (_counts(runtime, dana)[0], _counts(runtime, alex)[0]) == (0, 1)


def test_an_approver_nobody_vouched_for_decides_nothing_and_waits_like_all_others(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, alex: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.writing() as session:
        unknown = {"unvouched_since": runtime.clock.now(), "unvouched_by_id": alex.id}
        session.execute(update(User).where(User.id == dana.id).values(unknown))

    with pytest.raises(rule.NotByYou, match="Alex Reyes"):
        _approve(runtime, submission, dana)
    with pytest.raises(rule.NotByYou):
        _send_back(runtime, submission, dana)
    with pytest.raises(rule.ApprovalNeeded):
        make.reply(asked, _person(runtime, dana))
    assert (_counts(runtime, dana)[0], _counts(runtime, alex)[0]) == (0, 1)


def test_the_words_of_somebody_who_left_can_still_be_approved(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.writing() as session:
        session.execute(update(User).where(User.id == rosa.id).values(is_active=False))

    _approve(runtime, submission, dana)

    assert make.messages(asked)[-1].author_user_id == rosa.id


def _did(runtime: Runtime, submission: Submission, do: Decide, by: User) -> str:
    try:
        do(runtime, submission, by)
    except HearbackError as told:
        return str(told)
    return ""


@pytest.mark.parametrize("second", [_approve, _withdraw])
def test_of_two_at_the_same_second_the_slower_is_told(
    runtime: Runtime,
    make: Make,
    asked: Conversation,
    rosa: User,
    dana: User,
    second: Decide,
) -> None:
    submission = _submit(runtime, asked, rosa)
    alex = make.user(name="Alex Reyes", role=Role.SUPERVISOR)
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda do=do, by=by: told.append(_did(runtime, submission, do, by)))
        for do, by in ((_approve, dana), (second, alex if second is _approve else rosa))
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(bool(words) for words in told) == [False, True]
    (words,) = filter(None, told)
    assert "already" in words or "took this reply back meanwhile" in words
    sent = [one for one in make.messages(asked) if one.author_user_id]
    assert len(sent) == (_now(runtime, submission).state is SubmissionState.APPROVED)


def test_taking_it_back_brings_the_words_home_and_only_its_author_may(
    runtime: Runtime, asked: Conversation, rosa: User, dana: User
) -> None:
    submission = _submit(runtime, asked, rosa)

    with pytest.raises(submitting.OnlyItsAuthor):
        _withdraw(runtime, submission, dana)
    _withdraw(runtime, submission, rosa)

    assert _draft_of(runtime, asked, rosa) == submission.text
    with pytest.raises(submitting.AlreadyDecided, match="Rosa Martinez took this reply back"):
        _approve(runtime, submission, dana)


def test_an_approver_who_has_not_read_the_newest_words_is_warned(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, clock: SetClock
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.reading() as session:
        seen = deciding.newest(session, asked.id)
        account = conversations.locked(session, asked.id).account
    clock.advance(minutes=1)
    again = incoming(thread_id=asked.thread_id, text="Never mind.", sent_at=clock.now())
    make.received(account, [again])

    with pytest.raises(deciding.NewsMeanwhile, match="wrote here since"):
        _approve(runtime, submission, dana, seen=seen)

    assert _now(runtime, submission).state is SubmissionState.WAITING
    assert _approve(runtime, submission, dana)


def test_an_answer_given_meanwhile_is_news_too(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, alex: User
) -> None:
    submission = _submit(runtime, asked, rosa)
    with runtime.reading() as session:
        seen = deciding.newest(session, asked.id)
    make.reply(asked, alex)

    with pytest.raises(deciding.NewsMeanwhile, match="Alex Reyes answered"):
        _approve(runtime, submission, dana, seen=seen)


def test_what_the_platform_would_refuse_is_told_to_the_approver_and_stays(
    runtime: Runtime, make: Make, rosa: User, dana: User, team: Team, clock: SetClock
) -> None:
    private = make.conversation(kind=Kind.DIRECT_MESSAGE)
    _of_team(runtime, private, team)
    submission = _submit(runtime, private, rosa, audience=Audience.PRIVATE)

    with pytest.raises(replies.TextTooLong):
        _approve(runtime, submission, dana, "a" * 3000)
    with pytest.raises(replies.EmptyText):
        _approve(runtime, submission, dana, " ")
    clock.advance(days=8)
    with pytest.raises(replies.ReplyNotAllowed, match="closed this conversation"):
        _approve(runtime, submission, dana)

    assert _now(runtime, submission).state is SubmissionState.WAITING
    assert len(make.messages(private)) == 1


def test_what_cannot_be_sent_is_not_submitted(
    runtime: Runtime, asked: Conversation, rosa: User
) -> None:
    with pytest.raises(replies.EmptyText):
        _submit(runtime, asked, rosa, " ")
    with pytest.raises(replies.VariableMissing):
        _submit(runtime, asked, rosa, "Hello {{ contact.name }}")


def test_one_press_submits_once(runtime: Runtime, asked: Conversation, rosa: User) -> None:
    first = _submit(runtime, asked, rosa, client_token="one press")

    assert _submit(runtime, asked, rosa, client_token="one press").id == first.id


def test_what_waits_goes_on_waiting_when_the_team_changes(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, team: Team
) -> None:
    submission = _submit(runtime, asked, rosa)
    _move(runtime, asked, "Community service", dana)

    assert _counts(runtime, dana) == (1, 0)
    assert make.reply(asked, rosa).state is DeliveryState.QUEUED
    assert _approve(runtime, submission, dana)


def test_nobody_who_is_held_to_approval_moves_a_conversation_past_it(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    with pytest.raises(rule.PastApproval):
        _move(runtime, asked, "Community service", rosa)
    _move(runtime, asked, "Traffic", rosa, asks=True)
    _move(runtime, asked, "Community service", dana)

    assert make.reply(asked, rosa).state is DeliveryState.QUEUED


def test_nobody_who_is_held_to_approval_merges_a_conversation_past_it(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    with runtime.reading() as session:
        account = session.get_one(Account, asked.account_id)
        contact = session.get_one(Contact, asked.contact_id)
    same = Author(external_id=contact.external_id, name=contact.name)
    free = make.conversation(account, author=same)

    with pytest.raises(rule.PastApproval):
        _merge(runtime, asked, free, rosa)
    _merge(runtime, asked, free, dana)

    assert _row(runtime, asked).merged_into_id == free.id


def test_who_wrote_for_a_second_reader_gets_one_though_the_rule_was_lifted(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User, team: Team
) -> None:
    with runtime.writing() as session:
        teams.ask_approval(session, team.id, asks=False, by=session.get_one(User, dana.id))

    with runtime.writing() as session:
        said = submitting.say(
            session, asked.id, _draft(), by=session.get_one(User, rosa.id), is_asked=True
        )

    assert isinstance(said, Submission)
    assert len(make.messages(asked)) == 1


def test_a_picture_waits_with_its_words_and_leaves_with_them(
    runtime: Runtime, make: Make, asked: Conversation, rosa: User, dana: User
) -> None:
    picture = Chosen(body=drawing.photograph(), description="The map")

    submission = _submit(runtime, asked, rosa, picture=picture)
    delivery = _approve(runtime, submission, dana)

    with runtime.reading() as session:
        held = outgoing_pictures.held(session, delivery.message_id)
    assert held
    assert held.title == "The map"


def test_staff_cannot_lift_the_rule(runtime: Runtime, rosa: User, team: Team) -> None:
    with pytest.raises(teams.NotYours), runtime.writing() as session:
        teams.ask_approval(session, team.id, asks=False, by=session.get_one(User, rosa.id))
