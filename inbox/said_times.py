"""Which moment does somebody mean who says it in their own words?

As people write it in English and Spanish: "in 20 minutes", "tomorrow 14:00", "fri 9", "en 2
horas", "mañana a las 9", "lunes". All in the department's time, and always still to come. A day
without a time begins in the morning.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.phrases import Phrase
from inbox.errors import Invalid
from inbox.snooze_times import MORNING

LONGEST = 80
_MOST_DAYS = 366

_UNITS = {
    timedelta(minutes=1): "m min mins minute minutes minuto minutos",
    timedelta(hours=1): "h hr hrs hour hours hora horas",
    timedelta(days=1): "d day days dia dias",
    timedelta(weeks=1): "w week weeks semana semanas",
}
_LENGTHS = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_WEEKDAYS = {
    word: day
    for day, words in enumerate(
        (
            "monday mon lunes lun",
            "tuesday tue tues martes mar",
            "wednesday wed miercoles mie",
            "thursday thu thur thurs jueves jue",
            "friday fri viernes vie",
            "saturday sat sabado sab",
            "sunday sun domingo dom",
        )
    )
    for word in words.split()
}
_DAYS = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1, "pasado manana": 2}
_NAMED_TIMES = {
    **dict.fromkeys(("morning", "in the morning", "por la manana"), MORNING),
    **dict.fromkeys(("noon", "at noon", "mediodia", "al mediodia", "a mediodia"), time(12)),
    **dict.fromkeys(("tonight", "esta noche"), time(20)),
}
_AMOUNTS = {"a": 1, "an": 1, "un": 1, "una": 1, "half": 0.5, "half an": 0.5, "media": 0.5}

_SPAN = re.compile(
    r"(?:in |en |dentro de )?(?P<amount>\d{1,4}|half an|half|an?|una?|media) ?(?P<unit>[a-z]+)"
)
_DAY = re.compile(
    r"(?:on |el |next |proximo |este |this )*"
    rf"(?P<day>{'|'.join(sorted((*_DAYS, *_WEEKDAYS), key=len, reverse=True))})\b"
)
_CLOCK = re.compile(
    r"(?:at |a las? )?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?: ?h)?"
    r"(?: ?(?P<half>am|pm|de la manana|de la tarde|de la noche))?"
)
_LATE = {"pm", "de la tarde", "de la noche"}
_NOON = 12


class NotATime(Invalid):
    """Nobody could say which moment is meant."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Phrase(
                "“{said}” does not say when. Write for example “in 20 minutes”, “tomorrow 14:00” "
                "or “Friday 9”.",
                said=said[:LONGEST],
            )
        )


def moment(said: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment that words mean. Raises NotATime."""
    words = _plain(said)
    try:
        found = _after(words, now) or _on_a_day(words, now.astimezone(zone))
    except (ValueError, OverflowError):
        found = None
    if found is None or found - now > timedelta(days=_MOST_DAYS):
        raise NotATime(said.strip())
    return found.astimezone(UTC)


def _plain(said: str) -> str:
    apart = unicodedata.normalize("NFKD", said[:LONGEST].casefold())
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(
        plain.replace("a.m", "am").replace("p.m", "pm").replace(",", " ").split()
    ).strip(".")


def _after(words: str, now: datetime) -> datetime | None:
    match = _SPAN.fullmatch(words)
    unit = match and _LENGTHS.get(match["unit"])
    if not match or not unit:
        return None
    amount = float(_AMOUNTS.get(match["amount"]) or match["amount"])
    return now + amount * unit if amount else None


def _on_a_day(words: str, now: datetime) -> datetime | None:
    day = _DAY.match(words)
    rest = words[day.end() :].strip() if day else words
    clock = _clock(rest) if rest else MORNING
    if clock is None or not words:
        return None
    ahead = _days_ahead(day["day"], now) if day else 0
    found = datetime.combine(now.date() + timedelta(days=ahead), clock, tzinfo=now.tzinfo)
    if found > now or (day and day["day"] in _DAYS):
        return found
    # The same words, the next time that they come true.
    return found + timedelta(days=7 if day else 1)


def _days_ahead(day: str, now: datetime) -> int:
    return _DAYS[day] if day in _DAYS else (_WEEKDAYS[day] - now.weekday()) % 7


def _clock(words: str) -> time | None:
    if words in _NAMED_TIMES:
        return _NAMED_TIMES[words]
    match = _CLOCK.fullmatch(words)
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] and not 1 <= hour <= _NOON:
        return None
    if match["half"]:
        hour = hour % _NOON + (_NOON if match["half"] in _LATE else 0)
    return time(hour, minute)
