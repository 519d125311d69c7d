"""Under which terms is something that was said looked up?

Its words, and marks for what never changes about it: who said it, where, of
which kind, and what came with it. A mark begins with a character that no word
keeps, so nobody can write one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from connectors.attachments import AttachmentKind
from connectors.words import Direction, Kind
from inbox.search import folding

MARK = "\ue000"
CONTACT = f"{MARK}contact"
NOTE = f"{MARK}note"
INCOMING = f"{MARK}in"
OUTGOING = f"{MARK}out"
SIDES = (INCOMING, OUTGOING, NOTE)

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


def account(account_id: int) -> str:
    """Mark what was said on an account."""
    return f"{MARK}account{account_id}"


def kind(of: Kind) -> str:
    """Mark what was said in a way."""
    return MARK + str(of).replace("_", "")


def contact(contact_id: int) -> str:
    """Mark what a person outside said."""
    return f"{CONTACT}{contact_id}"


def user(user_id: int) -> str:
    """Mark what somebody who signs in wrote."""
    return f"{MARK}user{user_id}"


def having(what: AttachmentKind) -> str:
    """Mark what something came with."""
    return f"{MARK}has{what}"


def side(direction: Direction) -> str:
    """Mark from which side it came."""
    return INCOMING if direction == Direction.IN else OUTGOING


def with_marks(text: str, marks: Iterable[str]) -> str:
    """Write marks and words one after the other, as `inbox.models.search` keeps them."""
    has = [having(AttachmentKind.LINK)] if _LINK.search(text) else []
    return " ".join([*dict.fromkeys([*marks, *has]), *folding.words(text)])
