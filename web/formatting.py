"""How are times, spans, figures and hostile words written on a page?"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_name
from babel.numbers import format_decimal
from flask import Flask
from markupsafe import Markup, escape

from inbox.drafts import first_words
from web import addresses, languages, serving
from web.languages import say, translated

SHOWN_CHARACTERS = 1200
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_THOUSAND = 1000

# What has no shape of its own, or turns the words around it: C0 and C1 controls
# but for tab and line feed, bidirectional embeddings, overrides and isolates,
# the byte order mark, and halves of characters that no encoding can carry.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_UNSAYABLE = re.compile("[\x00\ud800-\udfff]")
_LINES = re.compile("\r\n?|[\u2028\u2029\x85]")
_NAMES = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
    "\x00": "NUL",
}


def install(app: Flask) -> None:
    """Give templates the filters of this file."""
    for each in _FILTERS:
        app.jinja_env.filters[each.__name__] = each


def inert(text: str) -> Markup:
    """Write words of any origin: markup is words, and what is invisible is shown.

    What the desk itself says is told in the language of the page.
    """
    lines = _LINES.sub("\n", translated(text))
    if not _INVISIBLE.search(lines):
        return escape(lines)
    pieces: list[str] = []
    at = 0
    for found in _INVISIBLE.finditer(lines):
        pieces += (escape(lines[at : found.start()]), _shown(found[0]))
        at = found.end()
    pieces.append(escape(lines[at:]))
    return Markup("").join(pieces)


def _shown(character: str) -> Markup:
    return Markup('<span class="ctl">{}</span>').format(_name(character))


def _name(character: str) -> str:
    return _NAMES.get(character, f"U+{ord(character):04X}")


def plain(text: str) -> str:
    """Write words of any origin where no markup can stand: attributes, titles, options."""
    return _INVISIBLE.sub(lambda found: f"[{_name(found[0])}]", _LINES.sub(" ", translated(text)))


def sayable(text: str) -> str:
    """Return words as they are, but for what no page can carry."""
    return _UNSAYABLE.sub("\ufffd", text)


def beginning(text: str) -> str:
    """Return what is shown of a text at once; a short one whole."""
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 200]


def rest(text: str) -> str:
    """Return what is shown of a text only when asked for."""
    return text[len(beginning(text)) :]


def instant(moment: datetime) -> str:
    """Write a moment for machines: UTC, RFC 3339."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Read a moment that was written down for machines."""
    return datetime.fromisoformat(text)


def clock_time(moment: datetime) -> str:
    """Write a moment for people whose browser does not know better."""
    return _clock_time(moment, serving.runtime().settings.time_zone, languages.locale())


# Every thread writes the same moments again and again, and Babel takes its time.
@lru_cache(maxsize=4096)
def _clock_time(moment: datetime, zone: ZoneInfo, locale: Locale) -> str:
    there = moment.astimezone(zone)
    name = get_timezone_name(there, width="short", locale=locale)
    return f"{format_skeleton('MMMd', there, locale=locale)}, {there:%H:%M} {name}"


def day(one: date) -> str:
    """Write a day."""
    return format_date(one, "medium", locale=languages.locale())


def short_day(one: date) -> str:
    """Write a day where there is little room."""
    return format_skeleton("MMMd", one, locale=languages.locale())


def day_there(moment: datetime) -> str:
    """Write the day of a moment, where the department is, with little room."""
    return short_day(moment.astimezone(serving.runtime().settings.time_zone).date())


def second(moment: datetime) -> str:
    """Write the time of day to the second, for people whose browser does not know better."""
    return f"{moment.astimezone(serving.runtime().settings.time_zone):%H:%M:%S}"


def minute(moment: datetime) -> str:
    """Write the time of day to the minute, where no script can put a better one."""
    return f"{moment.astimezone(serving.runtime().settings.time_zone):%H:%M}"


def age(moment: datetime) -> str:
    """Say how long ago a moment is."""
    passed = datetime.now(UTC) - moment
    return say("now") if passed < _MINUTE else say("{time} ago", time=span(passed))


def waited(moment: datetime) -> str:
    """Say how long something lasts that began at a moment."""
    return span(datetime.now(UTC) - moment)


def left(moment: datetime) -> str:
    """Say for how long something still holds that ends at a moment."""
    return span(max(moment - datetime.now(UTC), timedelta()))


def is_near(moment: datetime) -> bool:
    """Say whether a moment comes within a day, so that somebody may have to hurry."""
    return moment - datetime.now(UTC) < _DAY


def span(length: timedelta) -> str:
    """Write a length of time in its two largest units."""
    if length < _MINUTE:
        return say("{seconds}s", seconds=max(0, int(length.total_seconds())))
    if length < _HOUR:
        return say("{minutes}m", minutes=length // _MINUTE)
    if length < _DAY:
        minutes = length % _HOUR // _MINUTE
        return say("{hours}h {minutes}m", hours=length // _HOUR, minutes=minutes)
    return say("{days}d {hours}h", days=length // _DAY, hours=length % _DAY // _HOUR)


def measured(length: timedelta) -> str:
    """Write a measured length of time, to the second while that can matter."""
    if _MINUTE <= length < _HOUR:
        seconds = f"{int((length % _MINUTE).total_seconds()):02}"
        return say("{minutes}m {seconds}s", minutes=length // _MINUTE, seconds=seconds)
    return span(length)


def figure(number: int) -> str:
    """Write a number with thousands apart."""
    return str(number) if abs(number) < _THOUSAND else _figure(number, languages.locale())


@lru_cache(maxsize=4096)
def _figure(number: int, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


def outside(address: str | None) -> str:
    """Return an address that may be linked to, else nothing: only the web's own schemes."""
    if not address or addresses.parts(address).scheme not in ("http", "https"):
        return ""
    return address


_FILTERS = (
    inert,
    plain,
    sayable,
    beginning,
    first_words,
    rest,
    instant,
    moment,
    clock_time,
    day,
    short_day,
    day_there,
    second,
    minute,
    age,
    waited,
    is_near,
    left,
    span,
    measured,
    figure,
    outside,
)
