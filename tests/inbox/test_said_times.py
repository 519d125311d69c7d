"""Does the desk read when somebody means, as they say it in English and Spanish?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox import said_times

DENVER = ZoneInfo("America/Denver")
NOW = datetime(2026, 11, 30, 3, 20, tzinfo=DENVER)
"""A Monday, at night."""


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("in 20 minutes", "30 03:40"),
        ("20m", "30 03:40"),
        ("2 h", "30 05:20"),
        ("in half an hour", "30 03:50"),
        ("en media hora", "30 03:50"),
        ("en 2 horas", "30 05:20"),
        ("dentro de una hora", "30 04:20"),
        ("en 3 días", "03 03:20"),
        ("1 week", "07 03:20"),
        ("9", "30 09:00"),
        ("at 9.30 p.m.", "30 21:30"),
        ("2:15", "01 02:15"),
        ("12 am", "01 00:00"),
        ("a las 9 de la noche", "30 21:00"),
        ("14h30", "30 14:30"),
        ("mediodía", "30 12:00"),
        ("tonight", "30 20:00"),
        ("today 9:00", "30 09:00"),
        ("Tomorrow, 14:00", "01 14:00"),
        ("mañana a las 9", "01 09:00"),
        ("MAÑANA", "01 08:00"),
        ("mañana por la mañana", "01 08:00"),
        ("pasado mañana 9 de la tarde", "02 21:00"),
        ("fri 9", "04 09:00"),
        ("next Friday at 2 pm", "04 14:00"),
        ("el viernes a la 1 de la tarde", "04 13:00"),
        ("miércoles", "02 08:00"),
        ("monday", "30 08:00"),
        ("monday 2:00", "07 02:00"),
    ],
)
def test_what_people_say(said: str, meant: str) -> None:
    read = said_times.moment(said, NOW, DENVER).astimezone(DENVER)

    assert f"{read:%d %H:%M}" == meant
    assert read > NOW


@pytest.mark.parametrize(
    "said",
    [
        "",
        "  ",
        "soon",
        "at",
        "25:00",
        "9:75",
        "13 pm",
        "0 pm",
        "0 min",
        "9999 weeks",
        "tomorrow x",
        "\x00",
        "mañana mañana",
        "9" * 5000,
    ],
)
def test_what_nobody_can_read_is_refused_with_examples(said: str) -> None:
    with pytest.raises(said_times.NotATime, match="in 20 minutes"):
        said_times.moment(said, NOW, DENVER)


def test_what_is_said_of_today_may_be_over() -> None:
    assert said_times.moment("today 2:00", NOW, DENVER) < NOW


def test_a_day_on_which_clocks_change_has_its_own_hours() -> None:
    evening = datetime(2026, 10, 31, 20, 0, tzinfo=DENVER)

    nine = said_times.moment("tomorrow 9", evening, DENVER)

    assert nine - evening.astimezone(UTC) == timedelta(hours=14)
