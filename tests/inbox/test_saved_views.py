"""Who keeps which filters, who sees them, and who may change them?"""

from __future__ import annotations

import pytest
from sqlalchemy import delete, update

from connectors.words import Platform
from inbox import desk_views, people, queues, saved_views, tagging
from inbox.filters import reading
from inbox.models import Role, SavedView, Sharing, Tag, User, conversation_tag
from inbox.runtime import Runtime
from inbox.saved_views import Wanted
from tests.factories.making import Make


def _saved(runtime: Runtime, by: User, query: str = "", **given: object) -> SavedView:
    wanted = Wanted(**{"name": "Noise", **given})  # type: ignore[arg-type]
    with runtime.writing() as session:
        return saved_views.save(session, reading.of_query(query), wanted, by=by)


def _rail(runtime: Runtime, user: User) -> list[str]:
    with runtime.reading() as session:
        return [view.name for view in desk_views.rail(session, user) if view.group == "saved"]


def test_a_view_stands_with_its_count_in_the_rail_of_those_it_is_shared_with(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, eva = make.user("Ana"), make.user("Ben"), make.user("Eva", role=Role.SUPERVISOR)
    make.conversation()
    make.conversation(make.account("x", Platform.X))
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ana, ben])

    own = _saved(runtime, ana, "platform=x", name="Mine on X")
    _saved(runtime, ana, name="For us", sharing=Sharing.TEAM, team_id=team.id)
    _saved(runtime, eva, name="For all", sharing=Sharing.EVERYONE)

    assert _rail(runtime, ana) == ["Mine on X", "For us", "For all"]
    assert _rail(runtime, ben) == ["For us", "For all"]
    assert _rail(runtime, eva) == ["For all"]
    with runtime.reading() as session:
        assert queues.counts(session, ana)[f"saved-{own.id}"] == 1
        with pytest.raises(saved_views.NoSuchSavedView):
            desk_views.find(session, f"saved-{own.id}", ben)


def test_only_its_owner_and_those_who_lead_change_a_shared_view(
    make: Make, runtime: Runtime
) -> None:
    ana, ben, eva = make.user("Ana"), make.user("Ben"), make.user("Eva", role=Role.SUPERVISOR)
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ana, ben, eva])
    view = _saved(runtime, ana, sharing=Sharing.TEAM, team_id=team.id)
    renamed = Wanted(name="Loud", sharing=Sharing.TEAM, team_id=team.id)

    with pytest.raises(saved_views.NotYours, match="Only Ana"), runtime.writing() as session:
        saved_views.change(session, view.id, renamed, version=1, by=ben)
    with runtime.writing() as session:
        saved_views.change(session, view.id, renamed, version=1, by=eva)

    assert _rail(runtime, ben) == ["Loud"]


def test_the_second_of_two_who_change_a_view_is_told_of_the_first(
    make: Make, runtime: Runtime
) -> None:
    ana, eva = make.user("Ana"), make.user("Eva", role=Role.SUPERVISOR)
    view = _saved(runtime, eva, sharing=Sharing.EVERYONE)
    with runtime.writing() as session:
        saved_views.change(session, view.id, Wanted(name="Loud"), version=1, by=eva)

    with (
        pytest.raises(saved_views.ChangedMeanwhile, match="Eva changed"),
        runtime.writing() as session,
    ):
        saved_views.change(session, view.id, Wanted(name="Quiet"), version=1, by=eva)
    assert _rail(runtime, ana) == []


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 300, "a\x00b"])
def test_a_name_that_nobody_could_read_is_refused(make: Make, runtime: Runtime, name: str) -> None:
    with pytest.raises(saved_views.UnusableName, match="1 to 80 characters"):
        _saved(runtime, make.user(), name=name)


@pytest.mark.parametrize("name", ["🔥🔥", "ضوضاء عالية", "<b>noise</b>"])
def test_a_name_in_any_script_is_kept_as_it_is(make: Make, runtime: Runtime, name: str) -> None:
    ana = make.user()

    _saved(runtime, ana, name=name)

    assert _rail(runtime, ana) == [name]


def test_nobody_fills_the_rail_of_people_they_do_not_work_with(
    make: Make, runtime: Runtime
) -> None:
    ana, ben = make.user("Ana"), make.user("Ben")
    with runtime.writing() as session:
        team = people.team_of(session, "Records", [ben])

    for given in (
        {"sharing": Sharing.EVERYONE},
        {"sharing": Sharing.TEAM, "team_id": team.id},
        {"sharing": Sharing.TEAM, "team_id": None},
    ):
        with pytest.raises(saved_views.NotToShare):
            _saved(runtime, ana, **given)


def test_a_rail_does_not_grow_without_end(make: Make, runtime: Runtime) -> None:
    ana = make.user()
    for number in range(saved_views.MOST):
        _saved(runtime, ana, name=f"View {number}")

    with pytest.raises(saved_views.TooMany):
        _saved(runtime, ana)


def test_a_view_whose_tag_was_deleted_says_so_and_counts_what_it_lists(
    make: Make, runtime: Runtime
) -> None:
    ana, conversation = make.user(), make.conversation()
    with runtime.writing() as session:
        tagging.add(session, conversation.id, "noise", by=ana)
    view = _saved(runtime, ana, "tag=noise")
    with runtime.writing() as session:
        session.execute(delete(conversation_tag))
        session.execute(delete(Tag))

    with runtime.reading() as session:
        shown = desk_views.find(session, f"saved-{view.id}", ana)
        assert shown.missing == ("The tag “noise” no longer exists.",)
        assert len(queues.page(session, shown, ana).rows) == 1
        assert queues.counts(session, ana)[shown.mark] == 1


def test_a_filter_that_is_no_longer_understood_is_shown_without_what_is_not(
    make: Make, runtime: Runtime
) -> None:
    ana = make.user()
    view = _saved(runtime, ana, "platform=x")
    with runtime.writing() as session:
        changed = update(SavedView).where(SavedView.id == view.id)
        session.execute(changed.values(query="platform=x&mood=angry"))

    with runtime.reading() as session:
        shown = desk_views.find(session, f"saved-{view.id}", ana)

    assert shown.missing == ("There is nothing called “mood” to filter by.",)
    assert shown.as_filter == "platform=x"


def test_a_view_takes_another_filter_and_goes_when_it_is_deleted(
    make: Make, runtime: Runtime
) -> None:
    ana = make.user()
    view = _saved(runtime, ana, "platform=x")

    with runtime.writing() as session:
        saved_views.replace(session, view.id, reading.of_query("tag=noise"), by=ana)
    with runtime.reading() as session:
        assert saved_views.find(session, view.id, ana).query == "tag=noise"
    with runtime.writing() as session:
        saved_views.delete(session, view.id, by=ana)

    assert _rail(runtime, ana) == []
