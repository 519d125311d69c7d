"""Why does nobody come in by single sign-on, in words that tell nothing of who works here?"""

from __future__ import annotations

from typing import ClassVar

from connectors.phrases import Phrase
from inbox.errors import Conflict, HearbackError, Invalid, NotFound, Unavailable
from inbox.models import User


class NotSetUp(NotFound):
    """Nobody set a provider."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Single sign-on is not set up on this desk. Sign in with your password.")
        )


class Refusal(HearbackError):
    """Nobody came in. `why` is what the audit log says of it; `person` is whom it may have been."""

    why: str = ""
    person: User | None = None
    by_strangers: ClassVar[bool] = False


class BegunElsewhere(Refusal, Invalid):
    """What came back was not asked for in this browser, or too long ago."""

    why = "state"
    by_strangers = True

    def __init__(self) -> None:
        super().__init__(
            Phrase(
                "This sign-in was not begun in this browser, or more than ten minutes ago. "
                "Begin again from the sign-in page."
            )
        )


class UsedAlready(Refusal, Conflict):
    """What came back comes back a second time."""

    why = "used"

    def __init__(self) -> None:
        super().__init__(
            Phrase("This sign-in was used already. Begin again from the sign-in page.")
        )


class ProviderSilent(Refusal, Unavailable):
    """The provider does not answer."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Phrase("{name} does not answer. Nothing was done; try again in a moment.", name=name)
        )
        self.why = why


class ProviderMisset(Refusal, Unavailable):
    """The provider says of itself what was not set here."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Phrase(
                "{name} is not set up as this desk expects, so nobody can sign in by it. "
                "Tell an administrator.",
                name=name,
            )
        )
        self.why = why


class ProviderSaidNo(Refusal, Invalid):
    """The provider let nobody in, or somebody left its page."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Phrase("{name} did not let you in. Begin again from the sign-in page.", name=name)
        )
        self.why = why


class NotBelieved(Refusal, Invalid):
    """What the provider said cannot be trusted."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Phrase(
                "What {name} answered cannot be trusted, so nobody was signed in. Begin again; "
                "if it stays so, tell an administrator.",
                name=name,
            )
        )
        self.why = why


class DidNotSayWhen(Refusal, Invalid):
    """Without a moment, a sign-in of last week would do."""

    why = "no auth_time"

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "{name} did not say when you signed in there, which this desk must know. "
                "Tell an administrator.",
                name=name,
            )
        )


class TooLongAgo(Refusal, Invalid):
    """The provider vouches for a sign-in that is too old."""

    why = "old auth_time"

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase("You signed in at {name} too long ago. Sign in there once more.", name=name)
        )


class NotLetIn(Refusal, Invalid):
    """The provider vouches for somebody who does not come in here, for whichever reason."""

    def __init__(self, name: str, why: str, person: User | None = None) -> None:
        super().__init__(
            Phrase(
                "{name} knows you, but this desk does not let you in by it. "
                "An administrator of the desk can see why.",
                name=name,
            )
        )
        self.why, self.person = why, person


class SomebodyElse(Refusal, Invalid):
    """The provider vouches for another person than the one who was asked."""

    why = "somebody else"

    def __init__(self, name: str) -> None:
        super().__init__(
            Phrase(
                "{name} vouched for somebody else than who is signed in here. Nothing was done.",
                name=name,
            )
        )
