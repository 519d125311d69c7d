"""What do we tell a person when Instagram's private API says no?

Each sentence says what happened, what Hearback did, and what to do.
"""

from __future__ import annotations

from connectors.phrases import Phrase

LOGGED_OUT = Phrase(
    "Instagram ended this account's session. Hearback has stopped reading and sending for "
    "it. Connect the account again with its user name and password."
)
CHALLENGE = Phrase(
    "Instagram wants proof that this sign-in is yours. Hearback has stopped and will not try "
    "again by itself. Open the Instagram app with this account, confirm it was you, then "
    "connect the account again."
)
TWO_FACTOR = Phrase(
    "Instagram asks for a two-factor code for this account. Hearback did not sign in. "
    "Connect the account again in the browser, where the code can be given."
)
CODE_NEEDED = Phrase(
    "Instagram asks for a two-factor code. Type the password once more, and the code from "
    "the message or the app that Instagram names."
)
CODE_REFUSED = Phrase(
    "Instagram did not accept this code. Wait for a new one, then type the password and the "
    "code again."
)
NOT_ACCEPTED = Phrase(
    "Instagram did not accept this user name and password, or did not trust this network. "
    "Hearback did not try again. Check both in the Instagram app, then connect once more."
)
NO_SUCH_NAME = Phrase(
    "Instagram does not know this user name, or refuses sign-ins from this network. Hearback "
    "did not try again. Check the name in the Instagram app, then connect once more."
)
NOT_LET_IN = Phrase(
    "Instagram did not let us in and gave no reason that we know. Hearback did not try "
    "again. Sign in with the Instagram app, confirm what it asks, then connect once more."
)
SUSPENDED = Phrase(
    "Instagram has suspended this account. Hearback has stopped reading and sending for it. "
    "Appeal in the Instagram app; connect the account again when it is back."
)
UPGRADE = Phrase(
    "Instagram no longer accepts this version of its private interface. Hearback has stopped "
    "using it. Update Hearback, or connect the account through the Graph API."
)
PLEASE_WAIT = Phrase("Instagram asks us to wait a few minutes before the next request.")
BUSY = Phrase("Instagram is limiting requests from this account.")
BLOCKED = Phrase(
    "Instagram refuses requests from this network address for now. Hearback waits half a day "
    "before it tries again."
)
RESTRICTED = Phrase(
    "Instagram has restricted this account for now. Hearback waits half a day before the "
    "next attempt."
)
UNREACHABLE = Phrase("Instagram could not be reached.")
UNREAD = Phrase("Instagram did not answer this request properly.")
HALF_SESSION = Phrase(
    "Instagram refused one request although the session is alive. Hearback tries it again later."
)
UNKNOWN = Phrase(
    "Instagram did not say whether it published this. Hearback looks there before repeating."
)
FEEDBACK = Phrase("Instagram blocked this action for now")
REFUSED = Phrase("Instagram refused this")
GONE = Phrase("What this answers is no longer on Instagram.")
NO_REQUESTS = Phrase("This person does not accept new message requests, so Instagram refused this.")


def with_reason(sentence: str, reason: str) -> str:
    """Add Instagram's own reason to a sentence, when it gave one."""
    return (
        f"{sentence}: {reason.rstrip('.')}."
        if reason
        else Phrase("{sentence} and gave no reason.", sentence=sentence)
    )
