"""Is what is told to many people at once what each of them would be told alone?"""

from __future__ import annotations

from connectors.words import Platform
from inbox import assignment, desk_views, people, queues, saved_views
from inbox.filters import reading
from inbox.models import Role, Sharing, User
from inbox.runtime import Runtime
from inbox.saved_views import Wanted
from tests.factories.making import Make

OPEN_AT = ["open", "mine", "filter?assignee=me", "filter?platform=x"]


def _alone(runtime: Runtime, user: User, marks: list[str]) -> dict[str, int]:
    with runtime.reading() as session:
        rail = desk_views.rail(session, user)
        return queues.counts(session, user, desk_views.counted(session, user, marks, rail))


def _busy(make: Make, runtime: Runtime) -> tuple[User, User]:
    ana, ben = make.user("Ana"), make.user("Ben", role=Role.SUPERVISOR)
    page, handle = make.account(), make.account("x", Platform.X)
    own = Wanted(name="Of mine", sharing=Sharing.OWN)
    ours = Wanted(name="Ours", sharing=Sharing.EVERYONE)
    made = [make.conversation(page), make.conversation(handle), make.conversation(handle)]
    with runtime.writing() as session:
        people.team_of(session, "Records", [ben])
        assignment.claim(session, made[0].id, by=ana)
        assignment.claim(session, made[1].id, by=ben)
        saved_views.save(session, reading.of_query("assignee=me"), own, by=ana)
        saved_views.save(session, reading.of_query("platform=x"), ours, by=ben)
    return ana, ben


def test_many_people_are_told_the_counts_that_each_would_be_told(
    make: Make, runtime: Runtime
) -> None:
    ana, ben = _busy(make, runtime)
    with runtime.reading() as session:
        shown = desk_views.counted_for_each(session, {ana.id: OPEN_AT, ben.id: []})
        told = queues.counts_of_each(session, shown)

    assert told == {ana.id: _alone(runtime, ana, OPEN_AT), ben.id: _alone(runtime, ben, [])}
    assert told[ana.id]["mine#waiting"] == told[ben.id]["mine"] == 1


def test_many_people_are_told_which_of_their_views_a_row_is_in(
    make: Make, runtime: Runtime
) -> None:
    ana, ben = _busy(make, runtime)
    with runtime.reading() as session:
        ids = [
            one.id for one in queues.page(session, desk_views.find(session, "open", ana), ana).rows
        ]
        told = queues.belonging_of_each(session, ids, {ana.id: OPEN_AT, ben.id: ["mine"]})
        alone = queues.belonging(session, ids, ana, OPEN_AT)

    assert told[ana.id] == {one: marks & set(OPEN_AT) for one, marks in alone.items()}
    assert sum("mine" in marks for marks in told[ben.id].values()) == 1
