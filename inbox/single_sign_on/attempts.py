"""Who began which sign-in, in which browser, and did it come back before?

What must come back goes with the browser that began it, sealed, so that strangers who begin a
thousand of them leave nothing here. That one came back is kept: it counts once. Sources: RFC 6749,
section 10.12; RFC 9700, section 4.7.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inbox import clock
from inbox.models import SpentWord
from inbox.runtime import Runtime
from inbox.single_sign_on import asking
from inbox.single_sign_on.refusals import BegunElsewhere, UsedAlready
from inbox.vault import SealBroken

GOOD_FOR = timedelta(minutes=10)


class Purpose(StrEnum):
    """What somebody wants of the provider."""

    SIGN_IN = "sign in"
    PROVE = "prove"
    UNLOCK = "unlock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What is to be done once the provider has vouched for somebody.

    `anew` asks them to sign in there now. To prove or unlock is for `user_id` alone, at the
    sign-in `at` (the digest of its key, in figures). `carried` is for whoever began it.
    """

    purpose: Purpose
    wanted: str
    anew: bool = False
    user_id: int = 0
    at: str = ""
    carried: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Where the browser goes, and what it bears meanwhile."""

    page: str
    sealed: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """An attempt that came back, when it began, and what finishes it."""

    attempt: Attempt
    began_at: datetime
    callback: str
    kept: Mapping[str, str] = field(repr=False)


def begin(runtime: Runtime, attempt: Attempt, *, callback: str) -> Started:
    """Begin one. Raises NotSetUp, ProviderSilent or ProviderMisset."""
    begun = asking.begin(runtime, callback=callback, anew=attempt.anew)
    facts = {
        "purpose": attempt.purpose.value,
        "wanted": attempt.wanted,
        "anew": attempt.anew,
        "user_id": attempt.user_id,
        "at": attempt.at,
        "carried": attempt.carried,
        "state": begun.state,
        "kept": dict(begun.kept),
        "callback": callback,
        "began_at": runtime.clock.now().isoformat(),
    }
    return Started(page=begun.page, sealed=runtime.vault.seal(facts).decode())


def come_back(runtime: Runtime, sealed: str, state: str) -> Returned:
    """Take the one return that an attempt has. Raises BegunElsewhere or UsedAlready."""
    facts = _opened(runtime, sealed)
    began_at = datetime.fromisoformat(facts["began_at"])
    is_ours = hmac.compare_digest(facts["state"].encode(), state.encode(errors="replace"))
    if not is_ours or began_at + GOOD_FOR <= runtime.clock.now():
        raise BegunElsewhere
    with runtime.committing() as session:
        spend(session, state, until=began_at + GOOD_FOR)
    attempt = Attempt(
        purpose=Purpose(facts["purpose"]),
        wanted=facts["wanted"],
        anew=facts["anew"],
        user_id=facts["user_id"],
        at=facts["at"],
        carried=facts["carried"],
    )
    return Returned(
        attempt=attempt, began_at=began_at, callback=facts["callback"], kept=facts["kept"]
    )


def spend(session: Session, word: str, *, until: datetime) -> None:
    """Let a word count this once. Raises UsedAlready."""
    session.execute(delete(SpentWord).where(SpentWord.ends_at <= clock.now(session)))
    try:
        with session.begin_nested():
            digest = hashlib.sha256(word.encode(errors="surrogatepass")).digest()
            session.add(SpentWord(digest=digest, ends_at=until))
    except IntegrityError:
        raise UsedAlready from None


def _opened(runtime: Runtime, sealed: str) -> dict[str, Any]:
    try:
        facts = runtime.vault.open(sealed.encode(errors="replace"))
    except SealBroken:
        raise BegunElsewhere from None
    # Other words that a browser bears are sealed with the same key.
    if "state" not in facts:
        raise BegunElsewhere
    return facts
