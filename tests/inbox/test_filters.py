"""Does a filter mean the same in its address, its list, its count and for each conversation?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete

from connectors.words import Kind, Platform
from inbox import assignment, desk_views, people, queues, snoozing, tagging
from inbox.filters import reading
from inbox.filters.reading import BadFilter
from inbox.models import Conversation, Tag, User, conversation_tag
from inbox.runtime import Runtime
from tests.clocks import SetClock
from tests.factories.making import Make


def _found(runtime: Runtime, query: str, user: User) -> set[int]:
    """What a filter lists, once its count and its belonging agreed with it."""
    mark = f"filter?{reading.of_query(query).query}"
    with runtime.reading() as session:
        view = desk_views.find(session, mark, user)
        listed = {row.id for row in queues.page(session, view, user).rows}
        every = [one.id for one in session.query(Conversation)]
        belonging = queues.belonging(session, every, user, [mark])
        counted = queues.counts(session, user, [view])
    assert {one for one, marks in belonging.items() if mark in marks} == listed
    assert not view.is_counted or counted[mark] == len(listed)
    return listed


def test_each_condition_finds_what_it_says(make: Make, runtime: Runtime, clock: SetClock) -> None:
    ana, ben = make.user("Ana"), make.user("Ben")
    page, handle = make.account(), make.account("x", Platform.X)
    early = make.conversation(page, sent_at=clock.at - timedelta(hours=2), text="A loud noise")
    late = make.conversation(handle, kind=Kind.MENTION, text="Thank you")
    slept = make.conversation(page, text="No hurry")
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ana])
        assignment.claim(session, late.id, by=ana)
        tagging.add(session, early.id, "noise", by=ana)
        snoozing.snooze(session, slept.id, until=None, by=ana)
        session.get_one(Conversation, early.id).team_id = team.id
    everything = {early.id, late.id, slept.id}

    for query, expected in {
        "": {early.id, late.id},
        "status=any": everything,
        "status=snoozed": {slept.id},
        "status=open&status=snoozed&platform=facebook": {early.id, slept.id},
        "platform=x": {late.id},
        "kind=mention": {late.id},
        f"account={page.id}": {early.id},
        f"team={team.id}": {early.id},
        "team=none": {late.id},
        "assignee=me": {late.id},
        "assignee=nobody": {early.id},
        f"assignee={ana.id}&assignee=nobody": {early.id, late.id},
        "tag=noise": {early.id},
        "priority=normal": {early.id, late.id},
        "priority=urgent": set(),
        "waiting=1h": {early.id},
        "waiting=yes": {early.id, late.id},
        "waiting=no": set(),
        f"post={early.post_id}": {early.id},
        "text=NOISE": {early.id},
        "text=noise thank": set(),
        f"since={clock.at.date()}": {early.id, late.id},
        f"until={clock.at.date() - timedelta(days=2)}": set(),
        "platform=x&tag=noise": set(),
    }.items():
        assert _found(runtime, query, ana) == expected, query
    assert _found(runtime, "assignee=me", ben) == set()


def test_a_day_begins_and_ends_in_the_time_zone_of_the_department(
    make: Make, runtime: Runtime
) -> None:
    ana = make.user()
    zone = runtime.settings.time_zone
    midnight = datetime(2026, 11, 20, tzinfo=zone).astimezone(UTC)
    make.conversation(sent_at=midnight - timedelta(seconds=1))
    within = make.conversation(sent_at=midnight)

    on_that_day = "status=any&since=2026-11-20&until=2026-11-20"
    assert _found(runtime, on_that_day, ana) == {within.id}


def test_however_it_is_written_a_filter_has_one_address() -> None:
    asked = reading.of_query("tag=b&platform=x&status=open&tag=a&platform=facebook&team=&tag=b")

    assert asked.query == "platform=facebook&platform=x&tag=a&tag=b"
    assert reading.of_query(asked.query) == asked
    assert reading.of_query("status=resolved&status=any").query == "status=any"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("platform=myspace", "Platform: “myspace” cannot be used. It takes one of facebook,"),
        ("assignee=-1", "a colleague's number, me or nobody"),
        ("assignee=99999999999999999999", "cannot be used"),
        ("account=1%00", "cannot be used"),
        ("waiting=soon", "such as 15m, 1h or 2d"),
        ("waiting=9999d", "cannot be used"),
        ("waiting=1h&waiting=2h", "it takes 1 at most"),
        ("since=2026-02-30", "a day such as"),
        ("since=0001-01-01", "a day such as"),
        ("since=2026-11-02&until=2026-11-01", "No day is both"),
        ("text=%3F!", "words with letters or figures"),
        ("tag=" + "a" * 300, "cannot be used"),
        ("colour=red", "nothing called “colour”"),
        ("&".join(f"tag={one}" for one in range(40)), "40 are given, and it takes 30"),
    ],
)
def test_what_cannot_be_understood_is_told_in_a_sentence(query: str, sentence: str) -> None:
    with pytest.raises(BadFilter) as refused:
        reading.of_query(f"{query}&priority=urgent")

    assert sentence in str(refused.value)
    assert refused.value.rest.values("priority") == ("urgent",)


def test_what_is_gone_is_named_and_the_rest_still_asked(make: Make, runtime: Runtime) -> None:
    ana, conversation = make.user(), make.conversation()
    make.conversation(make.account("x", Platform.X))
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "noise", by=ana)
        session.execute(delete(conversation_tag))
        session.execute(delete(Tag))

    with runtime.reading() as session:
        view = desk_views.find(session, "filter?platform=facebook&account=999&tag=noise", ana)
        rows = queues.page(session, view, ana).rows

    assert view.missing == ("Account 999 no longer exists.", "The tag “noise” no longer exists.")
    assert [row.id for row in rows] == [conversation.id]


def test_a_team_has_a_view_in_the_rail_of_its_members(make: Make, runtime: Runtime) -> None:
    ana, ben, conversation = make.user("Ana"), make.user("Ben"), make.conversation()
    make.conversation()
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ana])
        session.get_one(Conversation, conversation.id).team_id = team.id

    with runtime.reading() as session:
        counts = queues.counts(session, ana)
        others = queues.counts(session, ben)

    assert counts[f"team-{team.id}"] == 1
    assert f"team-{team.id}" not in others
