"""Moments come back as they were kept."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy.orm import Session

from inbox.db import make_engine
from inbox.models import Conversation
from inbox.runtime import Runtime
from tests.factories.making import Make


def test_a_moment_comes_back_in_utc_whatever_the_zone_of_the_server(
    make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    url = runtime.engine.url
    is_postgres = url.get_backend_name() == "postgresql"
    elsewhere = {"connect_args": {"options": "-c timezone=Asia/Tokyo"}} if is_postgres else {}
    engine = make_engine(url.render_as_string(hide_password=False), **elsewhere)

    with Session(engine) as session:
        kept = session.get_one(Conversation, conversation.id).created_at
    engine.dispose()

    assert kept == runtime.clock.now()
    assert kept.tzinfo is UTC
