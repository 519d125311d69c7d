"""How does a picture get to where the app puts it before a direct message names it?

As instagrapi 3.2.2 does in `direct_send_photo`: one request to rupload.facebook.com, in a
session of its own, since that host refuses the headers of the app's session; `configure_photo`
is retired. Not through that method: it would send the message under a token of its own.
"""

from __future__ import annotations

import time
from dataclasses import replace

import requests

from connectors import transport
from connectors.errors import OutcomeUnknown, Refused, TryLater
from connectors.instagram import private_words as words
from connectors.instagram.private_errors import later, writing
from connectors.instagram.private_line import Line
from connectors.phrases import Phrase
from connectors.pictures import OutgoingPicture
from connectors.sending import OutgoingReply

ADDRESS = "https://rupload.facebook.com/messenger_image/"
CLIENT_ERROR, TOO_MANY, SERVER_ERROR = 400, 429, 500


def upload(line: Line, reply: OutgoingReply) -> OutgoingReply:
    """Upload a message's picture, if it has one. Raises TryLater or Refused."""
    if reply.picture is None:
        return reply
    try:
        with writing():
            name = _uploaded(line, reply.picture)
    except OutcomeUnknown as unclear:
        raise TryLater(Phrase("Instagram did not confirm the picture.")) from unclear
    return replace(reply, picture=replace(reply.picture, uploaded_as=name))


def _uploaded(line: Line, picture: OutgoingPicture) -> str:
    entity = f"fb_uploader_{time.time_ns() // 1_000_000}"
    with requests.Session() as session:
        transport.mount(session, line.address)
        answer = session.post(
            ADDRESS + entity, data=picture.body, headers=_headers(line, picture, entity)
        )
        _judge(answer)
        return str(int(answer.json()["media_id"]))


def _judge(answer: requests.Response) -> None:
    if answer.status_code == TOO_MANY or answer.status_code >= SERVER_ERROR:
        raise later(words.BUSY)
    if answer.status_code >= CLIENT_ERROR:
        raise Refused(words.with_reason(words.REFUSED, ""))


def _headers(line: Line, picture: OutgoingPicture, entity: str) -> dict[str, str]:
    about: dict[str, str] = line.client._messenger_rupload_headers(  # noqa: SLF001 - the app's own words
        {"image_type": "FILE_ATTACHMENT"}
    )
    return about | {
        "content-type": "application/octet-stream",
        "offset": "0",
        "x-entity-length": str(len(picture.body)),
        "x-entity-name": entity,
        "x-entity-type": picture.media_type,
    }
