"""What did somebody write into the form of a canned response?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import request

from connectors.phrases import Phrase
from inbox import languages
from inbox.canned import places, reading
from inbox.canned.places import Place
from inbox.canned.writing import UnusableResponse, Written
from inbox.models import CannedResponse
from web import composing, numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The fields as they stand on the page, whether they can be kept or not."""

    title: str = ""
    shortcut: str = ""
    folder: str = ""
    language: str = languages.USUAL
    text: str = ""
    review_on: str = ""
    team_ids: frozenset[int] = frozenset()
    account_ids: frozenset[int] = frozenset()
    places: frozenset[Place] = places.EVERYWHERE
    offered_until: str = ""
    version: int = 0

    def written(self) -> Written:
        """Return what is to be kept, with what of it could not be read."""
        unread: list[UnusableResponse] = []
        return Written(
            title=self.title,
            shortcut=self.shortcut,
            folder=self.folder,
            language=self.language,
            text=self.text,
            review_on=_date(self.review_on, unread),
            team_ids=self.team_ids,
            account_ids=self.account_ids,
            places=self.places,
            offered_until=_date(self.offered_until, unread),
            unread=unread,
        )


def of(response: CannedResponse, language: str) -> Form:
    """Fill the form with what is kept."""
    text = reading.text_in(response, language)
    return Form(
        title=response.title,
        shortcut=response.shortcut,
        folder=response.folder,
        language=language,
        text=text.text if text else "",
        review_on=response.review_on.isoformat() if response.review_on else "",
        team_ids=frozenset(team.id for team in response.teams),
        account_ids=frozenset(account.id for account in response.accounts),
        places=places.of(response),
        offered_until=response.offered_until.isoformat() if response.offered_until else "",
        version=response.version,
    )


def sent() -> Form:
    """Return the form as it was sent."""
    fields = ("title", "shortcut", "folder", "review_on", "offered_until")
    return Form(
        **{name: request.form.get(name, "") for name in fields},
        text=composing.text(),
        language=request.form.get("language", languages.USUAL),
        team_ids=_numbers("team"),
        account_ids=_numbers("account"),
        places=frozenset(place for place in Place if place in request.form.getlist("place")),
        version=version(),
    )


def version() -> int:
    """Return how the response stood when the form was drawn; 0 for none."""
    return numbers.given("version") or 0


def _numbers(name: str) -> frozenset[int]:
    return frozenset(numbers.all_given(name)) - {0}


def _date(words: str, unread: list[UnusableResponse]) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        unread.append(UnusableResponse(Phrase("Write a date as 2027-01-31, or leave it empty.")))
        return None
