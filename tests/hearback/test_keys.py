"""Is a key made only where none was before?"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest
from click.testing import CliRunner

from hearback.command_line import main
from hearback.launching import keys
from hearback.launching.keys import KeyGone
from inbox.vault import SealBroken, Vault
from tests import houses
from web import errors


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEARBACK_CREDENTIALS_KEY", raising=False)


def test_a_new_house_gets_its_keys(tmp_path: Path) -> None:
    keys.check(tmp_path)
    keys.make(tmp_path)

    assert (tmp_path / "credentials_key").stat().st_mode & 0o077 == 0


def test_beside_a_database_the_key_that_is_gone_is_asked_for_and_none_is_made(
    tmp_path: Path,
) -> None:
    (tmp_path / "hearback.sqlite3").touch()

    with pytest.raises(KeyGone, match=f"back as {tmp_path}/credentials_key"):
        keys.check(tmp_path)

    assert not (tmp_path / "credentials_key").exists()


def test_what_is_no_key_is_said_to_be_none(tmp_path: Path) -> None:
    keys.make(tmp_path)
    (tmp_path / "credentials_key").write_text("none")

    told = CliRunner().invoke(main, ["check"], env={"HEARBACK_DATA": str(tmp_path)})

    assert told.exit_code == 1
    assert f"{tmp_path}/credentials_key must be a key of Fernet" in told.output
    assert "Traceback" not in told.output


def test_a_key_that_is_put_back_by_hand_is_read_once_it_is_whole(tmp_path: Path) -> None:
    file, old, new = tmp_path / "credentials_key", houses.new_key(), houses.new_key()
    file.write_text(old)
    vault, other = Vault((old,), file), Vault((new,))

    file.write_text("")
    assert vault.opens(vault.seal({}))
    file.write_text(new)

    assert vault.opens(other.seal({}))
    assert vault.opens(Vault((old,)).seal({}))


def test_whoever_restores_without_the_keys_is_told_which_files_go_where(tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    file.touch()
    new = tmp_path / "new"

    told = CliRunner().invoke(main, ["restore", str(file)], env={"HEARBACK_DATA": str(new)})

    assert told.exit_code == 1
    for name in ("secret_key", "credentials_key"):
        assert f"put the saved file {name} back into {new}" in told.output


def test_a_person_whose_second_step_cannot_be_opened_gets_a_page_that_says_so() -> None:
    assert errors.status_of(SealBroken()) == HTTPStatus.SERVICE_UNAVAILABLE
