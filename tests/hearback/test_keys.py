"""Is a key made only where none was before?"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from hearback.command_line import main
from hearback.launching import keys
from hearback.launching.keys import KeyGone


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


def test_whoever_restores_without_the_keys_is_told_which_files_go_where(tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    file.touch()
    new = tmp_path / "new"

    told = CliRunner().invoke(main, ["restore", str(file)], env={"HEARBACK_DATA": str(new)})

    assert told.exit_code == 1
    for name in ("secret_key", "credentials_key"):
        assert f"put the saved file {name} back into {new}" in told.output
