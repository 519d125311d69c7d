"""In which kinds of answers may a canned response be used, and until when is it offered?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from connectors.phrases import Day, Phrase
from connectors.words import Audience, Kind
from inbox import clock
from inbox.models import CannedResponse, Conversation


class Place(StrEnum):
    """A kind of answer, by who reads it."""

    PUBLIC = "public"
    PRIVATE = "private"
    LIVE = "live"


NAMES = {
    Place.PUBLIC: Phrase("Public replies"),
    Place.PRIVATE: Phrase("Private messages"),
    Place.LIVE: Phrase("Live comments"),
}
_NOT_THERE = {
    Place.PUBLIC: Phrase("not for public replies"),
    Place.PRIVATE: Phrase("not for private messages"),
    Place.LIVE: Phrase("not for live comments"),
}
EVERYWHERE = frozenset(Place)


def of_answer(conversation: Conversation, audience: Audience) -> Place:
    """Tell which kind of answer this would be."""
    if audience is Audience.PRIVATE:
        return Place.PRIVATE
    return Place.LIVE if conversation.kind is Kind.LIVE_COMMENT else Place.PUBLIC


def of(response: CannedResponse) -> frozenset[Place]:
    """Return where a response may be used."""
    kept = {
        Place.PUBLIC: response.is_for_public,
        Place.PRIVATE: response.is_for_private,
        Place.LIVE: response.is_for_live,
    }
    return frozenset(place for place, is_kept in kept.items() if is_kept)


def keep(response: CannedResponse, places: Collection[Place]) -> None:
    """Let a response be used in these kinds of answers alone."""
    response.is_for_public = Place.PUBLIC in places
    response.is_for_private = Place.PRIVATE in places
    response.is_for_live = Place.LIVE in places


def today(session: Session) -> date:
    """Return the day that it is where the department is."""
    return clock.now(session).astimezone(session.info["settings"].time_zone).date()


def is_over(response: CannedResponse, on: date) -> bool:
    """Say whether it is not offered any more on a day; its last day is one on which it is."""
    return response.offered_until is not None and response.offered_until < on


def objection(response: CannedResponse, place: Place | None, on: date) -> str:
    """Say why a response is not offered here on a day; nothing where it is."""
    if response.offered_until and is_over(response, on):
        last = response.offered_until
        return Phrase("not offered after {day}", day=Day(f"{last:%b %-d}", last))
    if place is not None and place not in of(response):
        return _NOT_THERE[place]
    return ""
