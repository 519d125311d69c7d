"""Do commands find the Redis that the launcher brought up?"""

from __future__ import annotations

from pathlib import Path

import pytest

from hearback import embedded_redis
from hearback.launching import keys
from inbox import own_redis
from inbox.config import Settings
from tests import houses


def _settings(data: Path, **given: str) -> Settings:
    return Settings.from_environment({**houses.environment(data), "REDIS_URL": "", **given})


def test_beside_a_house_that_the_launcher_started_commands_use_its_redis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded_redis, "find_server", lambda: Path("/bin/true"))
    keys.make(tmp_path)
    started = embedded_redis.prepare(tmp_path, tmp_path / "logs", {})

    found = _settings(tmp_path)

    assert found.redis_url == started.url
    assert keys.read(tmp_path / keys.REDIS_PASSWORD) not in repr(found)


def test_one_that_somebody_names_is_used_instead(tmp_path: Path) -> None:
    keys.make(tmp_path)

    assert _settings(tmp_path, REDIS_URL="redis://r/1").redis_url == "redis://r/1"


def test_where_there_is_none_the_usual_address_is_tried(tmp_path: Path) -> None:
    assert _settings(tmp_path).redis_url == own_redis.USUAL
