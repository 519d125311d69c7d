"""Is a back-up that was taken under load whole, and does a house run on from it?"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from connectors.words import Kind
from hearback.command_line import main
from hearback.saving import restoring, saving
from hearback.saving.errors import (
    CannotSave,
    DatabaseNotEmpty,
    FileExists,
    NoFolder,
    OfAnotherKind,
)
from inbox import kept_files, media
from inbox.config import Settings
from inbox.models import (
    AuditEvent,
    CannedResponse,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Post,
)
from inbox.runtime import Runtime
from inbox.vault import Vault
from tests import database_copies, houses
from tests.clocks import SetClock
from tests.factories.drawing import drawing, photograph
from tests.factories.making import Make
from tests.web.conftest import Person
from web.app import create_app

if TYPE_CHECKING:
    from tests.databases import Database

ENOUGH = 5
LONGEST_NAME = 255
SECONDS = 30


@pytest.fixture
def empty(committed_database: Database, tmp_path: Path, clock: SetClock) -> Iterator[Runtime]:
    """A house of the same kind whose database has nothing in it yet, and none of our keys."""
    with database_copies.without_tables(committed_database.url, tmp_path / "new") as url:
        settings = Settings.from_environment(houses.environment(tmp_path / "new", DATABASE_URL=url))
        house = Runtime(settings, clock=clock)
        yield house
        house.close()


@contextmanager
def under_load(make: Make) -> Iterator[threading.Event]:
    """Let messages come in all the while; the event says that some have."""
    stop, busy = threading.Event(), threading.Event()
    account = make.account()

    def receive() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            make.conversation(account, external_id=f"load-{number}", thread_id=f"load-{number}")
            if number == ENOUGH:
                busy.set()

    thread = threading.Thread(target=receive)
    thread.start()
    try:
        yield busy
    finally:
        stop.set()
        thread.join(SECONDS)


def count(house: Runtime, model: type) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def on_record(house: Runtime) -> list[tuple[str, str]]:
    """Return which back-ups the audit log speaks of, and how they ended."""
    query = select(AuditEvent.what, AuditEvent.outcome).order_by(AuditEvent.id)
    with house.reading() as session:
        rows = session.execute(query.where(AuditEvent.what.startswith("backup."))).all()
    return [(what, outcome) for what, outcome in rows]


def test_taken_under_load_it_is_one_moment_of_the_desk_and_the_desk_runs_on_from_it(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path
) -> None:
    file = tmp_path / "desk.backup"
    ana = make.user("Ana Lopez")
    with under_load(make) as busy:
        assert busy.wait(SECONDS)
        before = count(runtime, Message)
        saving.save(runtime, file)
    after = count(runtime, Message)

    restored = restoring.restore(empty, file)

    assert before <= count(empty, Message) <= after
    assert [one.broken for one in restored.chains] == [""] * len(restored.chains)
    assert {one.name for one in restored.chains if one.rows} >= {"audit log", "events"}
    assert count(empty, Conversation) == count(empty, Message)
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.glob(".desk*")] == []
    desk = Person(create_app(empty), ana)
    assert desk.get("/desk/open").status_code == 200
    Make(empty).conversation(external_id="anew", thread_id="anew")
    assert count(empty, Conversation) == count(empty, Message)


def test_both_are_on_the_record(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path
) -> None:
    make.user()
    saving.save(runtime, tmp_path / "desk.backup")
    restoring.restore(empty, tmp_path / "desk.backup")

    saved = [("backup.begun", "success"), ("backup.made", "success")]
    assert on_record(runtime) == saved
    assert on_record(empty) == [saved[0], ("backup.restored", "success")]


def test_into_a_folder_that_is_not_there_nothing_is_saved_and_nothing_recorded(
    runtime: Runtime, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"

    with pytest.raises(NoFolder, match=f"There is no folder {folder}.*mkdir --parents {folder}"):
        saving.save(runtime, folder / "desk.backup")

    assert on_record(runtime) == []


def test_a_back_up_that_fails_half_way_is_on_record_as_one_that_failed(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Beside a name this long SQLite finds no room for its journal's, and nowhere is a pg_dump.
    name = "d" * (LONGEST_NAME - len(f"..{os.getpid()}"))
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(CannotSave, match="nothing was left half done"):
        saving.save(runtime, tmp_path / name)

    assert on_record(runtime) == [("backup.begun", "success"), ("backup.made", "failure")]
    assert list(tmp_path.glob("*ddd*")) == []


def test_a_reply_that_was_on_its_way_is_looked_for_before_it_is_sent(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path, clock: SetClock
) -> None:
    reply = make.reply(make.conversation(kind=Kind.COMMENT), make.user())
    saving.save(runtime, tmp_path / "desk.backup")
    clock.advance(hours=1)

    restored = restoring.restore(empty, tmp_path / "desk.backup")

    assert restored.doubted == 1
    with empty.reading() as session:
        found = session.get_one(Delivery, reply.id)
    assert found.state is DeliveryState.UNKNOWN
    assert found.attempted_at == reply.due_at
    assert found.due_at > clock.now()
    assert "restored from" in (found.reason or "")


def test_a_file_that_somebody_sent_and_that_is_not_there_is_missed(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path
) -> None:
    response, commented = make.canned_response(), make.conversation(kind=Kind.COMMENT)
    with runtime.writing() as session:
        kept = session.get_one(CannedResponse, response.id)
        kept.picture_digest = media.keep(session, drawing())
        post = session.get_one(Post, commented.post_id)
        post.picture_digest = media.store(runtime.settings.data, photograph())
    saving.save(runtime, tmp_path / "desk.backup")

    restored = restoring.restore(empty, tmp_path / "desk.backup")

    assert restored.missing_files == 2
    assert not restored.is_whole
    shutil.copytree(runtime.settings.data / "media", empty.settings.data / "media")
    with empty.reading() as session:
        assert kept_files.missing(session) == 0


def test_with_another_key_the_restore_says_that_nothing_sealed_can_be_opened(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path
) -> None:
    make.account()
    saving.save(runtime, tmp_path / "desk.backup")
    empty.vault = Vault((houses.new_key(),))

    restored = restoring.restore(empty, tmp_path / "desk.backup")

    assert not restored.is_whole
    assert "Credentials of accounts (1 of 1) cannot be opened" in str(restored.seals)


def test_nothing_is_written_over(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path
) -> None:
    file = tmp_path / "desk.backup"
    make.user()
    saving.save(runtime, file)
    saved = file.read_bytes()

    with pytest.raises(FileExists):
        saving.save(runtime, file)
    with pytest.raises(DatabaseNotEmpty):
        restoring.restore(runtime, file)
    restoring.restore(empty, file)
    with pytest.raises(DatabaseNotEmpty):
        restoring.restore(empty, file)

    assert file.read_bytes() == saved


def test_what_is_no_back_up_of_this_kind_is_refused_before_anything_is_done(
    empty: Runtime, tmp_path: Path
) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear desk,")

    with pytest.raises(OfAnotherKind, match="is no back-up of"):
        restoring.restore(empty, other)


def test_the_commands_say_what_they_did(
    runtime: Runtime, make: Make, empty: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.conversation()
    file = tmp_path / "desk.backup"

    def told(house: Runtime, *words: str) -> str:
        address = house.engine.url.render_as_string(hide_password=False)
        given = houses.environment(house.settings.data, DATABASE_URL=address)
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        answer = CliRunner().invoke(main, list(words))
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "Keep the two keys elsewhere." in told(runtime, "backup", str(file))
    said = told(empty, "restore", str(file))
    assert "0 replies were on their way" in said
    assert (
        said.count("records, whole") == told(empty, "audit", "verify").count("records, whole") > 0
    )
