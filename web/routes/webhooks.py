"""What do the platforms push to us?

A push is kept as it came and answered at once; a worker reads it.
"""

from __future__ import annotations

import hmac
import logging

from flask import Blueprint, Response, jsonify, request

from connectors.phrases import Phrase
from connectors.webhooks import SIGNATURES, NoChallenge, Source, answer_to
from inbox import webhooks
from inbox.applications import application
from inbox.errors import NotAllowed
from web import access, serving

routes = Blueprint("webhooks", __name__, url_prefix="/webhooks")

log = logging.getLogger(__name__)


class NotSigned(NotAllowed):
    """Anybody could have sent this."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is not signed with the secret of our application."))


class WrongVerifyToken(NotAllowed):
    """Somebody else's application would be pointed at us."""

    def __init__(self) -> None:
        super().__init__(Phrase("This does not repeat HEARBACK_META_VERIFY_TOKEN."))


class NothingToProve(NotAllowed):
    """There is no secret to prove, or what is to be signed is no challenge."""

    def __init__(self) -> None:
        super().__init__(Phrase("This is no challenge that we can answer."))


def _signed_by(source: Source) -> access.Rule:
    header, is_signed = SIGNATURES[source]

    def judge() -> None:
        secret, signature = _secret(source), request.headers.get(header, "")
        if not secret or not is_signed(request.get_data(), signature, secret):
            log.warning(
                "A push to %s was not signed as it must be; nothing was kept.", request.path
            )
            raise NotSigned

    return access.Rule(f"signed by {source}", judge, by_cookie=False)


def _secret(source: Source) -> str:
    ours = application(serving.runtime().settings, source)
    return ours.secret if ours else ""


signed_by_meta = access.ruled_by(_signed_by(Source.META))
signed_by_x = access.ruled_by(_signed_by(Source.X))


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


@routes.get("/x")
@access.anyone
def prove() -> Response:
    """Prove to X that we know our application's secret (Webhooks, CRC check)."""
    secret = _secret(Source.X)
    try:
        proof = answer_to(request.args.get("crc_token", ""), secret) if secret else ""
    except NoChallenge as problem:
        raise NothingToProve from problem
    if not proof:
        raise NothingToProve
    return jsonify(response_token=proof)


@routes.post("/x")
@signed_by_x
def receive_from_x() -> Response:
    """Keep what X pushes."""
    webhooks.keep(serving.session(), Source.X, request.get_data())
    return Response(status=200)
