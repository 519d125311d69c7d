"""How is something told to an address that somebody chose?

Only over https and only to public addresses, as files are fetched (`public_network`). An answer
that leads elsewhere is a failure: nothing follows it. Its body is never read, so it has no size.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter

from connectors import in_time
from connectors.in_time import TooLate
from connectors.phrases import Phrase
from connectors.public_network import PrivateAddress, PublicAdapter, is_public
from connectors.transport import CONNECT_SECONDS, READ_SECONDS, NotLoopback, loopback

WHOLE_SECONDS = 15.0
_TOO_LATE = Phrase("It did not answer in time.")


class NotTold(Exception):
    """The other side has not taken it; the message says why, in a sentence for the reader."""


class Gone(NotTold):
    """The other side says that nothing will be taken there any more."""


def checked(address: str, *, on_this_machine: bool) -> str:
    """Return an address that may be told something. Raises NotTold.

    `on_this_machine` lets stand-ins be told here, over plain http.
    """
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as problem:
        raise NotTold(Phrase("Its address cannot be read.")) from problem
    if parts.username or parts.password or not parts.hostname:
        raise NotTold(Phrase("Its address is not a plain https address."))
    if not (on_this_machine and _is_here(parts)):
        _refuse_unless_public(parts)
    return address


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    on_this_machine: bool,
    seconds: float = WHOLE_SECONDS,
) -> None:
    """Tell it once; a retry is the caller's decision. Raises NotTold, or Gone."""
    checked(address, on_this_machine=on_this_machine)
    try:
        in_time.within(seconds, lambda: _post(address, body, headers))
    except TooLate:
        raise NotTold(_TOO_LATE) from None


def _post(address: str, body: bytes, headers: Mapping[str, str]) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.mount("https://", PublicAdapter())
        # Only what `checked` found to be on this machine gets this far.
        session.mount("http://", HTTPAdapter())
        try:
            answer = session.post(
                address,
                data=body,
                headers=dict(headers),
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            )
        except PrivateAddress as problem:
            raise NotTold(problem.args[0]) from problem
        except requests.Timeout as problem:
            raise NotTold(_TOO_LATE) from problem
        except requests.exceptions.SSLError as problem:
            raise NotTold(Phrase("Its certificate is not trusted here.")) from problem
        except (requests.RequestException, OSError, ValueError) as problem:
            raise NotTold(Phrase("It cannot be reached.")) from problem
        with answer:
            _judge(answer.status_code)


def _judge(status: int) -> None:
    if status == HTTPStatus.GONE:
        raise Gone(Phrase("It answered that nothing is taken there any more (status 410)."))
    if 300 <= status < 400:  # noqa: PLR2004 - what HTTP calls a redirection
        raise NotTold(
            Phrase(
                "It answered with another address (status {status}), which is not followed.",
                status=status,
            )
        )
    if not 200 <= status < 300:  # noqa: PLR2004 - what HTTP calls successful
        raise NotTold(Phrase("It answered with status {status}.", status=status))


def _is_here(parts: SplitResult) -> bool:
    if parts.scheme != "http":
        return False
    try:
        loopback(f"http://{parts.netloc}")
    except NotLoopback:
        return False
    return True


# What a name leads to is judged at the connection; a number can be judged at once.
def _refuse_unless_public(parts: SplitResult) -> None:
    if parts.scheme != "https":
        raise NotTold(Phrase("Its address is not a plain https address."))
    try:
        is_private = not is_public(parts.hostname or "")
    except ValueError:
        return
    if is_private:
        raise NotTold(Phrase("Its address leads into a private network."))
