"""Why is somebody not let in, or not now?"""

from __future__ import annotations

from connectors.phrases import Phrase
from inbox.errors import NotAllowed


class UndeclaredAccess(RuntimeError):
    """A route does not say who may call it."""


class NotSignedIn(NotAllowed):
    """Nobody is signed in here."""

    def __init__(self) -> None:
        super().__init__(Phrase("Sign in first."))


class SessionLocked(NotAllowed):
    """Nobody was at this browser for a while, or its person locked it."""

    def __init__(self) -> None:
        super().__init__(Phrase("This browser is locked. Unlock it first."))


class NotProven(NotAllowed):
    """What was asked for needs somebody who showed a moment ago that it is them."""

    def __init__(self) -> None:
        super().__init__(Phrase("Show first that it is you: open the page /proof."))


class AdministratorsOnly(NotAllowed):
    """What was asked for is the work of an administrator."""

    def __init__(self) -> None:
        super().__init__(Phrase("Only an administrator can do this. Ask one of them."))


class NotPermitted(NotAllowed):
    """Somebody's role does not allow what they asked for."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("Your role does not allow this. An administrator can give you another one.")
        )


class FromElsewhere(NotAllowed):
    """Another site tried to act with this person's sign-in."""

    def __init__(self) -> None:
        super().__init__(
            Phrase("This came from another site, so nothing was done. Try it from the desk.")
        )
