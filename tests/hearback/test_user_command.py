"""Does whoever runs the server let the first administrator in, without choosing a password?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from hearback.command_line import main
from inbox import one_time_links, sign_in
from inbox.audit.origin import Means
from inbox.models import AuditEvent, LinkPurpose
from inbox.one_time_links import LinkEnded
from inbox.runtime import Runtime
from tests import houses

if TYPE_CHECKING:
    from tests.databases import Database

KIM = "kim@example.org"
NEW = "tractor violet harvest nine"
DESK = "https://desk.example"


@pytest.fixture
def environment(committed_database: Database, tmp_path: Path) -> dict[str, str]:
    url = committed_database.engine.url.render_as_string(hide_password=False)
    return houses.environment(tmp_path, DATABASE_URL=url, HEARBACK_ADDRESS=DESK)


def _say(environment: dict[str, str], *words: str) -> Result:
    return CliRunner().invoke(main, ["user", *words], env=environment)


def _secret(said: Result) -> str:
    assert said.exit_code == 0, said.output
    link = said.stdout.strip()
    assert link.startswith(f"{DESK}/one-time/")
    return link.rpartition("/")[2]


def test_the_first_administrator_comes_in_by_a_link_and_a_newer_one_ends_it(
    environment: dict[str, str], runtime: Runtime
) -> None:
    first = _secret(_say(environment, "add", KIM, "Kim Ito", "--role", "administrator"))
    again = _say(environment, "link", KIM)
    assert "Kim Ito sets a password by this link, once, until" in again.stderr

    with pytest.raises(LinkEnded), runtime.reading() as session:
        one_time_links.find(session, first)
    with runtime.writing() as session:
        assert one_time_links.find(session, _secret(again)).purpose is LinkPurpose.INVITATION
        one_time_links.use(session, _secret(again), NEW)
    with runtime.reading() as session:
        assert sign_in.authenticate(session, KIM, NEW).role == "administrator"
        rows = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [row.what for row in rows] == [
        "person.added",
        "person.link",
        "person.link",
        "person.link_used",
    ]
    assert {row.means for row in rows[:3]} == {Means.COMMAND_LINE.value}


def test_nobody_chooses_a_password_for_somebody_else(environment: dict[str, str]) -> None:
    said = _say(environment, "add", KIM, "Kim Ito", "--password", NEW)

    assert said.exit_code != 0
    assert "No such option" in said.output
