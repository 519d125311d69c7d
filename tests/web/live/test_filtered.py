"""Do filtered and saved views follow what happens?"""

from __future__ import annotations

from inbox import assignment, saved_views, tagging
from inbox.filters import reading
from inbox.models import User
from inbox.saved_views import Wanted
from tests.factories.making import Make
from tests.web.live.conftest import LiveDesk


def test_a_row_reaches_and_leaves_filtered_and_saved_views_with_their_counts(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made, other = build.conversation(), build.conversation()
    with desk.runtime.writing() as session:
        asked = reading.of_query("tag=noise&assignee=nobody")
        saved = saved_views.save(session, asked, Wanted(name="Noise"), by=session.merge(ana))
        tagging.add(session, other.id, "noise", by=session.merge(ana))
    filtered = "filter?assignee=nobody&tag=noise"
    hers, his = desk.settled_tab(ana, f"saved-{saved.id}"), desk.settled_tab(ben, filtered)

    with desk.runtime.writing() as session:
        tagging.add(session, made.id, "noise", by=session.merge(ana))

    assert f"saved-{saved.id}" in hers.row(made.id)["belongs"]
    assert filtered in his.row(made.id)["belongs"]
    his.news("counts", lambda counts: counts["by_view"].get(filtered) == 2)
    hers.news("counts", lambda counts: counts["by_view"].get(f"saved-{saved.id}") == 2)

    for tab in (hers, his):
        tab.forget()
    with desk.runtime.writing() as session:
        assignment.claim(session, made.id, by=session.merge(ben))

    assert f"saved-{saved.id}" not in hers.row(made.id)["belongs"]
    assert filtered not in his.row(made.id)["belongs"]


def test_a_filter_about_me_is_another_one_for_each_person(
    desk: LiveDesk, build: Make, ana: User, ben: User
) -> None:
    made = build.conversation()
    mark = "filter?assignee=me"
    hers, his = desk.settled_tab(ana, mark), desk.settled_tab(ben, mark)

    with desk.runtime.writing() as session:
        assignment.claim(session, made.id, by=session.merge(ana))

    assert mark in hers.row(made.id)["belongs"]
    assert mark not in his.row(made.id)["belongs"]


def test_what_joins_is_answered_for_a_filter_and_nothing_for_a_view_that_is_gone(
    desk: LiveDesk, build: Make, ana: User
) -> None:
    made = build.conversation()
    tab = desk.settled_tab(ana)

    answered = tab.watch("filter?platform=facebook")
    gone = tab.watch("saved-999")

    assert [row["id"] for row in answered["rows"]] == [made.id]
    assert answered["counts"]["by_view"]["filter?platform=facebook"] == 1
    assert gone["rows"] == []


def test_a_browser_that_names_no_filter_is_sent_away(desk: LiveDesk, ana: User) -> None:
    tab = desk.settled_tab(ana)

    tab.socket.emit("watch", {"view": "filter?platform=myspace", "rows": {}})

    assert tab.is_cut_off()
