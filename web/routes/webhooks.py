"""What do the platforms push to us?

A push is kept as it came and answered at once; a worker reads it.
"""

from __future__ import annotations

import hmac
import logging

from flask import Blueprint, Response, request

from connectors.webhooks import SIGNATURES, Source
from inbox import webhooks
from inbox.errors import NotAllowed
from web import access, serving

routes = Blueprint("webhooks", __name__, url_prefix="/webhooks")

log = logging.getLogger(__name__)


class NotSigned(NotAllowed):
    """Anybody could have sent this."""

    def __init__(self) -> None:
        super().__init__("This is not signed with the secret of our application.")


class WrongVerifyToken(NotAllowed):
    """Somebody else's application would be pointed at us."""

    def __init__(self) -> None:
        super().__init__("This does not repeat HEARBACK_META_VERIFY_TOKEN.")


def _signed_by_meta() -> None:
    header, is_signed = SIGNATURES[Source.META]
    secret = serving.runtime().settings.meta_app_secret
    if not secret or not is_signed(request.get_data(), request.headers.get(header, ""), secret):
        log.warning("A push to %s was not signed as it must be; nothing was kept.", request.path)
        raise NotSigned


signed_by_meta = access.ruled_by(access.Rule("signed by Meta", _signed_by_meta, by_cookie=False))


@routes.get("/meta")
@access.anyone
def confirm() -> Response:
    """Prove to Meta that we know the words it was given for us (Webhooks, Getting Started)."""
    expected = serving.runtime().settings.meta_verify_token
    given = request.args.get("hub.verify_token", "")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise WrongVerifyToken
    return Response(request.args.get("hub.challenge", ""), mimetype="text/plain")


@routes.post("/meta")
@signed_by_meta
def receive() -> Response:
    """Keep what Meta pushes."""
    webhooks.keep(serving.session(), Source.META, request.get_data())
    return Response(status=200)
