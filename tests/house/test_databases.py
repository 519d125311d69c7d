"""Do the tests' databases keep what one test does from the next?"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from inbox import migrating, people
from inbox.db import for_writing
from inbox.models import Team, User
from tests.database_copies import Database


def test_what_a_test_commits_is_undone_the_first_time(session: Session) -> None:
    _add_the_same_person_as_everyone(session)


def test_what_a_test_commits_is_undone_the_second_time(session: Session) -> None:
    _add_the_same_person_as_everyone(session)


def _add_the_same_person_as_everyone(session: Session) -> None:
    people.admit(session, email="ana@example.org", name="Ana", password_hash="")
    session.commit()

    assert session.scalar(select(func.count()).select_from(User)) == 1


def test_a_database_of_ones_own_is_seen_by_every_connection(committed_database: Database) -> None:
    with Session(for_writing(committed_database.engine)) as one:
        one.add(Team(name="Front desk"))
        one.commit()

    with Session(committed_database.engine) as other:
        assert other.scalar(select(Team.name)) == "Front desk"


def test_a_database_of_ones_own_has_the_tables_of_this_version(
    committed_database: Database,
) -> None:
    assert migrating.is_current(committed_database.engine)
