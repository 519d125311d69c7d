"""Does somebody who found a hole learn whom to tell?"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from inbox.config import BadSettings, Settings
from inbox.runtime import Runtime
from tests import houses
from tests.clocks import SetClock
from tests.web import one_app

if TYPE_CHECKING:
    from tests.databases import Database

ADDRESS = "/.well-known/security.txt"


def test_it_names_who_is_told_and_until_when_that_holds(
    committed_database: Database, tmp_path: Path, clock: SetClock
) -> None:
    contact = "mailto:security@mesaverde.example"
    house = houses.runtime(
        committed_database.engine, tmp_path, clock, HEARBACK_SECURITY_CONTACT=contact
    )

    answer = one_app.over(house).test_client().get(ADDRESS)
    house.redis.close()

    assert answer.mimetype == "text/plain"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == contact
    assert fields["Preferred-Languages"] == "en, es"
    expires = datetime.fromisoformat(fields["Expires"])
    # RFC 9116, 2.5.5: less than a year ahead.
    assert timedelta(days=90) < expires - clock.now() < timedelta(days=365)


def test_where_nobody_is_named_there_is_none(runtime: Runtime) -> None:
    assert one_app.over(runtime).test_client().get(ADDRESS).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("given", ["security@mesaverde.example", "http://mesaverde.example", "ask"])
def test_what_is_no_way_to_reach_somebody_keeps_the_desk_from_starting(
    given: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match="HEARBACK_SECURITY_CONTACT must be"):
        Settings.from_environment(houses.environment(tmp_path, HEARBACK_SECURITY_CONTACT=given))
