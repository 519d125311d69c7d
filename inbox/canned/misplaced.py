"""Would the words of a canned response go where they may not be used?"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from connectors.phrases import Phrase
from inbox.canned import placeholders, places, reading
from inbox.canned.places import NAMES, Place
from inbox.canned.using import MOST_IN_ONE, Inserted
from inbox.errors import Invalid
from inbox.models import CannedResponse


class NotForThis(Invalid):
    """These ready words are kept for other kinds of answers."""

    def __init__(self, response: CannedResponse) -> None:
        kept = [NAMES[place] for place in Place if place in places.of(response)]
        super().__init__(
            Phrase(
                "“{title}” may be used in these alone: {places}. Answer that way, or say it in "
                "words of your own.",
                title=response.title,
                places=_listed(kept),
            )
        )


def refuse(session: Session, text: str, inserted: Sequence[Inserted], place: Place) -> None:
    """Refuse words that are still those of a response for other answers. Raises NotForThis.

    Whoever took them out again, or wrote others, is let through.
    """
    if not inserted:
        return
    numbers = {one.response_id for one in inserted[:MOST_IN_ONE]}
    found = session.scalars(reading.whole().where(CannedResponse.id.in_(numbers)))
    for response in found:
        if place not in places.of(response) and _is_said(response, text):
            raise NotForThis(response)


def _is_said(response: CannedResponse, text: str) -> bool:
    return any(placeholders.says(text, one.text) for one in response.texts)


def _listed(names: Sequence[str]) -> str:
    listed = names[0]
    for one in names[1:]:
        listed = Phrase("{first}, {second}", first=listed, second=one)
    return listed
